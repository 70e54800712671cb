"""The drawn world: shapes and dots of the States, as `fixtures/map/` prepared them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORLD_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "map" / "world.json"


@dataclass(frozen=True)
class MapDot:
    """Where a State too small to hit is drawn, and how far around the area reaches that can be hit."""

    x: int
    y: int
    r: int


@dataclass(frozen=True)
class StateOutline:
    """A State as an SVG path, with its middle; a small one has a dot and may have no path."""

    path: str
    x: int
    y: int
    dot: MapDot | None = None


@dataclass(frozen=True)
class MapSheet:
    """One drawing: its size, the land of no State of ours, and the States in the order of drawing."""

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
    """The part of the world around a State; None for a code that the file does not know."""
    name = _held()["frame_of"].get(iso3)
    return _sheet(_held()["frames"][name]) if name else None
