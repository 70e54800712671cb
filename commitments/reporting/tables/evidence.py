"""The table of sources."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import EvidenceLink

from .base import COMMITMENT, STATE, ListTable, cell, nulls_last

BY_SOURCE = ("-published_date", "-pk")


class EvidenceTable(ListTable):
    """Shows `EvidenceLink.objects.as_listed(…)`; never queries for itself."""

    title = cell("source", verbose_name=_("Source"), order_by=("title", "pk"))
    publisher = tables.Column(verbose_name=_("Publisher"), order_by=("publisher", *BY_SOURCE))
    kind = tables.Column(verbose_name=_("Kind"), order_by=("kind", *BY_SOURCE))
    published_date = cell("source_date", verbose_name=_("Dated"))
    state = cell(
        "source_state", verbose_name=_("State"), order_by=("note__obligation__state__name_en", *BY_SOURCE)
    )
    commitment = cell(
        "source_commitment",
        verbose_name=_("Commitment"),
        order_by=("note__obligation__commitment__position", *BY_SOURCE),
    )
    note = cell("source_note", verbose_name=_("Finding"), order_by=("note__noted_date", "note__pk", "pk"))

    class Meta:
        model = EvidenceLink
        fields = ("title", "publisher", "kind", "published_date", "state", "commitment", "note")
        empty_text = _("No source fits these filters.")

    caption = _("Sources of the published notes")
    row_head = "title"
    exported = {
        "title": ("evidence", "title", "url", "archived_url", "locator", "quotation"),
        "publisher": ("publisher",),
        "kind": ("kind", "kind_word"),
        "published_date": ("published_date",),
        "state": STATE,
        "commitment": COMMITMENT,
        "note": ("note", "noted_date", "path"),
    }
    counted = ngettext_lazy("%(number)s source", "%(number)s sources", "rows")

    def order_published_date(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """By the date of the source; those without one at the end."""
        return nulls_last("published_date", queryset, descending=is_descending, then=("-pk",)), True
