"""Cells that a spreadsheet would run as formulas: escaped in exports, restored in imports."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "'"
# A text with any other beginning is written as is; this skips most texts at once.
SUSPECTS = frozenset((*FORMULA_STARTS, MARK))


def neutralised(text: str) -> str:
    """The text, with a leading apostrophe if a spreadsheet would run it as a formula.

    A text that already looks escaped gets one more, so that `restored` always returns the original.
    """
    return MARK + text if text.lstrip(MARK).startswith(FORMULA_STARTS) else text


def restored(text: str) -> str:
    """The text without the apostrophe that `neutralised` added."""
    marked = text.startswith(MARK) and text.lstrip(MARK).startswith(FORMULA_STARTS)
    return text[1:] if marked else text
