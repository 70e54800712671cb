"""The matrix: every State Party against every commitment, ready to be drawn."""

from dataclasses import dataclass

from django.db.models import QuerySet

from commitments.models import Commitment, Obligation, State
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.status import SYMBOLS


@dataclass(frozen=True)
class Cell:
    """One obligation: where its page is, and its status as code, symbol and word."""

    address: str
    status: str
    symbol: str
    word: str


@dataclass(frozen=True)
class Row:
    """One State with a cell for each commitment, in the order of the text."""

    state: State
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """Commitments as columns, States as rows."""

    commitments: list[Commitment]
    rows: list[Row]


def matrix_on(clocks: Clocks, states: QuerySet[State]) -> Matrix:
    """The matrix for a day, for those of these States that are or were a Party; three queries."""
    commitments = list(Commitment.objects.select_related("paragraph").in_reading_order())
    owed = Obligation.objects.with_status_on(clocks.day, known_at=clocks.known_at)
    statuses: dict[int, dict[int, str]] = {}
    for state, commitment, status in owed.values_list("state_id", "commitment_id", "status"):
        statuses.setdefault(state, {})[commitment] = status
    listed = states.filter(memberships__isnull=False).distinct().in_reading_order()
    return Matrix(
        commitments, [_row(state, commitments, statuses.get(state.pk, {}), clocks) for state in listed]
    )


def _row(state: State, commitments: list[Commitment], statuses: dict[int, str], clocks: Clocks) -> Row:
    base, query = state.get_absolute_url(), f"?{clocks.query}" if clocks.query else ""
    cells = []
    for commitment in commitments:
        status = Status(statuses.get(commitment.pk, Status.NOT_ASSESSED))
        address = f"{base}{commitment.code}/{query}"
        cells.append(Cell(address, status.value, SYMBOLS[status], str(status.label)))
    return Row(state, cells)
