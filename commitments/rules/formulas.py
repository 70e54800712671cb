"""Cells that a spreadsheet would run: neutralised on the way out, restored on the way in."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "'"
# Whatever begins otherwise is written as it is; most texts do, and this tells them apart at once.
SUSPECTS = frozenset((*FORMULA_STARTS, MARK))


def neutralised(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would run it as a formula.

    A text that looks neutralised already gets one more, so that `restored` always finds what it was.
    """
    return MARK + text if text.lstrip(MARK).startswith(FORMULA_STARTS) else text


def restored(text: str) -> str:
    """The text without the apostrophe that `neutralised` put in front."""
    marked = text.startswith(MARK) and text.lstrip(MARK).startswith(FORMULA_STARTS)
    return text[1:] if marked else text
