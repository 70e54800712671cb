"""Which columns a list shows and how each sorts. Every order ends in something unique."""

from typing import ClassVar

import django_tables2 as tables
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import EvidenceLink, Obligation, ProgressNote, State

BY_STATE = ("state__name_en", "state__pk", "commitment__position")
# what the files hold of a State, a commitment, a reply
STATE = ("state_iso3", "state", "region")
COMMITMENT = ("commitment", "commitment_title")
OTHER_NAMES = ("name_fr", "name_es", "name_ru", "name_zh", "name_ar")
REPLY = (
    *("reply_count", "reply_by", "reply_date"),
    *("reply_position", "reply_position_word", "reply_text", "reply_url"),
)
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}
BY_NOTE = ("-noted_date", "-published_at", "-pk")


def cell(name: str, **options: object) -> tables.TemplateColumn:
    """A column whose cell is drawn by `templates/tables/<name>.html`."""
    return tables.TemplateColumn(template_name=f"tables/{name}.html", **options)


def nulls_last(field: str, queryset: QuerySet, *, descending: bool, then: tuple[str, ...]) -> QuerySet:
    """Sorted by a value that may be missing, the missing ones at the end on every database."""
    value = F(field)
    first = value.desc(nulls_last=True) if descending else value.asc(nulls_last=True)
    return queryset.order_by(first, *then)


class ListTable(tables.Table):
    """A table with a caption, a column that heads each row, and words for how many rows there are.

    `exported` names, for each of its columns, what the files hold of it.
    """

    caption = ""
    row_head = ""
    exported: ClassVar[dict[str, tuple[str, ...]]] = {}
    counted = ngettext_lazy("%(number)s row", "%(number)s rows", "rows")

    def count_in_words(self) -> str:
        """Such as “1,203 obligations”."""
        rows = self.paginator.count
        return self.counted % {"rows": rows, "number": intcomma(rows)}


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


class StateTable(ListTable):
    """Shows `State.objects.as_listed(…)`; never queries for itself."""

    name_en = cell("state_name", verbose_name=_("State"), order_by=("name_en", "pk"))
    region = tables.Column(verbose_name=_("Region"), order_by=("region", "name_en", "pk"))
    label = cell("label", verbose_name=_("Label"), order_by=("label", "name_en", "pk"))
    in_force_from = tables.DateColumn(verbose_name=_("Party since"), format="j F Y")
    assessed_count = tables.Column(
        verbose_name=_("Commitments assessed"), attrs=NUMBER, order_by=("assessed_count", "name_en", "pk")
    )
    note_count = tables.Column(
        verbose_name=_("Published notes"), attrs=NUMBER, order_by=("note_count", "name_en", "pk")
    )

    class Meta:
        model = State
        fields = ("name_en", "region", "label", "in_force_from", "assessed_count", "note_count")
        empty_text = _("No State fits these filters.")

    caption = _("States and how they stand to the Declaration")
    counted = ngettext_lazy("%(number)s State", "%(number)s States", "rows")
    row_head = "name_en"
    exported = {
        "name_en": (*("state_iso3", "state", "path", "state_iso2", "state_m49"), *OTHER_NAMES),
        "region": ("region", "subregion"),
        "label": ("label", "label_word"),
        "in_force_from": ("in_force_from",),
        "assessed_count": ("assessed_count",),
        "note_count": ("note_count",),
    }

    def order_in_force_from(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """By entry into force; those that never joined at the end."""
        return nulls_last("in_force_from", queryset, descending=is_descending, then=("name_en", "pk")), True


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
