"""What the page of an obligation shows beside its findings: last review, disputes, related obligations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date

from commitments.models import Obligation, ProgressNote
from commitments.rules.clocks import Clocks


@dataclass(frozen=True)
class ObligationSummary:
    """The newest publication, and the notes that somebody disputes."""

    last_reviewed: date | None
    disputed: list[ProgressNote]


def obligation_summary(notes: Iterable[ProgressNote]) -> ObligationSummary:
    """From the published notes, newest first."""
    held = list(notes)
    published = [note.published_at.astimezone(UTC).date() for note in held if note.published_at]
    return ObligationSummary(
        last_reviewed=max(published, default=None),
        disputed=[note for note in held if note.dispute],
    )


def same_commitment_nearby(obligation: Obligation, clocks: Clocks) -> list[Obligation]:
    """The same commitment as owed by the other States of the sub-region, with their status."""
    listed = Obligation.objects.as_shown(clocks)
    owed = listed.filter(commitment=obligation.commitment, state__subregion=obligation.state.subregion)
    return list(owed.exclude(pk=obligation.pk))


def neighbours_in_text(obligation: Obligation) -> tuple[Obligation | None, Obligation | None]:
    """The previous and next obligation of the same State, in the order of the text."""
    same_state = Obligation.objects.filter(state=obligation.state_id).select_related("commitment", "state")
    order = list(same_state.in_reading_order())
    place = order.index(obligation)
    before = order[place - 1] if place else None
    return before, order[place + 1] if place + 1 < len(order) else None
