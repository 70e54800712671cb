"""The drawn world: outlines and dots of the States, as prepared in `fixtures/map/`."""

import json
from dataclasses import dataclass
from functools import cache
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
