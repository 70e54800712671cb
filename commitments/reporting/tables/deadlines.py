"""The table of dated duties."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Deadline

from .base import COMMITMENT, STATE, ListTable, cell, nulls_last

BY_DUE = ("due_date", "obligation__state__name_en", "pk")


class DeadlineTable(ListTable):
    """Shows `Deadline.objects.as_listed(…)`; never queries for itself."""

    due_date = cell("due_date", verbose_name=_("Due"), order_by=BY_DUE)
    state = cell("note_state", verbose_name=_("State"), order_by=("obligation__state__name_en", *BY_DUE))
    commitment = cell(
        "note_commitment",
        verbose_name=_("Commitment"),
        order_by=("obligation__commitment__position", *BY_DUE),
    )
    kind = cell("deadline_kind", verbose_name=_("Kind"), order_by=("kind", *BY_DUE))
    way = cell("deadline_way", verbose_name=_("On this day"), accessor="due_date", orderable=False)
    decided_date = tables.DateColumn(verbose_name=_("Decided"), format="j F Y")
    source = cell(
        "deadline_source",
        verbose_name=_("Source"),
        accessor="source_title",
        order_by=("source_title", *BY_DUE),
    )

    class Meta:
        model = Deadline
        fields = ("due_date", "state", "commitment", "kind", "way", "decided_date", "source")
        empty_text = _("No deadline fits these filters.")

    caption = _("Deadlines of Articles 4 and 5, as far as found")
    counted = ngettext_lazy("%(number)s deadline", "%(number)s deadlines", "rows")
    row_head = "due_date"
    exported = {
        "due_date": ("due_date", "due_precision"),
        "state": STATE,
        "commitment": (*COMMITMENT, "path"),
        "kind": ("kind", "kind_word", "is_computed", "remark"),
        "way": ("is_passed",),
        "decided_date": ("decided_date",),
        "source": ("source_url", "source_title", "source_date"),
    }

    def order_decided_date(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """By the day of decision; those where it is not recorded at the end."""
        return nulls_last("decided_date", queryset, descending=is_descending, then=BY_DUE), True
