"""The drawn world: outlines and dots of the States, as prepared in `fixtures/map/`."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

WORLD_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "map" / "world.json"


@dataclass(frozen=True)
class MapDot:
    """The dot of a State that is too small to click, and the radius of its clickable area."""

    x: int
    y: int
    r: int


@dataclass(frozen=True)
class StateOutline:
    """A State as an SVG path, with its centre; a small one has a dot and may have no path."""

    path: str
    x: int
    y: int
    dot: MapDot | None = None


@dataclass(frozen=True)
class MapSheet:
    """One drawing: its size, the land that belongs to none of our States, and the States in drawing order."""

    width: int
    height: int
    land: str
    states: dict[str, StateOutline]
    outline: str = ""


@dataclass(frozen=True)
class MapFrame:
    """A part of a sheet, in its units."""

    x: int
    y: int
    width: int
    height: int


MARGIN, MIN_FRAME = 70, 320  # around the centres of the States of a region


def frame_around(centres: list[tuple[int, int]], sheet: MapSheet) -> MapFrame:
    """The part of the sheet with these places. Where they lie at both its edges, that with most of them."""
    if not centres:
        return MapFrame(0, 0, sheet.width, sheet.height)
    places = _side_with_most(sorted(centres), sheet)
    x, x_end = _span([place[0] for place in places], sheet.width)
    y, y_end = _span([place[1] for place in places], sheet.height)
    return MapFrame(x, y, x_end - x, y_end - y)


def _side_with_most(places: list[tuple[int, int]], sheet: MapSheet) -> list[tuple[int, int]]:
    """Without those beyond a gap of half the sheet, such as the islands across the date line."""
    for number, (before, after) in enumerate(pairwise(places), start=1):
        if after[0] - before[0] > sheet.width / 2:
            return max(places[:number], places[number:], key=len)
    return places


def _span(values: list[int], end: int) -> tuple[int, int]:
    """From the least to the most with a margin, inside the sheet and never too short."""
    start, stop = min(values) - MARGIN, max(values) + MARGIN
    missing = max(0, MIN_FRAME - (stop - start)) // 2
    return max(0, start - missing), min(end, stop + missing)


def _sheet(held: dict) -> MapSheet:
    states = {
        iso3: StateOutline(one["path"], one["x"], one["y"], MapDot(**one["dot"]) if "dot" in one else None)
        for iso3, one in held["states"].items()
    }
    return MapSheet(held["width"], held["height"], held["land"], states, held.get("outline", ""))


@cache
def _held() -> dict:
    return json.loads(WORLD_FILE.read_text(encoding="utf-8"))


@cache
def world_sheet() -> MapSheet:
    return _sheet(_held()["world"])


@cache
def frame_of(iso3: str) -> MapSheet | None:
    """The part of the world around a State; None for a code that is not in the file."""
    name = _held()["frame_of"].get(iso3)
    return _sheet(_held()["frames"][name]) if name else None
