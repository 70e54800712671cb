"""Roles and permissions. A migration creates the three roles as groups with the permissions named here."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTRIBUTOR = "Contributor"
REVIEWER = "Reviewer"
ADMINISTRATOR = "Administrator"

EVERY_STATE = "reach_every_state"
PUBLISH = "publish_progressnote"
PUBLISH_PERMISSION = f"commitments.{PUBLISH}"
NUMBERS = "see_office_numbers"
# whoever may do one of these changes what the public reads, or who may
SECOND_FACTOR_PERMISSIONS = (PUBLISH_PERMISSION, "commitments.change_user")

BASELINE_AUTHOR = "baseline-import"  # the author of the notes that a new site is loaded with

_REFERENCE = (
    "paragraph",
    "commitment",
    "state",
    "membership",
    "obligation",
    "deadline",
    "actionplan",
    "plannedaction",
    "casualtycount",
    "meeting",
    "othername",
)
# loaded with the baseline, changed by nobody here
_COLLECTED = ("instrument", "instrumentmembership", "statecasualtycount", "contribution")
# kept by a command; people set aside what they know to be down
_CHECKED = ("linkcheck",)
_WRITTEN = ("progressnote", "evidencelink", "reply")


def _all(models: tuple[str, ...], *actions: str) -> frozenset[str]:
    return frozenset(f"{action}_{model}" for model in models for action in actions)


_CONTRIBUTOR = (
    _all((*_REFERENCE, *_COLLECTED), "view")
    | _all(_WRITTEN, "view", "add", "change", "delete")
    | _all(_CHECKED, "view", "change")
)
_REVIEWER = _CONTRIBUTOR | {PUBLISH, EVERY_STATE, NUMBERS, "view_assignment", "change_obligation"}
_ADMINISTRATOR = (
    _REVIEWER
    | _all(_REFERENCE, "add", "change")
    | _all(("membership", "deadline", "plannedaction", "casualtycount", "othername"), "delete")
    | _all(("user",), "view", "add", "change")
    | _all(("assignment",), "view", "add", "change", "delete")
)

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    CONTRIBUTOR: _CONTRIBUTOR,
    REVIEWER: _REVIEWER,
    ADMINISTRATOR: _ADMINISTRATOR,
}


def reach_refusals(*, reaches: bool) -> list[str | Promise]:
    """Why this person must not see or change this record: contributors write for assigned States only."""
    return [] if reaches else [_("This State is not assigned to you.")]


def write_refusals(*, permitted: bool) -> list[str | Promise]:
    """Why this person has no permission to write."""
    return [] if permitted else [_("You do not have the permission to write this.")]


def assignment_refusals(*, permitted: bool, active: bool) -> list[str | Promise]:
    """Why this State must not be assigned to this person, or unassigned (`active`: they can sign in)."""
    if not permitted:
        return [_("You do not have the permission to assign States.")]
    return [] if active else [_("This account is closed: open it again before you assign States to it.")]


def invitation_refusals(*, active: bool, address: str, has_password: bool) -> list[str | Promise]:
    """Why this person gets no link to set their first password."""
    refusals: list[str | Promise] = []
    if not active:
        refusals.append(_("This account is closed."))
    if not address:
        refusals.append(_("This account has no e-mail address."))
    if has_password:
        refusals.append(_("They have set a password; the sign-in page sends them a new link."))
    return refusals


def review_refusals(day: date, *, today: date) -> list[str | Promise]:
    """Why no review can be planned for this day."""
    return [] if day >= today else [_("This day has passed: a review lies ahead.")]


def reviewer_refusals(*, own: bool, permitted: bool, self_publication: bool) -> list[str | Promise]:
    """Why this person must not be asked to review this record."""
    if not permitted:
        return [_("This person may not publish, so they cannot review.")]
    if own and not self_publication:
        return [_("Nobody reviews their own work: choose a second person.")]
    return []
