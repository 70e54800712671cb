"""Where the words of a query stand in a text, so that a page can mark them."""

import re
from collections.abc import Iterable, Iterator

from .text_search import JOINERS, LETTER, SoughtWord, fold

BETWEEN_LETTERS = f"[{JOINERS}]?"


def _pattern_of(word: SoughtWord) -> str:
    """Matches where a word begins with it, whatever joins its parts: antipersonnel in anti-personnel."""
    forms = [BETWEEN_LETTERS.join(map(re.escape, form)) for form in (*word.glued, word.text)]
    end = f"(?!{LETTER})" if word.is_whole else ""
    return f"(?<!{LETTER})(?:\u0627\u0644)?(?:{'|'.join(forms)}){end}"


def _found(text: str, words: Iterable[SoughtWord]) -> Iterator[tuple[int, int]]:
    """Positions of the words in the text: first character, and the one after the last."""
    pieces = [fold(character) for character in text]
    folded = "".join(pieces)
    origin = [place for place, piece in enumerate(pieces) for _ in piece]
    for word in words:
        for match in re.finditer(_pattern_of(word), folded):
            end = origin[match.end() - 1] + 1
            while end < len(text) and not pieces[end]:
                end += 1
            yield origin[match.start()], end


def spans(text: str, words: Iterable[SoughtWord]) -> list[tuple[int, int]]:
    """Positions of the words in the text, in order, none inside another."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_found(text, words)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
