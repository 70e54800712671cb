"""The texts that people type, paste and import, as they are stored."""

import re
import unicodedata

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# They turn the direction of everything behind them, on the desk and on public pages alike.
DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BYTE_ORDER_MARKS = frozenset("\ufeff\ufffe\uffff")
BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
ONLY_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Zs", "Cc"})
EMPTY_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and a sign of Braille that show nothing


def read_text(text: str) -> str:
    """The text with one kind of line end, without control characters and without blanks at its ends.

    Signs that turn the direction of what follows are left out. What scripts need stays: the joiners of
    Persian and Hindi, the invisible spaces of Khmer, the marks for the direction of one word. A text of which
    nobody would see anything is empty.
    """
    read = "".join(sign for sign in LINE_ENDS.sub("\n", text) if not _is_left_out(sign)).strip()
    return "" if all(_is_unseen(sign) for sign in read) else read


def read_line(text: str) -> str:
    """The same for a name or a title, which stands on one line and has plain blanks."""
    return " ".join(read_text(BLANKS.sub(" ", text)).split())


def _is_unseen(sign: str) -> bool:
    return sign in EMPTY_LETTERS or unicodedata.category(sign) in ONLY_INVISIBLE


def _is_left_out(sign: str) -> bool:
    if sign in "\n\t":
        return False
    return unicodedata.category(sign) in {"Cc", "Cs"} or sign in DIRECTION_CONTROLS | BYTE_ORDER_MARKS
