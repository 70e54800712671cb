"""The colours of the pictures: the light ones, read from the style sheet."""

import re
from functools import cache
from pathlib import Path

SHEET = Path(__file__).resolve().parents[2] / "static" / "commitments" / "css" / "tokens.css"


@cache
def _tokens() -> dict[str, str]:
    first_block = SHEET.read_text(encoding="utf-8").partition(":root {")[2].partition("\n}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", first_block))


def colour(name: str) -> str:
    """A token of the sheet, such as `ink`."""
    return _tokens()[name]


def status_colours(status: str) -> tuple[str, str]:
    """The fill colour of a status, and the colour of its mark."""
    name = f"status-{status.replace('_', '-')}"
    return colour(name), colour(f"{name}-on")
