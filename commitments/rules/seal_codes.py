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
