"""How search compares words: without case, accents and typing variants, in every script.

Python uses this table directly (SQLite, and highlighting on pages) and it is written into SQL (PostgreSQL),
so that a search finds the same on both. Letters added to Unicode after the older of the two may differ.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

MAX_SEARCH_LENGTH = 100  # SQLite refuses a LIKE pattern over 50,000 characters
MAX_WORDS = 10  # every word is one more check on every row

# Marks that readers may leave out in their script, the Arabic stretching character, and invisible characters.
MARKS = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x0300, 0x036F),  # accents
    (0x0483, 0x0487),  # Cyrillic
    (0x0591, 0x05BD),  # Hebrew points
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0610, 0x061A),  # Arabic
    (0x061C, 0x061C),
    (0x0640, 0x0640),  # kashida
    (0x064B, 0x065F),  # harakat, and the hamza of a decomposed letter
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x1AB0, 0x1ABD),  # more accents
    (0x1DC0, 0x1DFF),
    (0x200B, 0x200F),  # zero width, and text direction
    (0x202A, 0x202E),
    (0x2060, 0x2060),
    (0x2066, 0x2069),
    (0x20D0, 0x20DC),
    (0xFE00, 0xFE0F),  # variants
    (0xFE20, 0xFE2F),
    (0xFEFF, 0xFEFF),
)
# Before the decomposition, which would turn it into a space.
EARLY = {"´": "'"}
SINGLE_QUOTES = "‘’‚‛‹›`ʹʻʼʽˈ′"
DOUBLE_QUOTES = "“”„‟«»"
DASHES = "‐‒–—―−"
LETTERS = {
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(DASHES, "-"),
    "ς": "σ",
    "ı": "i",
    "ȷ": "j",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
}
PAIRS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}

IS_MARK = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in MARKS) + "]")
_EARLY, _LATE = str.maketrans(EARLY), str.maketrans({**LETTERS, **PAIRS})


def fold(text: str) -> str:
    """The text as search compares it: small letters without accents, straight quotes, plain dashes."""
    if text.isascii():
        return text.replace("`", "'").lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_EARLY))
    return IS_MARK.sub("", decomposed).lower().translate(_LATE)


def search_words(query: str) -> list[str]:
    """The folded words of a query without duplicates and without words that are part of another one."""
    words = [*dict.fromkeys(fold(query).split())]
    return [word for word in words if not any(word != other and word in other for other in words)]


def search_refusals(query: str) -> list[str]:
    """Why a query cannot be searched for; empty if it can."""
    if "\x00" in query:
        return [_("The search contains a character without a meaning (a null byte).")]
    if len(query) > MAX_SEARCH_LENGTH:
        return [_("The search is longer than %(most)s characters.") % {"most": MAX_SEARCH_LENGTH}]
    if query.strip() and not search_words(query):
        return [_("The search holds no letter to look for.")]
    if len(search_words(query)) > MAX_WORDS:
        return [_("The search has more than %(most)s words.") % {"most": MAX_WORDS}]
    return []


def _found(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Positions of the folded words in the text: first character, and the one after the last."""
    pieces = [fold(character) for character in text]
    folded = "".join(pieces)
    origin = [place for place, piece in enumerate(pieces) for _ in piece]
    for word in filter(None, words):
        start = folded.find(word)
        while start >= 0:
            end = origin[start + len(word) - 1] + 1
            while end < len(text) and not pieces[end]:
                end += 1
            yield origin[start], end
            start = folded.find(word, start + len(word))


def spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Positions of the folded words in the original text, in order, none inside another."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_found(text, words)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
