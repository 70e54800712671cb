"""The States under one commitment, grouped by where they stand: what is rare and grave first."""

from collections.abc import Iterable
from dataclasses import dataclass

from commitments.models import Obligation
from commitments.rules.codes import Status

# "not assessed" comes last and folded: it is the longest list and says nothing about a State
ORDER = (
    Status.CONTRADICTED,
    Status.OVERDUE,
    Status.NO_EVIDENCE,
    Status.NOT_STARTED,
    Status.IN_PROGRESS,
    Status.FULFILLED,
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
        """Whether the list waits until somebody opens it."""
        return self.status in FOLDED


def group_by_status(obligations: Iterable[Obligation]) -> list[StatusGroup]:
    """Each status that any of them has, with those that have it in the order given."""
    groups: dict[str, list[Obligation]] = {status.value: [] for status in ORDER}
    for obligation in obligations:
        groups[obligation.status].append(obligation)
    return [StatusGroup(status, held) for status, held in groups.items() if held]
