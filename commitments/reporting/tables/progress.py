"""The table of published notes."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import ProgressNote

from .base import COMMITMENT, NUMBER, STATE, ListTable, cell

# what the files hold of a reply
REPLY = (
    *("reply_count", "reply_by", "reply_date"),
    *("reply_position", "reply_position_word", "reply_text", "reply_url"),
)
BY_NOTE = ("-noted_date", "-published_at", "-pk")


class ProgressTable(ListTable):
    """Shows `ProgressNote.objects.as_listed(…)`; never queries for itself."""

    noted_date = cell("noted_date", verbose_name=_("Noted on"), order_by=("noted_date", "published_at", "pk"))
    state = cell("note_state", verbose_name=_("State"), order_by=("obligation__state__name_en", *BY_NOTE))
    commitment = cell(
        "note_commitment",
        verbose_name=_("Commitment"),
        order_by=("obligation__commitment__position", *BY_NOTE),
    )
    text = cell("note_text", verbose_name=_("What was found"), orderable=False)
    status = cell("note_status", verbose_name=_("Status set"), order_by=("status", *BY_NOTE))
    evidence_count = tables.Column(
        verbose_name=_("Evidence"), attrs=NUMBER, order_by=("evidence_count", *BY_NOTE)
    )

    class Meta:
        model = ProgressNote
        fields = ("noted_date", "state", "commitment", "text", "status", "evidence_count")
        empty_text = _("No published note fits these filters.")

    caption = _("Published progress notes")
    counted = ngettext_lazy("%(number)s published note", "%(number)s published notes", "rows")
    row_head = "noted_date"
    exported = {
        "noted_date": (
            *("note", "noted_date", "noted_precision", "path"),
            *("stage", "stage_word", "published_at"),
        ),
        "state": STATE,
        "commitment": COMMITMENT,
        "text": ("text", "disputed_by", "dispute", *REPLY),
        "status": ("status", "status_word", "certainty", "certainty_word"),
        "evidence_count": ("evidence_count", "evidence_url", "evidence_title", "evidence_publisher"),
    }
