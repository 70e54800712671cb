"""The kinds of seals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SealKind(TextChoices):
    """What happened to a public record, or that it was found as it stands."""

    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("replaced by a correction")
    RETRACTED = "retracted", _("retracted")
    ENTERED = "entered", _("entered")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")
    FOUND = "found", _("found as it stood")


# what a published record said, when it was published or when it was first sealed
OF_PUBLICATION = (SealKind.PUBLISHED, SealKind.FOUND)
# which withdraw what was published
OF_WITHDRAWAL = (SealKind.CORRECTED, SealKind.RETRACTED)
# the tables whose rows are sealed; those without a list of their own are in no file
TABLE_WORDS = {
    "paragraphs": _("Paragraphs of the Declaration"),
    "commitments": _("Promises"),
    "states": _("States"),
    "memberships": _("Memberships in the Convention"),
    "obligations": _("Promises by State"),
    "deadlines": _("Deadlines"),
    "progress": _("Findings"),
    "replies": _("Replies of States"),
    "instrument_names": _("Names of other instruments"),
    "instruments": _("Memberships in other instruments"),
    "casualties": _("Casualties by State"),
    "contributions": _("Contributions"),
    "meetings": _("Meetings"),
    "action_plans": _("Action plans"),
    "planned_actions": _("Actions of action plans"),
    "casualty_counts": _("Casualties worldwide"),
}
