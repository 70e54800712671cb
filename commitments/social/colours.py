"""The colours of the pictures: the light ones of the style sheet, which is their one place."""

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
    """What a status is filled with, and what is drawn on it."""
    name = f"status-{status.replace('_', '-')}"
    return colour(name), colour(f"{name}-on")
