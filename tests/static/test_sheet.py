"""What the style sheet must not hold: other people's servers, and sides that turn wrong in Arabic."""

import re
from pathlib import Path

SHEET = Path(__file__).parents[2] / "static" / "commitments" / "site.css"
ONE_SIDED = re.compile(
    r"^\s*((?:margin|padding|border)-(?:left|right)|left|right|(?:min-|max-)?(?:width|height)|float)\s*:"
    r"|text-align:\s*(?:left|right)",
    re.MULTILINE,
)


def test_nothing_is_fetched_from_elsewhere():
    sheet = SHEET.read_text(encoding="utf-8")

    assert re.findall(r"@import|url\(|https?://", sheet) == []


def test_layout_follows_the_direction_of_the_script():
    sheet = SHEET.read_text(encoding="utf-8")

    assert [found.group(0) for found in ONE_SIDED.finditer(sheet)] == []


def test_every_colour_that_is_used_is_a_token():
    sheet = SHEET.read_text(encoding="utf-8")

    used = set(re.findall(r"var\(--([\w-]+)", sheet))

    assert used - set(re.findall(r"--([\w-]+):", sheet)) == set()
