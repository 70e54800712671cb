"""The totals of the matrix: each number links to exactly the obligations that it counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from commitments.models import Commitment, State
from commitments.rules.clocks import Clocks, with_query
from commitments.rules.codes import Status
from commitments.rules.tally import ASSESSED_STATUSES, OUTSIDE_DENOMINATOR, Tally

from .matrix_filter import MatrixOptions

OWED = tuple(status.value for status in Status if status not in OUTSIDE_DENOMINATOR)
ASSESSED = ASSESSED_STATUSES

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MatrixFigure:
    """A number of obligations, and the address of their list."""

    count: int
    address: str


class MatrixAddresses:
    """Addresses of the list of obligations with the filters of the matrix and both clocks."""

    def __init__(self, asked: MatrixOptions, clocks: Clocks, states: Iterable[State]) -> None:
        codes = sorted(asked.commitments)
        named = [("state", state.iso3) for state in states] if asked.by_name else []
        self._root = reverse("obligations_list")
        self._clocks = list(clocks.parameters.items())
        self._shown = [("commitment", code) for code in codes]
        self._states = named or list(asked.kept)
        self._chosen = sorted(asked.statuses)

    def of_all(self, *statuses: str) -> str:
        """The obligations of all rows and columns with one of these statuses."""
        return self._joined(self._shown, statuses, self._states)

    def of_commitment(self, code: str, *statuses: str) -> str:
        return self._joined([("commitment", code)], statuses, self._states)

    def of_state(self, iso3: str, *statuses: str) -> str:
        return self._joined([("state", iso3)], statuses, self._shown)

    def file(self, root: str) -> str:
        """The same obligations as a file."""
        return self.of_all(*self._chosen).replace(self._root, root)

    def _joined(self, what: Pairs, statuses: Iterable[str], rest: Pairs) -> str:
        chosen = [("status", status) for status in statuses]
        return with_query(self._root, [*what, *chosen, *rest, *self._clocks])


@dataclass(frozen=True)
class MatrixTotal:
    """One line of totals: each column's code with its figure.

    `name` is a status, or else `assessed` or `owed`; then `status` is empty.
    """

    name: str
    status: str
    all: MatrixFigure
    figures: list[tuple[str, MatrixFigure]]


def matrix_totals(
    columns: list[Commitment], tallies: dict[str, Tally], asked: MatrixOptions, addresses: MatrixAddresses
) -> list[MatrixTotal]:
    """The foot of the matrix: how many obligations are owed, how many assessed, and a line for each status.

    If the reader filtered by status, only those lines: States without these statuses have no row, so any
    other line would count fewer than the list it links to.
    """
    everything = Tally.sum(tallies.values())

    def line(name: str, *statuses: str) -> MatrixTotal:
        def count(tally: Tally) -> int:
            return sum(tally.counts[status] for status in statuses)

        figures = [
            (code, MatrixFigure(count(tallies[code]), addresses.of_commitment(code, *statuses)))
            for code in (each.code for each in columns)
        ]
        whole = MatrixFigure(count(everything), addresses.of_all(*statuses))
        return MatrixTotal(name, statuses[0] if len(statuses) == 1 else "", whole, figures)

    return [line(name, *statuses) for name, statuses in _named_lines(asked)]


def _named_lines(asked: MatrixOptions) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not asked.statuses:
        yield "assessed", ASSESSED
        yield "owed", OWED
    for status in Status.values:
        if not asked.statuses or status in asked.statuses:
            yield status, (status,)
