"""States side by side: the filter, and what the page shows of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commitments.lists.filter_fields import CodesFilter, state_choices
from commitments.lists.filterset import StrictFilterSet
from commitments.models import Commitment, Deadline, Obligation, State
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.comparison import compare_refusals
from commitments.rules.tally import Tally

DIFFER = "yes"
MAX_CODE_LENGTH = 20


class CompareFilter(StrictFilterSet):
    """Up to four States in the order of the query string, and whether to show only the rows that differ."""

    state = CodesFilter(choices=state_choices, method="leave", label=_("State"))
    differ = filters.ChoiceFilter(choices=[(DIFFER, _("yes"))], method="leave", label=_("Only what differs"))

    class Meta:
        model = State
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet) -> None:
        data = data.copy()
        # a form also sends the field that was left empty
        data.setlist("state", [code for code in data.getlist("state") if code])
        super().__init__(data, queryset)

    @property
    def codes(self) -> list[str]:
        """The codes of the States, as in the query string."""
        return self.data.getlist("state")

    @property
    def only_differences(self) -> bool:
        """Whether to leave out the rows in which all States have the same status."""
        return self.data.get("differ") == DIFFER

    def refusals(self) -> list[str]:
        """Also refuses too many States, or one State twice."""
        return [*super().refusals(), *compare_refusals([code[:MAX_CODE_LENGTH] for code in self.codes])]

    def leave(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        """Does not filter: the States are read together, in the order of the query string."""
        return queryset


@dataclass(frozen=True)
class CompareColumn:
    """One State; `others` are the codes that remain when the reader removes it."""

    state: State
    obligations: dict[str, Obligation]
    deadlines: dict[str, Deadline]
    tally: Tally
    others: list[str]

    def status(self, code: str) -> str:
        """The status; a State that was never a Party has no obligation and is not bound."""
        held = self.obligations.get(code)
        return held.status if held else Status.NOT_BOUND.value


@dataclass(frozen=True)
class CompareCell:
    """The status of one State on one commitment; a State that was never a Party has no obligation."""

    state: State
    status: str
    obligation: Obligation | None


@dataclass(frozen=True)
class CompareRow:
    """One commitment across the States; `differs`: not all of them have the same status."""

    commitment: Commitment
    cells: list[CompareCell]
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """States as columns, commitments as rows; `differing` counts the rows that differ, shown or not."""

    columns: list[CompareColumn]
    rows: list[CompareRow]
    differing: int
    counts: list[tuple[str, list[tuple[State, int]]]]
    deadlines: list[tuple[Commitment, list[tuple[State, Deadline | None]]]]


def comparison_of(codes: Sequence[str], clocks: Clocks, *, only_differences: bool = False) -> Comparison:
    """These States in the given order; the number of queries does not grow with the number of States."""
    found = State.objects.as_listed(clocks).filter(iso3__in=codes)
    states = sorted(found.prefetch_related("memberships"), key=lambda state: codes.index(state.iso3))
    commitments = list(Commitment.objects.in_reading_order())
    columns = _columns(states, clocks)
    rows = [_row(commitment, columns) for commitment in commitments]
    return Comparison(
        columns=columns,
        rows=[row for row in rows if row.differs or not only_differences],
        differing=sum(row.differs for row in rows),
        counts=_counts(columns),
        deadlines=_deadlines(commitments, columns),
    )


def _columns(states: list[State], clocks: Clocks) -> list[CompareColumn]:
    listed = Obligation.objects.as_read(clocks).filter(state__in=states)
    obligations: dict[int, dict[str, Obligation]] = {state.pk: {} for state in states}
    for each in listed:
        obligations[each.state_id][each.commitment.code] = each
    due = Deadline.objects.filter(obligation__state__in=states).set_by(clocks.day).latest_first()
    latest: dict[int, dict[str, Deadline]] = {state.pk: {} for state in states}
    for deadline in due.select_related("obligation__commitment", "obligation__state"):
        latest[deadline.obligation.state_id].setdefault(deadline.obligation.commitment.code, deadline)
    codes = [state.iso3 for state in states]
    return [
        CompareColumn(
            state=state,
            obligations=obligations[state.pk],
            deadlines=latest[state.pk],
            tally=Tally.of(Counter(each.status for each in obligations[state.pk].values())),
            others=[code for code in codes if code != state.iso3],
        )
        for state in states
    ]


def _row(commitment: Commitment, columns: list[CompareColumn]) -> CompareRow:
    cells = [
        CompareCell(column.state, column.status(commitment.code), column.obligations.get(commitment.code))
        for column in columns
    ]
    return CompareRow(commitment, cells, differs=len({cell.status for cell in cells}) > 1)


def _counts(columns: list[CompareColumn]) -> list[tuple[str, list[tuple[State, int]]]]:
    """Each status that occurs, with the number of obligations of each State that have it."""
    return [
        (status, [(column.state, column.tally.counts[status]) for column in columns])
        for status in Status.values
        if any(column.tally.counts[status] for column in columns)
    ]


def _deadlines(
    commitments: list[Commitment], columns: list[CompareColumn]
) -> list[tuple[Commitment, list[tuple[State, Deadline | None]]]]:
    """The commitments on which any of them has a deadline, with the latest known deadline of each State."""
    dated = {code for column in columns for code in column.deadlines}
    return [
        (commitment, [(column.state, column.deadlines.get(commitment.code)) for column in columns])
        for commitment in commitments
        if commitment.code in dated
    ]
