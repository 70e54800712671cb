"""The list of evidence: every source that a published note cites."""

import re
from collections import Counter
from typing import Any

import django_filters as filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import EvidenceLink, ProgressNote
from commitments.models.evidence_queries import UNDATED, EvidenceQuerySet
from commitments.rules.codes import EvidenceKind
from commitments.rules.evidence import MAX_ADDRESS_LENGTH
from commitments.rules.text_search import fold

from .column_parts import TO_COMMITMENT, TO_NOTE, TO_STATE
from .declaration import MenuGroup, PublicList
from .evidence_columns import COLUMNS
from .filter_fields import (
    YES,
    Choices,
    CodesFilter,
    OpenCodesFilter,
    YesNoFilter,
    commitments_by_code,
    regions,
    search_field,
    states_by_code,
)
from .filterset import StrictFilterSet
from .search import evidence_holding
from .table import CellColumn, CommitmentColumn, ListTable, StateColumn

MAX_PUBLISHER_LENGTH = EvidenceLink._meta.get_field("publisher").max_length or 0
YEAR = re.compile(r"(19|20)[0-9]{2}")


def fits_publisher(name: str) -> bool:
    """Whether this is valid as the name of a publisher."""
    return 0 < len(name) <= MAX_PUBLISHER_LENGTH and "\x00" not in name


def fits_year(year: str) -> bool:
    """Whether this is valid as the year of a source, or as its lack of a date."""
    return year == UNDATED or bool(YEAR.fullmatch(year))


class EvidenceFilter(StrictFilterSet):
    """Filters of the evidence library; needs `as_listed`. Publishers and years are those of all rows."""

    q = search_field()
    kind = CodesFilter(choices=EvidenceKind.choices, label=_("Kind of source"))
    publisher = OpenCodesFilter(fits=fits_publisher, label=_("Publisher"))
    year = OpenCodesFilter(fits=fits_year, field_name="source_year", label=_("Year of the source"))
    state = states_by_code("note__obligation__state")
    commitment = commitments_by_code("note__obligation__commitment")
    url = filters.CharFilter(max_length=MAX_ADDRESS_LENGTH, label=_("Address of the source"))
    source = filters.CharFilter(
        max_length=MAX_ADDRESS_LENGTH, label=_("Document by its SHA-256, or archive and number")
    )
    region = regions("note__obligation__state__region")
    each_source_once = YesNoFilter(method="one_link_a_source", label=_("Each source once"))

    words_condition = staticmethod(evidence_holding)
    negated = ("kind", "publisher", "commitment", "region", "state")
    least_used = ("url", "source")
    most_used = ("q", "kind", "publisher", "year", "state")

    class Meta:
        model = EvidenceLink
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, source in (
            ("publisher", self.publishers),
            ("not_publisher", self.publishers),
            ("year", self.years),
        ):
            self.filters[name].extra["choices"] = source

    @classmethod
    def get_filters(cls) -> dict[str, filters.Filter]:
        """`each_source_once` last: it chooses among the rows that the other filters leave."""
        found = super().get_filters()
        found["each_source_once"] = found.pop("each_source_once")
        return found

    @cached_property
    def rows_by_choice(self) -> dict[str, Counter[str]]:
        """None where each source is listed once: another choice would list another link of it."""
        return {} if self.data.get("each_source_once") else super().rows_by_choice

    def one_link_a_source(self, queryset: EvidenceQuerySet, name: str, value: str) -> EvidenceQuerySet:
        """One row for each source; or, for “no”, the further rows that cite the same sources."""
        once = queryset.first_of_each_source()
        return once if value == YES else queryset.exclude(pk__in=once.order_by().values("pk"))

    def publishers(self) -> Choices:
        """The publishers that occur in the list."""
        named = self.queryset.exclude(publisher="").order_by().values_list("publisher", flat=True).distinct()
        return [(name, name) for name in sorted(named, key=lambda name: (fold(name), name))]

    def years(self) -> Choices:
        """The years that occur in the list, newest first, then undated sources."""
        years = set(self.queryset.order_by().values_list("source_year", flat=True).distinct())
        dated = [(year, year) for year in sorted(years - {UNDATED}, reverse=True)]
        return [*dated, (UNDATED, _("undated"))]


BY_SOURCE = ("-published_date", "-pk")


class EvidenceTable(ListTable):
    """Shows `EvidenceLink.objects.as_listed(…)`; never queries for itself."""

    title = CellColumn(
        "source",
        verbose_name=_("Source"),
        order_by=("title", "pk"),
        folds=True,
        exports=(
            *("evidence", "title", "url", "archived_url", "locator", "quotation"),
            *("document_sha256", "document_size", "document_type", "archive", "archive_number"),
        ),
    )
    publisher = CellColumn(
        "source_publisher",
        verbose_name=_("Publisher"),
        order_by=("publisher", *BY_SOURCE),
        folds=True,
        exports=("publisher",),
    )
    kind = CellColumn(
        "source_kind", verbose_name=_("Kind"), order_by=("kind", *BY_SOURCE), exports=("kind", "kind_word")
    )
    published_date = CellColumn(
        "source_date",
        verbose_name=_("Dated"),
        nulls_last=("published_date", "-pk"),
        exports=("published_date",),
    )
    state = StateColumn("note__obligation__state", then=BY_SOURCE)
    commitment = CommitmentColumn("note__obligation", then=BY_SOURCE)
    note = CellColumn(
        "source_note",
        verbose_name=_("Finding"),
        order_by=("note__noted_date", "note__pk", "pk"),
        exports=("note", "noted_date", "noted_precision", "path"),
    )

    class Meta:
        model = EvidenceLink
        fields = ("title", "publisher", "kind", "published_date", "state", "commitment", "note")
        empty_text = _("No source fits these filters.")

    caption = _("Sources of the published findings")
    counted = ngettext_lazy("%(number)s citation of a source", "%(number)s citations of sources", "rows")
    row_head = "title"


EVIDENCE = PublicList(
    noun="evidence",
    title=_("Evidence"),
    heading=_("Evidence library"),
    description=_("One row is one source as one published finding cites it."),
    lead=_("Every finding names its sources. One row is one source as one published finding cites it."),
    summary=_(
        "Every source that the published findings rest on, by State, promise, kind, publisher and year, "
        "with archived copies."
    ),
    menu=_("Evidence"),
    menu_group=MenuGroup.DATA,
    menu_below=("evidence_sources",),
    table=EvidenceTable,
    filters=EvidenceFilter,
    columns=COLUMNS,
    key=("evidence",),
    references=(TO_STATE, TO_COMMITMENT, TO_NOTE),
    rows=EvidenceLink.objects.as_listed,
    changes_with=(ProgressNote,),
)
