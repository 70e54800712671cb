"""A generated sentence on top of a page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageSentence:
    """One sentence about stored rows, and the address (clocks kept) that shows exactly these rows."""

    text: str
    address: str
