"""The locator map: a State among its neighbours."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from commitments.models import State

from .world_shapes import MapSheet, frame_of


@dataclass(frozen=True)
class LocatorState:
    name: str
    path: str
    x: int
    y: int
    small: bool


@dataclass(frozen=True)
class Locator:
    """A State among its neighbours; `here` is None for a State that is not on the map."""

    here: LocatorState | None = None
    neighbours: list[LocatorState] = field(default_factory=list)
    sheet: MapSheet | None = None


def locator_of(state: State, neighbours: Iterable[State]) -> Locator:
    """The part of the world around a State, with the neighbours that are in it."""
    sheet = frame_of(state.iso3)
    if sheet is None:
        return Locator()
    others = {each.iso3: each for each in neighbours if each.iso3 != state.iso3}
    beside = [_place(others[iso3], sheet) for iso3 in sheet.states if iso3 in others]
    return Locator(_place(state, sheet), beside, sheet)


def _place(state: State, sheet: MapSheet) -> LocatorState:
    drawn = sheet.states[state.iso3]
    return LocatorState(state.name, drawn.path, drawn.x, drawn.y, drawn.dot is not None)
