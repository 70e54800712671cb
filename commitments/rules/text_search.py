"""How search compares words: without case, accents and typing variants, in every script, by their beginnings.

Python uses this table directly (SQLite, and highlighting on pages) and it is written into SQL (PostgreSQL),
so that a search finds the same on both. Letters added to Unicode after the older of the two may differ.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MAX_SEARCH_LENGTH = 100  # SQLite refuses a LIKE pattern over 50,000 characters
MAX_WORD_LENGTH = 60  # of a longer word the rest does not count; PostgreSQL indexes none over 2,046 bytes
MAX_WORDS = 10  # every word is one more check on every row
MAX_GLUED = 5  # of more words none is tried as one with its neighbours: each would cost twice as much

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

# What parts words: blanks, punctuation and signs, as ranges that both databases understand.
SEPARATORS = (
    (0x0001, 0x002F),
    (0x003A, 0x0040),
    (0x005B, 0x0060),
    (0x007B, 0x00A9),
    (0x00AB, 0x00B1),
    (0x00B4, 0x00B4),
    (0x00B6, 0x00B8),
    (0x00BB, 0x00BB),
    (0x00BF, 0x00BF),
    (0x00D7, 0x00D7),
    (0x00F7, 0x00F7),
    (0x055A, 0x055F),  # Armenian
    (0x05BE, 0x05BE),  # Hebrew
    (0x05C0, 0x05C0),
    (0x05C3, 0x05C3),
    (0x05F3, 0x05F4),
    (0x0609, 0x060D),  # Arabic
    (0x061B, 0x061F),
    (0x066A, 0x066D),
    (0x06D4, 0x06D4),
    (0x0964, 0x0965),  # Indian
    (0x2000, 0x206F),  # general punctuation
    (0x20A0, 0x20CF),  # currencies
    (0x2190, 0x2BFF),  # arrows, mathematics, symbols
    (0x3000, 0x3003),  # Chinese and Japanese
    (0x3008, 0x3020),
    (0x30FB, 0x30FB),
    (0xFF01, 0xFF0F),
    (0xFF1A, 0xFF20),
    (0xFF3B, 0xFF40),
    (0xFF5B, 0xFF65),
)
# Parts of one word: what these join is found in parts and as a whole.
JOINERS = "-'."
# Words that no record is looked for by, in English, French and Spanish.
_SMALL_WORDS = """
    a an and are by did do does for from has have how in is of on the to was were what when where which with
    au aux d dans de des du en et l la le les par pour sur un une con del el las los por y
"""
PASSED_OVER = frozenset(_SMALL_WORDS.split())


def _class_of(ranges: Iterable[tuple[int, int]]) -> str:
    return "[" + "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges) + "]"


IS_MARK = re.compile(_class_of(MARKS))
SEPARATOR = re.compile(_class_of(SEPARATORS) + "+")
JOINER = re.compile(f"[{JOINERS}]")
INITIALS = re.compile(r"(?<!\w)[^\W\d_](?:\.[^\W\d_])+(?!\w)")
ARABIC_ARTICLE = re.compile("^ال(?=..)")
LETTER = "[^" + _class_of(SEPARATORS)[1:]
_EARLY, _LATE = str.maketrans(EARLY), str.maketrans({**LETTERS, **PAIRS})


def fold(text: str) -> str:
    """The text as search compares it: small letters without accents, straight quotes, plain dashes."""
    if text.isascii():
        return text.replace("`", "'").lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_EARLY))
    return IS_MARK.sub("", decomposed).lower().translate(_LATE)


def words_of(text: str) -> list[str]:
    """The folded words of a text in order, parted by blanks and signs; in Arabic without the article."""
    return [ARABIC_ARTICLE.sub("", word)[:MAX_WORD_LENGTH] for word in SEPARATOR.split(fold(text)) if word]


def search_text(*texts: str) -> str:
    """All words of these texts, each once and between blanks, as the database function makes them.

    What a hyphen, an apostrophe or a dot joins is there in parts and as one word, so that anti-personnel is
    found as it is written, as “anti personnel” and as “antipersonnel”. Sorted, because their order counts for
    nothing.
    """
    joined = " ".join(texts)
    words = {*words_of(joined), *words_of(JOINER.sub("", fold(joined)))}
    return f" {' '.join(sorted(words))} "


def search_words(query: str) -> list[str]:
    """The words of a query that count, each once: without articles and the like, unless it has no others.

    Initials with dots between them are one word: U.K. is UK.
    """
    words = [*dict.fromkeys(words_of(INITIALS.sub(lambda found: found[0].replace(".", ""), query)))]
    return [word for word in words if word not in PASSED_OVER] or words


@dataclass(frozen=True)
class SoughtWord:
    """A word of a query: found where a word of a text begins with it, or is it (`is_whole`).

    `glued` are the forms in which it is written as one with its neighbours.
    """

    text: str
    is_whole: bool = False
    glued: tuple[str, ...] = ()

    @property
    def patterns(self) -> list[str]:
        """What a search text holds where the word is found."""
        whole = " " if self.is_whole else ""
        return [f" {self.text}{whole}", *(f" {form}" for form in self.glued)]

    def is_in(self, text: str) -> bool:
        """Whether a search text holds the word."""
        return any(pattern in text for pattern in self.patterns)


def sought(query: str) -> list[SoughtWord]:
    """The words of a query, each with its other forms, none of them as a whole word yet."""
    words = search_words(query)
    joined = words if len(words) <= MAX_GLUED else []
    return [SoughtWord(word, glued=tuple(glued(joined, place))) for place, word in enumerate(words)]


def glued(words: Sequence[str], place: int) -> list[str]:
    """The word at this place written as one with the word before or after it."""
    pairs = ((place - 1, place), (place, place + 1))
    return [words[one] + words[other] for one, other in pairs if one >= 0 and other < len(words)]


def search_refusals(query: str) -> list[str]:
    """Why a query cannot be searched for; empty if it can."""
    if "\x00" in query:
        return [_("The search contains a character without a meaning (a null byte).")]
    if len(query) > MAX_SEARCH_LENGTH:
        return [_("The search is longer than %(most)s characters.") % {"most": MAX_SEARCH_LENGTH}]
    if query.strip() and not search_words(query):
        return [_("The search holds no letter to look for.")]
    if len({*words_of(query)}) > MAX_WORDS:
        return [_("The search has more than %(most)s words.") % {"most": MAX_WORDS}]
    return []
