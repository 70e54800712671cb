"""The States under one commitment, grouped by status: rare and serious ones first."""

from collections.abc import Iterable
from dataclasses import dataclass

from commitments.models import Obligation
from commitments.rules.codes import Status

# "not assessed" comes last and collapsed: it is the longest list and says nothing about a State
ORDER = (
    Status.CONTRADICTED,
    Status.OVERDUE,
    Status.NO_EVIDENCE,
    Status.NOT_STARTED,
    Status.IN_PROGRESS,
    Status.FULFILLED,
    Status.NOTED,
    Status.NOT_APPLICABLE,
    Status.NOT_BOUND,
    Status.NOT_ASSESSED,
)
FOLDED = frozenset({Status.NOT_ASSESSED})


@dataclass(frozen=True)
class StatusGroup:
    """The obligations with one status."""

    status: str
    obligations: list[Obligation]

    @property
    def is_folded(self) -> bool:
        """Whether the list is collapsed until the reader opens it."""
        return self.status in FOLDED


def group_by_status(obligations: Iterable[Obligation]) -> list[StatusGroup]:
    """Each status that occurs, with its obligations in the given order."""
    groups: dict[str, list[Obligation]] = {status.value: [] for status in ORDER}
    for obligation in obligations:
        groups[obligation.status].append(obligation)
    return [StatusGroup(status, held) for status, held in groups.items() if held]
