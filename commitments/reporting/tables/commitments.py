"""The table of commitments, as their files are asked for; the page shows them in its own way."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Commitment

from .base import COMMITMENT, ListTable


class CommitmentTable(ListTable):
    """Orders and columns of `Commitment.objects.in_reading_order()`."""

    commitment = tables.Column(verbose_name=_("Commitment"), accessor="code", order_by=("position",))
    mode = tables.Column(verbose_name=_("The verb of the text"), order_by=("mode", "position"))
    quotation = tables.Column(verbose_name=_("In the words of the Declaration"), orderable=False)
    reading = tables.Column(verbose_name=_("How it is read here"), orderable=False)

    class Meta:
        model = Commitment
        fields = ("commitment", "mode", "quotation", "reading")
        empty_text = _("There is no commitment.")

    caption = _("Commitments of paragraphs 14 to 21")
    counted = ngettext_lazy("%(number)s commitment", "%(number)s commitments", "rows")
    row_head = "commitment"
    exported = {
        "commitment": (*COMMITMENT, "paragraph", "path"),
        "mode": ("mode", "mode_word"),
        "quotation": ("quotation",),
        "reading": ("reading", "concerns", "shown_by"),
    }
