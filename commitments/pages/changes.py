"""Which obligations have another status on a later day than on an earlier one, and how they moved."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from commitments.models import Obligation, ProgressNote
from commitments.models.obligation import ObligationQuerySet
from commitments.rules.codes import Status

ORDER = {status: rank for rank, status in enumerate(Status.values)}


@dataclass(frozen=True)
class StatusMove:
    """One way to move, and how many did."""

    before: str
    after: str
    count: int


@dataclass(frozen=True)
class MovedObligation:
    """One obligation that moved; `note` is the finding that decides it now.

    `by_membership`: the State joined or left between the days, which moves all of its obligations.
    """

    obligation: Obligation
    note: ProgressNote | None
    by_membership: bool


@dataclass(frozen=True)
class MovesOfState:
    """What moved for one State."""

    state: object
    moves: list[MovedObligation]


def status_moves(moved: ObligationQuerySet) -> list[StatusMove]:
    """Each way in which any of these moved, the most frequent first; needs `moved_between`."""
    counted = moved.order_by().values("status_before", "status").annotate(obligations=Count("pk"))
    found = counted.values_list("status_before", "status", "obligations")
    kinds = [StatusMove(before, after, count) for before, after, count in found]
    return sorted(kinds, key=lambda kind: (-kind.count, ORDER[kind.before], ORDER[kind.after]))


def listed_moves(moved: ObligationQuerySet) -> ObligationQuerySet:
    """With what a list of moves shows, by State and then as the commitments stand in the text."""
    return moved.select_related("state", "commitment").in_reading_order()


def moves_by_state(obligations: Iterable[Obligation]) -> list[MovesOfState]:
    """These obligations, grouped as they come, each with the note that decides it; one query."""
    shown = list(obligations)
    notes = ProgressNote.objects.in_bulk({each.finding_id for each in shown if each.finding_id})
    groups: dict[int, MovesOfState] = {}
    for each in shown:
        joined_or_left = Status.NOT_BOUND in (each.status_before, each.status)
        note = None if each.status == Status.NOT_BOUND else notes.get(each.finding_id)
        group = groups.setdefault(each.state_id, MovesOfState(each.state, []))
        group.moves.append(MovedObligation(each, note, by_membership=joined_or_left))
    return list(groups.values())
