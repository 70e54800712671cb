"""States side by side: the filter, and what the page shows of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.lists.filter_fields import OneCodeFilter, StatesFilter, state_choices
from commitments.lists.filterset import StrictFilterSet
from commitments.models import Commitment, Obligation, State
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.comparison import ComparedStanding, DifferencePart, compare_refusals, differences
from commitments.rules.tally import Tally

from .newest_notes import NOTHING, ShownNotes, shown_notes

DIFFER = "yes"
MAX_CODE_LENGTH = 20


class CompareFilter(StrictFilterSet):
    """Up to four States in the order of the query string, and whether to show only the rows that differ."""

    state = StatesFilter(choices=state_choices, method="leave", label=_("State"))
    differ = OneCodeFilter(choices=[(DIFFER, _("yes"))], method="leave", label=_("Only what differs"))

    class Meta:
        model = State
        fields: list[str] = []

    @property
    def codes(self) -> list[str]:
        """The codes of the States, as in the query string."""
        return self.data.getlist("state")

    @property
    def only_differences(self) -> bool:
        """Whether to leave out the promises on which nothing known differs."""
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
    tally: Tally
    others: list[str]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Each status that occurs, with its number of obligations."""
        return [(status, count) for status, count in self.tally.counts.items() if count]


@dataclass(frozen=True)
class CompareCell:
    """One State on one commitment, with what to read of it; one that was never a Party has no obligation."""

    state: State
    obligation: Obligation | None
    notes: ShownNotes

    @property
    def has_notes(self) -> bool:
        """Whether anything is published on it."""
        return self.obligation is not None and self.obligation.newest_note_date is not None

    @property
    def standing(self) -> ComparedStanding:
        """What is compared."""
        if self.obligation is None:
            return ComparedStanding(Status.NOT_BOUND.value)
        held = self.obligation
        return ComparedStanding(held.status, held.deadline_state, held.deadline_date, held.is_disputed)


@dataclass(frozen=True)
class CompareRow:
    """One commitment across the States, and in what they differ."""

    commitment: Commitment
    cells: list[CompareCell]
    differing: list[DifferencePart]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is published here on any of them, so that there is nothing to read."""
        return not self.differing and not any(cell.has_notes for cell in self.cells)


@dataclass(frozen=True)
class Comparison:
    """States and commitments; `differing` counts the commitments on which they differ, shown or not."""

    columns: list[CompareColumn]
    rows: list[CompareRow]
    empty: list[Commitment]
    differing: int


def comparison_of(codes: Sequence[str], clocks: Clocks, *, only_differences: bool = False) -> Comparison:
    """These States in the given order; the number of queries does not grow with the number of States."""
    found = State.objects.as_listed(clocks).filter(iso3__in=codes)
    states = sorted(found.prefetch_related("memberships"), key=lambda state: codes.index(state.iso3))
    columns = _columns(states, clocks)
    held = [obligation for column in columns for obligation in column.obligations.values()]
    notes = shown_notes(held, clocks)
    rows = [_row(commitment, columns, notes) for commitment in Commitment.objects.in_reading_order()]
    return Comparison(
        columns=columns,
        rows=[row for row in rows if row.differing or not (only_differences or row.is_empty)],
        empty=[row.commitment for row in rows if row.is_empty and not only_differences],
        differing=sum(bool(row.differing) for row in rows),
    )


def _columns(states: list[State], clocks: Clocks) -> list[CompareColumn]:
    listed = Obligation.objects.as_read(clocks).filter(state__in=states)
    obligations: dict[int, dict[str, Obligation]] = {state.pk: {} for state in states}
    for each in listed:
        obligations[each.state_id][each.commitment.code] = each
    codes = [state.iso3 for state in states]
    return [
        CompareColumn(
            state=state,
            obligations=obligations[state.pk],
            tally=Tally.of(Counter(each.status for each in obligations[state.pk].values())),
            others=[code for code in codes if code != state.iso3],
        )
        for state in states
    ]


def _row(commitment: Commitment, columns: list[CompareColumn], notes: dict[int, ShownNotes]) -> CompareRow:
    held = [(column.state, column.obligations.get(commitment.code)) for column in columns]
    cells = [
        CompareCell(state, obligation, notes.get(obligation.pk, NOTHING) if obligation else NOTHING)
        for state, obligation in held
    ]
    return CompareRow(commitment, cells, differences([cell.standing for cell in cells]))
