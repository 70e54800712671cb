"""A small chart of numbers by year. A line ends where a year is missing, and the gap is drawn as one.

Coordinates are strings, because a template would localize numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

LEFT, RIGHT, TOP, BOTTOM = 8, 232, 22, 62
MIN_POINTS = 3  # two numbers are read faster than a drawing of them


class ChartPoint(NamedTuple):
    """One number and its position in a drawing."""

    x: str
    y: str


class ChartGap(NamedTuple):
    """Start and width of a span of years without a number."""

    x: str
    width: str


@dataclass(frozen=True)
class YearChart:
    """The drawing: lines through consecutive years, a point for each number, and the gaps between them."""

    lines: list[str]
    points: list[ChartPoint]
    gaps: list[ChartGap]
    first: int
    last: int
    most: int


def year_chart(amounts: Mapping[int, int]) -> YearChart | None:
    """The chart of these numbers by year; none of fewer than three."""
    if len(amounts) < MIN_POINTS:
        return None
    years = sorted(amounts)
    first, last, most = years[0], years[-1], max(amounts.values())

    def point(year: int) -> ChartPoint:
        across = (year - first) / (last - first)
        up = amounts[year] / (most or 1)
        return ChartPoint(f"{LEFT + (RIGHT - LEFT) * across:.1f}", f"{BOTTOM - (BOTTOM - TOP) * up:.1f}")

    placed = {year: point(year) for year in years}
    return YearChart(
        lines=[line_through(placed[year] for year in run) for run in runs_of(years)],
        points=list(placed.values()),
        gaps=[
            _gap(placed[before].x, placed[after].x) for before, after in pairwise(years) if after > before + 1
        ],
        first=first,
        last=last,
        most=most,
    )


def runs_of(years: Iterable[int]) -> list[list[int]]:
    """Groups of consecutive years, of years in order: a line ends where a number is missing."""
    numbered = groupby(enumerate(years), key=lambda pair: pair[1] - pair[0])
    return [[year for _place, year in run] for _start, run in numbered]


def line_through(points: Iterable[ChartPoint]) -> str:
    """The points as a polyline has them."""
    return " ".join(f"{point.x},{point.y}" for point in points)


def _gap(start: str, end: str) -> ChartGap:
    return ChartGap(start, f"{float(end) - float(start):.1f}")
