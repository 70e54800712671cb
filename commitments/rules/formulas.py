"""Cells that a spreadsheet would run: neutralised on the way out, restored on the way in."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "'"


def neutralised(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would run it as a formula."""
    return MARK + text if text.startswith(FORMULA_STARTS) else text


def restored(text: str) -> str:
    """The text without the apostrophe that `neutralised` put in front."""
    unmarked = text.removeprefix(MARK)
    return unmarked if unmarked.startswith(FORMULA_STARTS) else text
