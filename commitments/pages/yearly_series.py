"""Recorded casualties and money for mine action by year: tables, and a small chart of each series.

A series never mixes what must not be added up: one scope of casualties; one currency and purpose of money.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from commitments.models import Contribution, State, StateCasualtyCount
from commitments.rules.clocks import Clocks
from commitments.rules.codes import ContributionRole

from .year_chart import YearChart, year_chart


@dataclass(frozen=True)
class YearSeries:
    """Rows that can be read as one series, the newest first; `words` says what they count or pay for.

    `currency` is that of money, empty for casualties and where no amount is given.
    """

    words: str
    currency: str
    rows: list[Any]
    chart: YearChart | None


@dataclass(frozen=True)
class StateSeries:
    """All rows of one State, for money in one role, the newest first, and the series that they make."""

    state: State
    role: str
    rows: list[Any]
    series: list[YearSeries]

    @property
    def charted(self) -> list[YearSeries]:
        """The series with enough years for a chart."""
        return [each for each in self.series if each.chart]

    @property
    def years(self) -> str:
        """The year, or the first and the last, between which some may be missing."""
        last, first = self.rows[0].year, self.rows[-1].year
        return str(last) if first == last else f"{first}–{last}"

    @property
    def role_words(self) -> str:
        return str(ContributionRole(self.role).label)


def casualties_by_state(clocks: Clocks, state: State | None = None) -> list[StateSeries]:
    """The counts of years that were over on the day, of one State or of all that have any, in one query."""
    listed = StateCasualtyCount.objects.as_listed(clocks)
    rows = listed if state is None else listed.filter(state=state)
    return [
        StateSeries(held[0].state, "", held, _counted_series(held))
        for held in _grouped(rows, lambda row: row.state_id)
    ]


def money_of_state(state: State, clocks: Clocks) -> list[StateSeries]:
    """The money of one State by role, of years that were over on the day, in one query."""
    rows = Contribution.objects.as_listed(clocks).filter(state=state)
    held = {each[0].role: _money(each) for each in _grouped(rows, lambda row: row.role)}
    return [held[role] for role in ContributionRole.values if role in held]


def figures_of_state(state: State, clocks: Clocks) -> list[StateSeries]:
    """Its casualties, then its money by role, in two queries."""
    return [*casualties_by_state(clocks, state), *money_of_state(state, clocks)]


def money_by_state(role: ContributionRole, clocks: Clocks) -> list[StateSeries]:
    """The money of all States in one role, of years that were over on the day, in one query."""
    rows = Contribution.objects.as_listed(clocks).filter(role=role)
    return [_money(held) for held in _grouped(rows, lambda row: row.state_id)]


def _counted_series(rows: list[StateCasualtyCount]) -> list[YearSeries]:
    return [_counted(each) for each in _grouped(rows, lambda row: row.scope)]


def _counted(rows: list[StateCasualtyCount]) -> YearSeries:
    totals = {row.year: row.total for row in rows if row.total is not None}
    return YearSeries(rows[0].get_scope_display(), "", rows, year_chart(totals))


def _money(rows: list[Contribution]) -> StateSeries:
    series = [_paid(each) for each in _grouped(rows, lambda row: (row.currency, row.covers))]
    return StateSeries(rows[0].state, rows[0].role, rows, series)


def _paid(rows: list[Contribution]) -> YearSeries:
    amounts = {row.year: row.amount for row in rows if row.amount is not None}
    return YearSeries(rows[0].covers, rows[0].currency, rows, year_chart(amounts))


def _grouped(rows: Iterable[Any], key: Callable[[Any], object]) -> list[list[Any]]:
    """The rows with the same key together, each group where its first row stands."""
    groups: dict[object, list[Any]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
