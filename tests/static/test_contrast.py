"""The colours of the style sheet: readable in both themes, and told apart by colour-blind eyes."""

import itertools
import re
from pathlib import Path

import pytest

from commitments.rules.codes import Status

SHEETS = Path(__file__).parents[2] / "static" / "commitments" / "css"
THEMES = ("light", "dark")
TEXT, GRAPHIC = 4.5, 3.0
GROUNDS = ("paper", "surface", "sunken")
STATUS_FILLS = {code: f"status-{code.replace('_', '-')}" for code in Status.values}
TEXT_ON_GROUNDS = ("ink", "muted", "link", "link-visited", "accent")
TEXT_PAIRS = [
    *itertools.product(TEXT_ON_GROUNDS, GROUNDS),
    ("band-ink", "band"),
    ("band-link", "band"),
    ("button-ink", "button"),
    ("notice-ink", "notice"),
    ("danger", "surface"),
    ("danger", "paper"),
    ("ink", "danger-tint"),
    ("ink", "notice"),
    *((f"{fill}-on", fill) for fill in STATUS_FILLS.values()),
]
GRAPHIC_PAIRS = [
    *itertools.product(("focus", "line-strong", "button", "mark-teal", "mark-ochre"), ("paper", "surface")),
    ("notice-line", "notice"),
]
# Between the two most alike; 0.02 is about what an eye can just tell apart in this space.
SMALLEST_DIFFERENCE = 0.075

# Linear RGB as seen by eyes that lack one kind of cone (Machado, Oliveira and Fernandes 2009, full severity).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Linear RGB to cones, and the cube roots of those to Oklab (Ottosson 2020), where distance is difference.
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def tokens(theme):
    """The colours of a theme by name; the dark one changes what it names and keeps the rest."""
    sheet = (SHEETS / "tokens.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    blocks = [light] if theme == "light" else [light, dark]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", "".join(blocks)))


def times(matrix, vector):
    return [sum(factor * value for factor, value in zip(row, vector, strict=True)) for row in matrix]


def linear(colour):
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one, other):
    """The contrast ratio of WCAG 2."""
    low, high = sorted(times([(0.2126, 0.7152, 0.0722)], linear(colour))[0] for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def difference(one, other, eye):
    """How far apart two colours look to an eye."""
    seen = [[min(max(part, 0), 1) for part in times(EYES[eye], linear(colour))] for colour in (one, other)]
    placed = [times(TO_OKLAB, [cone ** (1 / 3) for cone in times(TO_CONES, colour)]) for colour in seen]
    return sum((a - b) ** 2 for a, b in zip(*placed, strict=True)) ** 0.5


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read(theme):
    colours = tokens(theme)

    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in TEXT_PAIRS}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_outlines_and_marks_can_be_seen(theme):
    colours = tokens(theme)

    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in GRAPHIC_PAIRS}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < GRAPHIC} == {}


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_no_two_statuses_look_alike(theme, eye):
    colours = tokens(theme)
    fills = {code: colours[name] for code, name in STATUS_FILLS.items()}

    differences = {
        pair: difference(fills[pair[0]], fills[pair[1]], eye) for pair in itertools.combinations(fills, 2)
    }

    assert {pair: apart for pair, apart in differences.items() if apart < SMALLEST_DIFFERENCE} == {}


def test_every_status_has_its_class_in_the_sheet():
    sheet = (SHEETS / "components" / "status.css").read_text(encoding="utf-8")

    assert [code for code in Status.values if f".status--{code},\n.cell--{code} {{" not in sheet] == []


def test_the_dark_theme_changes_every_colour_of_the_light_one():
    light, dark = tokens("light"), tokens("dark")

    same = {name for name in light if light[name] == dark[name]}

    assert same == {"band-link"}
