"""The matrix: every State that is or was a Party against every commitment, ready to be drawn."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from commitments.models import Commitment, Obligation, Paragraph, State
from commitments.models.state import StateQuerySet
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.grave import GRAVE_STATUSES, grave_words
from commitments.rules.tally import Tally

from .matrix_filter import BY_ASSESSED, BY_OWED, BY_STATE, MatrixOptions, MatrixOrder
from .matrix_totals import ASSESSED, OWED, MatrixAddresses, MatrixFigure, MatrixTotal, matrix_totals

OF_A_CELL = ("pk", "state_id", "commitment_id", "status", "is_disputed")
RANKS = {status: rank for rank, status in enumerate(Status.values)}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One obligation: its status, whether a finding on it is disputed, certainty and years of a grave one."""

    status: str
    is_disputed: bool = False
    beside: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """One State: its cells by commitment code, how many obligations it owes, how many are assessed."""

    state: State
    cells: dict[str, MatrixCell]
    tally: Tally
    assessed: MatrixFigure
    owed: MatrixFigure


@dataclass(frozen=True)
class MatrixGroup:
    """The columns of one paragraph."""

    paragraph: Paragraph
    columns: list[Commitment]


@dataclass(frozen=True)
class Matrix:
    """Commitments as columns, grouped by paragraph; States as rows; totals as lines at the foot."""

    groups: list[MatrixGroup]
    columns: list[Commitment]
    rows: list[MatrixRow]
    lines: list[MatrixTotal]
    asked: MatrixOptions
    addresses: MatrixAddresses


def matrix_on(
    clocks: Clocks, states: StateQuerySet, *, commitments: Iterable[Commitment], asked: MatrixOptions
) -> Matrix:
    """The matrix for a day, for those of these States that are or were a Party; three queries at most.

    `commitments` must be all of them, with their paragraphs, in the order of the text.
    """
    columns = [each for each in commitments if not asked.commitments or each.code in asked.commitments]
    cells = _cells(clocks, {each.pk: each.code for each in commitments})
    listed = [state for state in states.in_reading_order() if _fits(cells.get(state.pk), columns, asked)]
    addresses = MatrixAddresses(asked, clocks, listed)
    rows = [_row(state, cells[state.pk], columns, addresses) for state in listed]
    tallies = {
        each.code: _tally(row.cells[each.code] for row in rows if each.code in row.cells) for each in columns
    }
    lines = matrix_totals(columns, tallies, asked, addresses) if rows else []
    groups = [
        MatrixGroup(number, list(found)) for number, found in groupby(columns, lambda each: each.paragraph)
    ]
    return Matrix(groups, columns, _in_order(rows, asked.order), lines, asked, addresses)


def _cells(clocks: Clocks, codes: dict[int, str]) -> dict[int, dict[str, MatrixCell]]:
    """Every obligation, by State and code."""
    owed = Obligation.objects.with_status_on(clocks).with_findings_on(clocks).order_by()
    cells: dict[int, dict[str, MatrixCell]] = {}
    grave: dict[int, MatrixCell] = {}
    for key, state, commitment, status, is_disputed in owed.values_list(*OF_A_CELL):
        cell = cells.setdefault(state, {})[codes[commitment]] = MatrixCell(status, is_disputed)
        if status in GRAVE_STATUSES:
            grave[key] = cell
    for key, state, code, findings in _grave_findings(grave, clocks):
        cell = grave[key]
        words = grave_words(cell.status, findings, commitment=code)
        cells[state][code] = replace(cell, beside=words)
    return cells


def _grave_findings(grave: Iterable[int], clocks: Clocks) -> Iterable[tuple[int, int, str, str]]:
    """By obligation: its State, its code and its grave findings; no query where there is none."""
    keys = list(grave)
    if not keys:
        return ()
    found = Obligation.objects.filter(pk__in=keys).with_grave_findings_on(clocks).order_by()
    return found.values_list("pk", "state_id", "commitment__code", "grave_findings")


def _fits(cells: dict[str, MatrixCell] | None, columns: list[Commitment], asked: MatrixOptions) -> bool:
    """Whether a State gets a row: it has obligations, and one of them has a status that the filter names."""
    if not cells:
        return False
    shown = (cells[each.code].status for each in columns if each.code in cells)
    return not asked.statuses or not asked.statuses.isdisjoint(shown)


def _row(
    state: State, cells: dict[str, MatrixCell], columns: list[Commitment], addresses: MatrixAddresses
) -> MatrixRow:
    tally = _tally(cells[each.code] for each in columns if each.code in cells)
    assessed = MatrixFigure(tally.assessed, addresses.of_state(state.iso3, *ASSESSED))
    owed = MatrixFigure(tally.denominator, addresses.of_state(state.iso3, *OWED))
    return MatrixRow(state, cells, tally, assessed, owed)


def _tally(cells: Iterable[MatrixCell]) -> Tally:
    return Tally.of(Counter(cell.status for cell in cells))


def _in_order(rows: list[MatrixRow], order: MatrixOrder) -> list[MatrixRow]:
    """Statuses sort in the order of the legend; equal rows stay sorted by name."""

    def rank(row: MatrixRow) -> int:
        if order.column == BY_ASSESSED:
            return row.tally.assessed
        if order.column == BY_OWED:
            return row.tally.denominator
        cell = row.cells.get(order.column)
        return RANKS[cell.status] if cell else len(RANKS)

    if order.column == BY_STATE:
        return rows[::-1] if order.descending else rows
    return sorted(rows, key=rank, reverse=order.descending)
