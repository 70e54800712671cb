"""Which States share a land border, as derived from the shapes of the map by `fixtures/map/borders.py`."""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

BORDERS_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "map" / "land_borders.json"


@cache
def _neighbours() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for pair in json.loads(BORDERS_FILE.read_text(encoding="utf-8"))["pairs"]:
        one, other = pair.split()
        found[one].add(other)
        found[other].add(one)
    return {iso3: frozenset(others) for iso3, others in found.items()}


def land_neighbours(iso3: str) -> frozenset[str]:
    """The codes of the States that share a land border with this one; none for an island."""
    return _neighbours().get(iso3, frozenset())
