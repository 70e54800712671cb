"""What readers are told as an event."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventKind(TextChoices):
    """A first finding is no change of the State: what was before it is not known here.

    `REVISED` is a whole edition of the baseline: one event, whatever it added, corrected and retracted.

    `NOTED` is any other published note: it confirms a status or judges none. Feeds tell it, lists of events
    do not.
    """

    JOINED = "joined", _("joined")
    LEFT = "left", _("left")
    CHANGED = "changed", _("status changed")
    FIRST_FINDING = "first_finding", _("first finding")
    CORRECTED = "corrected", _("note corrected")
    RETRACTED = "retracted", _("note retracted")
    NOTED = "noted", _("note published")
    REVISED = "revised", _("baseline revised")
