"""Which filters and orders each public table has: those of its list."""

from dataclasses import dataclass

from commitments.reporting.columns import TABLES, Column, PublicTable
from commitments.reporting.filters import (
    CommitmentFilter,
    DeadlineFilter,
    EvidenceFilter,
    MembershipFilter,
    ObligationFilter,
    ProgressFilter,
    ReplyFilter,
    StateFilter,
    StrictFilterSet,
)
from commitments.reporting.tables import (
    CommitmentTable,
    DeadlineTable,
    EvidenceTable,
    ListTable,
    MembershipTable,
    ObligationTable,
    ProgressTable,
    ReplyTable,
    StateTable,
)

LISTS: dict[str, tuple[type[StrictFilterSet], type[ListTable]]] = {
    "obligations": (ObligationFilter, ObligationTable),
    "progress": (ProgressFilter, ProgressTable),
    "evidence": (EvidenceFilter, EvidenceTable),
    "states": (StateFilter, StateTable),
    "commitments": (CommitmentFilter, CommitmentTable),
    "memberships": (MembershipFilter, MembershipTable),
    "deadlines": (DeadlineFilter, DeadlineTable),
    "replies": (ReplyFilter, ReplyTable),
}


@dataclass(frozen=True)
class Resource:
    """A public table with what may be asked of it."""

    table: PublicTable
    filters: type[StrictFilterSet]
    orders: type[ListTable]

    @property
    def noun(self) -> str:
        """What the addresses call it."""
        return self.table.noun

    @property
    def key(self) -> tuple[Column, ...]:
        """The columns that together name one row."""
        return tuple(self.table.column(name) for name in self.table.key)

    def sorts(self) -> list[str]:
        """The names of the orders, as the list has them."""
        return [name for name, column in self.orders.base_columns.items() if column.orderable is not False]


RESOURCES = tuple(Resource(table, *LISTS[table.noun]) for table in TABLES)
