"""When a State joined the Convention and, if it did, left: the dates in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import Membership
from commitments.rules.membership import DECLARATION_DATE, is_party_on

SIGNED, DEPOSITED = _("Signed"), _("Instrument deposited")
IN_FORCE = _("In force: a State Party from this day on")
NOTIFIED, LEFT = _("Withdrawal notified"), _("Withdrawal effective: not bound from this day on")
MADE_IT = _("Declaration of Cartagena: it made the promise as a State Party")
NOT_YET = _("Declaration of Cartagena: it was not a State Party")


@dataclass(frozen=True)
class MembershipEvent:
    """One date of a membership; `is_ahead` if it lies after the day of the page."""

    day: date
    words: str | Promise
    detail: str = ""
    is_ahead: bool = False
    is_declaration: bool = False


def stay_that_binds(stays: Iterable[Membership], day: date) -> Membership | None:
    """The membership by which the State is a Party that day; there is at most one."""
    return next((stay for stay in stays if _covers(stay, day)), None)


def membership_events(stays: Iterable[Membership], day: date) -> list[MembershipEvent]:
    """Every date of every membership, with the Declaration, earliest first; empty without a membership."""
    held = list(stays)
    if not held:
        return []
    events = [
        MembershipEvent(when, words, detail, is_ahead=when > day)
        for stay in held
        for when, words, detail in _dates(stay)
        if when
    ]
    return sorted([*events, _declaration(held, day)], key=lambda event: event.day)


def _dates(stay: Membership) -> list[tuple[date | None, str | Promise, str]]:
    return [
        (stay.signed_date, SIGNED, ""),
        (stay.consent_date, DEPOSITED, stay.get_consent_kind_display()),
        (stay.entry_into_force_date, IN_FORCE, ""),
        (stay.withdrawal_notified_date, NOTIFIED, ""),
        (stay.withdrawal_effective_date, LEFT, ""),
    ]


def _declaration(stays: list[Membership], day: date) -> MembershipEvent:
    made_it = stay_that_binds(stays, DECLARATION_DATE) is not None
    words = MADE_IT if made_it else NOT_YET
    return MembershipEvent(DECLARATION_DATE, words, is_ahead=day < DECLARATION_DATE, is_declaration=True)


def _covers(stay: Membership, day: date) -> bool:
    return is_party_on(
        day,
        entry_into_force=stay.entry_into_force_date,
        withdrawal_effective=stay.withdrawal_effective_date,
    )
