"""One small trend for each promise with findings, as shares of the States bound; withdrawals marked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise

from django.urls import reverse

from commitments.models import Commitment, Membership, State
from commitments.models.obligation import ObligationQuerySet
from commitments.rules.clocks import Clocks
from commitments.rules.codes import STORED_STATUSES, Status
from commitments.rules.method import method_changes
from commitments.rules.milestones import days_of_trend
from commitments.rules.tally import Tally

from .trends import COLUMN, NumberedChange, Trend, TrendPart, numbered_changes, trend_from

HEIGHT = 1000  # of a small chart, in SVG units
CEILINGS = (2, 4, 10, 20, 40, 60, 80, 100)  # per cent; the half of each is a whole number
Row = tuple[str, int, list[str]]  # code of the commitment, id of the State, status on each day


@dataclass(frozen=True, slots=True)
class ShareFigure:
    """How many obligations had a status on a day, in per cent of those bound, and their list."""

    status: str
    count: int
    percent: float
    address: str


@dataclass(frozen=True)
class SharePoint:
    """A day of a small trend; `left_count` is how many States left since the day before it here."""

    day: date
    x: int
    bound_count: int
    bound_address: str
    figures: list[ShareFigure]
    parts: list[TrendPart]
    left_count: int
    changes: list[NumberedChange]

    @property
    def is_end_of_year(self) -> bool:
        """Whether the point is the end of a year."""
        return (self.day.month, self.day.day) == (12, 31)


@dataclass(frozen=True)
class PromiseTrend:
    """The trend of one promise. `lost` says how those States stood that left; `ceiling` is in per cent."""

    commitment: Commitment
    points: list[SharePoint]
    statuses: list[str]
    ceiling: int
    left_count: int
    lost: list[tuple[str, int]]

    height = HEIGHT

    @property
    def width(self) -> int:
        """Of the chart, in SVG units."""
        return COLUMN * len(self.points)

    @property
    def half(self) -> int:
        """The share at the line in the middle, in per cent."""
        return self.ceiling // 2

    @property
    def last(self) -> SharePoint:
        """The day shown."""
        return self.points[-1]


@dataclass(frozen=True)
class TrendMultiples:
    """All promises together, each one with findings, those without, and who left on which day."""

    total: Trend
    promises: list[PromiseTrend]
    without_findings: list[Commitment]
    withdrawals: list[tuple[date, list[State]]]


@dataclass(frozen=True)
class TrendQuestion:
    """What all points of a trend share; `query` are the parameters of the list behind its figures."""

    days: list[date]
    changes: list[NumberedChange]
    clocks: Clocks
    query: dict[str, object]

    def about(self, commitment: Commitment) -> "TrendQuestion":
        """The same for one promise, with the changes of our method that bear on it."""
        own = set(method_changes(after=self.days[0], by=self.days[-1], codes={commitment.code}))
        return replace(
            self,
            changes=[each for each in self.changes if each.change in own],
            query={**self.query, "commitment": [commitment.code]},
        )


def trend_multiples(obligations: ObligationQuerySet, clocks: Clocks, **query: object) -> TrendMultiples:
    """The trends of these obligations, in two queries, and one more where a State left.

    `query` are the parameters with which the list of obligations shows the same ones: `commitment="16b"`.
    """
    days = days_of_trend(clocks.day, clocks.known_date)
    rows = _rows(obligations, days, clocks)
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row[0]].append(row)
    asked = TrendQuestion(days, numbered_changes(days, set(by_code)), clocks, query)
    promises, without = [], []
    for commitment in Commitment.objects.filter(code__in=by_code).in_reading_order():
        found = _promise(commitment, by_code[commitment.code], asked)
        if found.statuses:
            promises.append(found)
        else:
            without.append(commitment)
    total = trend_from(days, _tallies(rows, days), asked.changes, clocks, query)
    left = {state for _code, state, statuses in rows if any(_leavings(statuses))}
    return TrendMultiples(total, promises, without, _withdrawals(left, days))


def _rows(obligations: ObligationQuerySet, days: list[date], clocks: Clocks) -> list[Row]:
    names = [f"status_{number}" for number in range(len(days))]
    asked = obligations.order_by().with_statuses_on(days, clocks)
    return [
        (code, state, statuses)
        for code, state, *statuses in asked.values_list("commitment__code", "state_id", *names)
    ]


def _tallies(rows: Iterable[Row], days: list[date]) -> list[Tally]:
    counters: list[Counter[str]] = [Counter() for _day in days]
    for _code, _state, statuses in rows:
        for counter, status in zip(counters, statuses, strict=True):
            counter[status] += 1
    return [Tally.of(counter) for counter in counters]


def _leavings(statuses: list[str]) -> list[str]:
    """For each day the status that a State had the day before, if it is no longer bound; else empty."""
    gone = Status.NOT_BOUND
    return ["", *(before if before != gone == after else "" for before, after in pairwise(statuses))]


def _promise(commitment: Commitment, rows: list[Row], asked: TrendQuestion) -> PromiseTrend:
    tallies = _tallies(rows, asked.days)
    statuses = [each.value for each in STORED_STATUSES if any(tally.counts[each] for tally in tallies)]
    leavings = [_leavings(of_row) for _code, _state, of_row in rows]
    left = [sum(map(bool, of_day)) for of_day in zip(*leavings, strict=True)]
    lost = Counter(status for of_row in leavings for status in of_row)
    ceiling = _ceiling(max(sum(_percents(tally, statuses)) for tally in tallies))
    of_promise = asked.about(commitment)
    points = [
        _point(number, tally, statuses, ceiling, of_promise, left_count=left[number])
        for number, tally in enumerate(tallies)
    ]
    stood = [(status, lost[status]) for status in statuses if lost[status]]
    return PromiseTrend(commitment, points, statuses, ceiling, sum(left), stood)


def _point(
    number: int, tally: Tally, statuses: list[str], ceiling: int, asked: TrendQuestion, *, left_count: int
) -> SharePoint:
    day, before = asked.days[number], asked.days[max(number - 1, 0)]
    clocks = asked.clocks.on(day)
    bound = {**asked.query, "not_status": Status.NOT_BOUND.value}
    return SharePoint(
        day=day,
        x=number * COLUMN,
        bound_count=_bound(tally),
        bound_address=clocks.keep(reverse("obligations_list"), **bound),
        figures=_figures(tally, statuses, clocks, asked.query),
        parts=_parts(tally, statuses, ceiling),
        left_count=left_count,
        changes=[each for each in asked.changes if before < each.change.day <= day],
    )


def _bound(tally: Tally) -> int:
    return tally.total - tally.counts[Status.NOT_BOUND]


def _percents(tally: Tally, statuses: list[str]) -> list[float]:
    return [100 * tally.counts[status] / (_bound(tally) or 1) for status in statuses]


def _figures(
    tally: Tally, statuses: list[str], clocks: Clocks, query: dict[str, object]
) -> list[ShareFigure]:
    rows = reverse("obligations_list")
    return [
        ShareFigure(status, tally.counts[status], percent, clocks.keep(rows, **{**query, "status": status}))
        for status, percent in zip(statuses, _percents(tally, statuses), strict=True)
    ]


def _parts(tally: Tally, statuses: list[str], ceiling: int) -> list[TrendPart]:
    """From the bottom up in the order of the legend; what nobody found stays empty above them."""
    parts, below = [], 0.0
    for status, percent in zip(statuses, _percents(tally, statuses), strict=True):
        if percent:
            foot = round(HEIGHT * below / ceiling)
            below += percent
            top = round(HEIGHT * below / ceiling)
            parts.append(TrendPart(status, HEIGHT - top, top - foot))
    return parts


def _ceiling(most: float) -> int:
    return next((each for each in CEILINGS if each >= most), CEILINGS[-1])


def _withdrawals(left: set[int], days: list[date]) -> list[tuple[date, list[State]]]:
    """Who left on which day, for these States."""
    if not left:
        return []
    ended = Membership.objects.ended_by(days[-1]).filter(
        state__in=left, withdrawal_effective_date__gt=days[0]
    )
    stays = ended.select_related("state").order_by("withdrawal_effective_date", "state__sort_name")
    return [
        (day, [stay.state for stay in of_day])
        for day, of_day in groupby(stays, key=lambda stay: stay.withdrawal_effective_date)
        if day
    ]
