"""Which obligations changed their status between two days, and from which status to which."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from commitments.models import Obligation, ProgressNote
from commitments.models.obligation import ObligationQuerySet
from commitments.rules.codes import Status

ORDER = {status: rank for rank, status in enumerate(Status.values)}


@dataclass(frozen=True)
class StatusMove:
    """One change of status, and how many obligations made it."""

    before: str
    after: str
    count: int


@dataclass(frozen=True)
class MovedObligation:
    """One obligation whose status changed; `note` is the finding that decides it now.

    `by_membership`: the State joined or left between the days, which changes all of its obligations.
    """

    obligation: Obligation
    note: ProgressNote | None
    by_membership: bool


@dataclass(frozen=True)
class MovesOfState:
    """The changed obligations of one State."""

    state: object
    moves: list[MovedObligation]


def status_moves(moved: ObligationQuerySet) -> list[StatusMove]:
    """Each change of status among these, the most frequent first; needs `moved_between`."""
    counted = moved.order_by().values("status_before", "status").annotate(obligations=Count("pk"))
    found = counted.values_list("status_before", "status", "obligations")
    kinds = [StatusMove(before, after, count) for before, after, count in found]
    return sorted(kinds, key=lambda kind: (-kind.count, ORDER[kind.before], ORDER[kind.after]))


def listed_moves(moved: ObligationQuerySet) -> ObligationQuerySet:
    """With the values that a list of changes shows, ordered by State, then as in the text."""
    return moved.select_related("state", "commitment").in_reading_order()


def moves_by_state(obligations: Iterable[Obligation]) -> list[MovesOfState]:
    """Groups obligations by State in the given order, each with the note that decides it; one query."""
    shown = list(obligations)
    notes = ProgressNote.objects.in_bulk({each.finding_id for each in shown if each.finding_id})
    groups: dict[int, MovesOfState] = {}
    for each in shown:
        joined_or_left = Status.NOT_BOUND in (each.status_before, each.status)
        note = None if each.status == Status.NOT_BOUND else notes.get(each.finding_id)
        group = groups.setdefault(each.state_id, MovesOfState(each.state, []))
        group.moves.append(MovedObligation(each, note, by_membership=joined_or_left))
    return list(groups.values())
