"""Where a State stands: on the day, or if it left, on its last day as a Party."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from commitments.models import Membership, Obligation, State
from commitments.rules.clocks import Clocks

from .membership_timeline import stay_that_binds


@dataclass(frozen=True)
class StateStanding:
    """The obligations of a State, `as_read` with `by_vote`, under these clocks.

    A State that left is shown as it stood on its last day as a Party: the clocks are of that day, and
    `left_date` is the day from which it is not bound. `is_bound` is about the day of the page; `has_joined`
    about any day.
    """

    state: State
    obligations: list[Obligation]
    clocks: Clocks
    is_bound: bool
    has_joined: bool
    left_date: date | None = None


def left_on(stays: Iterable[Membership], day: date) -> date | None:
    """From which day a State that is not a Party this day was no longer bound; None if it never was."""
    held = list(stays)
    if stay_that_binds(held, day):
        return None
    ended = [stay.withdrawal_effective_date for stay in held if stay.withdrawal_effective_date]
    return max((left for left in ended if left <= day), default=None)


def standing_of(state: State, stays: Iterable[Membership], clocks: Clocks) -> StateStanding:
    """From its memberships, in one query."""
    held = list(stays)
    left = left_on(held, clocks.day)
    shown = clocks.on(left - timedelta(days=1)) if left else clocks
    owed = Obligation.objects.as_read(shown).filter(state=state).with_vote()
    return StateStanding(
        state=state,
        obligations=list(owed),
        clocks=shown,
        is_bound=stay_that_binds(held, clocks.day) is not None,
        has_joined=bool(held),
        left_date=left,
    )
