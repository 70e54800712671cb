"""The States under one commitment, grouped by status: rare and serious ones first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commitments.models import Obligation, ProgressNote
from commitments.rules.codes import Status
from commitments.rules.status import SENTENCES

from .newest_notes import NOTHING, ShownNotes

# "not assessed" comes last: it is the longest list and says nothing about a State
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
# nothing was found on these that could be read here
WITHOUT_FINDING = frozenset({Status.NOT_ASSESSED, Status.NOT_BOUND})
MAX_UNFOLDED = 12


@dataclass(frozen=True)
class StateLine:
    """One State under its status: the note to read first, and the note that is disputed."""

    obligation: Obligation
    note: ProgressNote | None
    disputed: ProgressNote | None


@dataclass(frozen=True)
class StatusGroup:
    """The States with one status."""

    status: str
    lines: list[StateLine]

    @property
    def has_findings(self) -> bool:
        """Whether each line has a note to read."""
        return self.status not in WITHOUT_FINDING

    @property
    def sentence(self) -> str:
        """What the status says; that of `contradicted` follows its certainty where it is the same for all."""
        told = {line.obligation.status_sentence for line in self.lines}
        return told.pop() if len(told) == 1 else str(SENTENCES[Status(self.status)])

    @property
    def is_empty(self) -> bool:
        """Whether nothing is published on these States."""
        return self.status == Status.NOT_ASSESSED

    @property
    def is_folded(self) -> bool:
        """Whether the list is collapsed until the reader opens it: where it is long or says nothing."""
        return self.is_empty or len(self.lines) > MAX_UNFOLDED


def group_by_status(obligations: Iterable[Obligation], notes: Mapping[int, ShownNotes]) -> list[StatusGroup]:
    """Each status that occurs, with its obligations in the given order; the notes by id of the obligation."""
    groups: dict[str, list[StateLine]] = {status.value: [] for status in ORDER}
    for obligation in obligations:
        shown = notes.get(obligation.pk, NOTHING)
        groups[obligation.status].append(StateLine(obligation, shown.newest, shown.disputed))
    return [StatusGroup(status, held) for status, held in groups.items() if held]
