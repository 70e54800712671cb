"""How statuses developed: a count at the end of each year since 2009."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from commitments.models.obligation import ObligationQuerySet
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.method import MethodChange, method_changes
from commitments.rules.milestones import days_of_trend
from commitments.rules.tally import OUTSIDE_DENOMINATOR, Tally

COLUMN = 10  # width of a bar with its gap, in SVG units
MIN_SHOWN = 2
STEPS = (2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class TrendFigure:
    """How many obligations had a status on a day, and the address of their list."""

    status: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class TrendPart:
    """One status as a segment of a bar; `y` is measured from the top."""

    status: str
    y: int
    height: int


@dataclass(frozen=True)
class NumberedChange:
    """A change of our own method, with the number that refers to it in table and chart."""

    number: int
    change: MethodChange


@dataclass(frozen=True)
class TrendPoint:
    """A day of the trend: figures, a bar starting at `x`, and changes of our method since the last."""

    day: date
    x: int
    tally: Tally
    figures: list[TrendFigure]
    parts: list[TrendPart]
    changes: list[NumberedChange]

    @property
    def is_end_of_year(self) -> bool:
        """Whether the point is the end of a year."""
        return (self.day.month, self.day.day) == (12, 31)


@dataclass(frozen=True)
class Trend:
    """The points in order, and the statuses that occur.

    A bar is as high as the number of obligations owed.
    """

    points: list[TrendPoint]
    statuses: list[str]
    changes: list[NumberedChange]
    ceiling: int

    @property
    def width(self) -> int:
        """Of the chart, in SVG units."""
        return COLUMN * len(self.points)

    @property
    def half(self) -> int:
        """Half of the ceiling, for the grid line in the middle."""
        return self.ceiling // 2

    @property
    def drawn(self) -> list[str]:
        """The statuses that the chart shows."""
        return [status for status in self.statuses if status not in OUTSIDE_DENOMINATOR]


def trend_of(obligations: ObligationQuerySet, clocks: Clocks, **query: object) -> Trend:
    """The counts of these obligations from the Declaration to the day shown, in one query.

    `query` are the parameters with which the list of obligations shows the same ones: `commitment="16b"`.
    """
    days = days_of_trend(clocks.day, clocks.known_date)
    tallies, codes = _tallies(obligations, days, clocks)
    return trend_from(days, tallies, numbered_changes(days, codes), clocks, query)


def numbered_changes(days: Sequence[date], codes: set[str]) -> list[NumberedChange]:
    """The changes of our method between the first and the last day that bear on these commitments."""
    found = method_changes(after=days[0], by=days[-1], codes=codes)
    return [NumberedChange(number, change) for number, change in enumerate(found, start=1)]


def trend_from(
    days: Sequence[date],
    tallies: Sequence[Tally],
    changes: list[NumberedChange],
    clocks: Clocks,
    query: dict[str, object],
) -> Trend:
    """The trend of counts that were made already, one for each day."""
    ceiling = _ceiling(max(tally.denominator for tally in tallies))
    statuses = [status for status in Status.values if any(tally.counts[status] for tally in tallies)]
    points = [
        TrendPoint(
            day=day,
            x=number * COLUMN,
            tally=tally,
            figures=_figures(tally, statuses, clocks.on(day), query),
            parts=_parts(tally, ceiling),
            changes=[each for each in changes if before < each.change.day <= day],
        )
        for number, (before, day, tally) in enumerate(zip([days[0], *days], days, tallies, strict=False))
    ]
    return Trend(points, statuses, changes, ceiling)


def _tallies(
    obligations: ObligationQuerySet, days: Sequence[date], clocks: Clocks
) -> tuple[list[Tally], set[str]]:
    """A tally for each day, and the codes of the commitments counted."""
    names = [f"status_{number}" for number in range(len(days))]
    asked = obligations.order_by().with_statuses_on(days, clocks)
    counters: list[Counter[str]] = [Counter() for _day in days]
    codes = set()
    for code, *statuses in asked.values_list("commitment__code", *names):
        codes.add(code)
        for counter, status in zip(counters, statuses, strict=True):
            counter[status] += 1
    return [Tally.of(counter) for counter in counters], codes


def _figures(tally: Tally, statuses: Iterable[str], clocks: Clocks, query: dict) -> list[TrendFigure]:
    rows = reverse("obligations_list")
    return [
        TrendFigure(status, count, clocks.keep(rows, status=status, **query) if count else "")
        for status in statuses
        for count in [tally.counts[status]]
    ]


def _parts(tally: Tally, ceiling: int) -> list[TrendPart]:
    """From the bottom up in the order of the legend; "not applicable" and "not bound" are not owed."""
    parts, y = [], ceiling
    for status, count in tally.counts.items():
        if count and status not in OUTSIDE_DENOMINATOR:
            y -= count
            parts.append(TrendPart(status, y, count))
    return parts


def _ceiling(most: int) -> int:
    """A round number, at least as high as the highest bar, whose half is round too."""
    magnitude = 1
    while magnitude * STEPS[-1] < most:
        magnitude *= 10
    steps = (step * magnitude for step in STEPS if magnitude > 1 or step % 2 == 0)
    return max(MIN_SHOWN, next(step for step in steps if step >= most))
