"""Recorded casualties by year: a table, and the curve drawn from the same rows.

Coordinates are strings, because a template would localize numbers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import F

from commitments.models import CasualtyCount

from .year_chart import ChartPoint, line_through, runs_of

WIDTH, HEIGHT = 640, 330
LEFT, RIGHT, TOP, BOTTOM = 72, 614, 30, 282
STEP, MAX_STEPS = 2_000, 8
YEARS_A_MARK = 5


class CasualtyMark(NamedTuple):
    """A label on an axis and its position."""

    place: str
    word: str


@dataclass(frozen=True)
class CasualtyCurve:
    """The drawing: the years without a count, both axes, both lines, and the revised editions."""

    gap: tuple[str, str] | None
    years: list[CasualtyMark]
    amounts: list[CasualtyMark]
    totals: list[str]
    total_points: list[ChartPoint]
    killed: list[str]
    killed_points: list[ChartPoint]
    revised_points: list[ChartPoint]


@dataclass(frozen=True)
class Casualties:
    """All rows for the table, newest year first, and the curve of the rows that cover a single year."""

    rows: list[CasualtyCount]
    curve: CasualtyCurve | None


def casualties_until(day: date) -> Casualties:
    """The counts for years that had ended by this day, from the editions known now."""
    counts = list(CasualtyCount.objects.ended_by(day).in_reading_order())
    rows = sorted(counts, key=lambda one: (-one.last_year, -one.first_year, -one.edition))
    single = [one for one in counts if one.first_year == one.last_year]
    return Casualties(rows, _curve(single, counts) if single else None)


def newest_year_until(day: date) -> CasualtyCount | None:
    """The preferred count for the newest single year that had ended by this day."""
    single = CasualtyCount.objects.ended_by(day).filter(is_preferred=True, first_year=F("last_year"))
    return single.order_by("-last_year").first()


@dataclass(frozen=True)
class _Scale:
    """Converts a year and a count to a position in the drawing."""

    first: int
    last: int
    step: int
    top: int

    @classmethod
    def of(cls, counts: list[CasualtyCount], single: list[CasualtyCount]) -> "_Scale":
        """Wide enough for all years and high enough for the largest yearly count, with few grid lines."""
        most, step = max(one.total for one in single), STEP
        while most > step * MAX_STEPS:
            step *= 5
        top = max(step, -(-most // step) * step)
        return cls(min(one.first_year for one in counts), single[-1].first_year, step, top)

    def across(self, year: float) -> str:
        share = (year - self.first) / max(self.last - self.first, 1)
        return f"{LEFT + (RIGHT - LEFT) * share:.1f}"

    def up(self, amount: int) -> str:
        return f"{BOTTOM - (BOTTOM - TOP) * amount / self.top:.1f}"

    def points(
        self, held: Iterable[CasualtyCount], amount: Callable[[CasualtyCount], int]
    ) -> list[ChartPoint]:
        return [ChartPoint(self.across(one.first_year), self.up(amount(one))) for one in held]

    def lines(self, held: list[CasualtyCount], amount: Callable[[CasualtyCount], int]) -> list[str]:
        """One line for each group of consecutive years: it ends where a number is missing."""
        points = dict(zip((one.first_year for one in held), self.points(held, amount), strict=True))
        return [line_through(points[year] for year in run) for run in runs_of(points)]


def _curve(single: list[CasualtyCount], counts: list[CasualtyCount]) -> CasualtyCurve:
    scale = _Scale.of(counts, single)
    preferred = [one for one in single if one.is_preferred]
    with_killed = [one for one in preferred if one.killed is not None]
    return CasualtyCurve(
        gap=_gap(scale, single[0].first_year),
        years=[CasualtyMark(scale.across(year), str(year)) for year in _marked(scale.first, scale.last)],
        amounts=[
            CasualtyMark(scale.up(amount), f"{amount:,}") for amount in range(0, scale.top + 1, scale.step)
        ],
        totals=scale.lines(preferred, _total),
        total_points=scale.points(preferred, _total),
        killed=scale.lines(with_killed, _killed),
        killed_points=scale.points(with_killed, _killed),
        revised_points=scale.points((one for one in single if not one.is_preferred), _total),
    )


def _gap(scale: _Scale, first_single: int) -> tuple[str, str] | None:
    """Start and width of the span of years that have no count of their own."""
    if scale.first == first_single:
        return None
    start, end = scale.across(scale.first), scale.across(first_single - 0.5)
    return start, f"{float(end) - float(start):.1f}"


def _marked(first: int, last: int) -> list[int]:
    """The years labelled on the axis: round ones, and the last one if there is room for it."""
    round_ones = [year for year in range(first, last + 1) if year % YEARS_A_MARK == 0]
    return [*round_ones, last] if not round_ones or last - round_ones[-1] > 1 else round_ones


def _total(count: CasualtyCount) -> int:
    return count.total


def _killed(count: CasualtyCount) -> int:
    return count.killed or 0
