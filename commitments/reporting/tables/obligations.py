"""The table of obligations."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Obligation

from .base import COMMITMENT, NUMBER, STATE, ListTable, cell, nulls_last

BY_STATE = ("state__name_en", "state__pk", "commitment__position")


class ObligationTable(ListTable):
    """Shows `Obligation.objects.as_listed(…)`; never queries for itself."""

    state = cell("state", verbose_name=_("State"), order_by=BY_STATE)
    commitment = cell(
        "commitment",
        verbose_name=_("Commitment"),
        order_by=("commitment__position", "state__name_en", "state__pk"),
    )
    status = cell("status", verbose_name=_("Status"), order_by=("status", *BY_STATE))
    status_date = cell("status_date", verbose_name=_("As found on"))
    newest_note_date = cell("freshness", verbose_name=_("Freshness"))
    evidence_count = tables.Column(
        verbose_name=_("Evidence"), attrs=NUMBER, order_by=("evidence_count", *BY_STATE)
    )

    class Meta:
        model = Obligation
        fields = ("state", "commitment", "status", "status_date", "newest_note_date", "evidence_count")
        empty_text = _("No obligation fits these filters.")

    caption = _("Obligations: one commitment as one State owes it")
    counted = ngettext_lazy("%(number)s obligation", "%(number)s obligations", "rows")
    row_head = "state"
    exported = {
        "state": (*STATE, "label", "label_word"),
        "commitment": (*COMMITMENT, "mode", "mode_word", "path"),
        "status": ("status", "status_word", "certainty", "certainty_word", "is_disputed", "finding"),
        "status_date": ("status_date",),
        "newest_note_date": ("newest_note_date",),
        "evidence_count": ("evidence_count",),
    }

    def order_status_date(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """By the day of the deciding finding; those without one at the end."""
        return nulls_last("status_date", queryset, descending=is_descending, then=BY_STATE), True

    def order_newest_note_date(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """By the day of the newest note; those without one at the end."""
        return nulls_last("newest_note_date", queryset, descending=is_descending, then=BY_STATE), True
