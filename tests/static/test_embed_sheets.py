"""Embedded pieces in fixed colours have those of the site, whatever the device of the reader asks."""

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).parents[2] / "static" / "commitments" / "css"


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): ([^;]+);", block))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fixed_colours_are_those_of_the_site(theme):
    site = (SHEETS / "tokens.css").read_text(encoding="utf-8")
    light, dark = (tokens(block) for block in re.findall(r":root \{(.*?)\n\s*\}", site, re.DOTALL))

    embedded = (SHEETS / "embedded.css").read_text(encoding="utf-8")
    (fixed,) = re.findall(rf':root\[data-theme="{theme}"\] \{{(.*?)\n\}}', embedded, re.DOTALL)

    assert tokens(fixed) == (dark if theme == "dark" else {name: light[name] for name in dark})
    assert f"color-scheme: {theme};" in fixed
