"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, ADDED, REMOVED = "same", "added", "removed"
# Two texts of a thousand words; longer ones are shown in full, before and after.
MAX_COMPARISONS = 1_000_000


class Piece(NamedTuple):
    """A sequence of words that was kept, added or removed."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts merged: without the added pieces it is the old text, without the removed ones the new."""
    old, new = _words(before), _words(after)
    if len(old) * len(new) > MAX_COMPARISONS:
        return [Piece(REMOVED, before), Piece(ADDED, after)]
    found: list[Piece] = []
    # the white space after a word is shown, but not compared
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(SAME, "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            found.append(Piece(REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece(ADDED, "".join(new[new_from:new_to])))
    return found


def _words(text: str) -> list[str]:
    """Words with the white space after them, whatever line endings a browser sends."""
    return re.findall(r"\S+\s*|\s+", same_lines(text))


def same_lines(text: str) -> str:
    """The text with uniform line endings."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
