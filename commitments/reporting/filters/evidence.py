"""What a reader may ask of the evidence library."""

import re

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import EvidenceLink
from commitments.models.evidence import UNDATED
from commitments.rules.codes import EvidenceKind

from .base import StrictFilterSet
from .fields import (
    Choices,
    CodesFilter,
    OpenCodesFilter,
    commitments_by_code,
    regions,
    search_field,
    states_by_code,
)
from .search import evidence_holds, having_every_word

LONGEST_PUBLISHER = EvidenceLink._meta.get_field("publisher").max_length
YEAR = re.compile(r"(19|20)[0-9]{2}")


def fits_publisher(name: str) -> bool:
    """Whether this could be the name of a publisher."""
    return 0 < len(name) <= LONGEST_PUBLISHER and "\x00" not in name


def fits_year(year: str) -> bool:
    """Whether a source could be of this year; or it has no date."""
    return year == UNDATED or bool(YEAR.fullmatch(year))


class EvidenceFilter(StrictFilterSet):
    """Filters of the evidence library; needs `as_listed`. Publishers and years are those of all rows."""

    q = search_field()
    kind = CodesFilter(choices=EvidenceKind.choices, label=_("Kind of source"))
    publisher = OpenCodesFilter(fits=fits_publisher, label=_("Publisher"))
    year = OpenCodesFilter(fits=fits_year, field_name="source_year", label=_("Year of the source"))
    state = states_by_code("note__obligation__state")
    commitment = commitments_by_code("note__obligation__commitment")
    region = regions("note__obligation__state__region")
    not_kind = CodesFilter(
        choices=EvidenceKind.choices, field_name="kind", exclude=True, label=_("Kind of source")
    )
    not_publisher = OpenCodesFilter(
        fits=fits_publisher, field_name="publisher", exclude=True, label=_("Publisher")
    )
    not_commitment = commitments_by_code("note__obligation__commitment", exclude=True)
    not_region = regions("note__obligation__state__region", exclude=True)
    not_state = states_by_code("note__obligation__state", exclude=True)

    most_used = ("q", "kind", "publisher", "year", "state")

    class Meta:
        model = EvidenceLink
        fields: list[str] = []

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for name, source in (
            ("publisher", self.publishers),
            ("not_publisher", self.publishers),
            ("year", self.years),
        ):
            self.filters[name].extra["choices"] = source

    def publishers(self) -> Choices:
        """Who published what is in the list."""
        named = self.queryset.exclude(publisher="").order_by("publisher")
        return [(name, name) for name in named.values_list("publisher", flat=True).distinct()]

    def years(self) -> Choices:
        """The years of what is in the list, the newest first, then what has no date."""
        years = set(self.queryset.order_by().values_list("source_year", flat=True).distinct())
        dated = [(year, year) for year in sorted(years - {UNDATED}, reverse=True)]
        return [*dated, (UNDATED, _("undated"))]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """In titles and publishers, the names or code of the State and the number of the commitment."""
        return having_every_word(queryset, value, evidence_holds)
