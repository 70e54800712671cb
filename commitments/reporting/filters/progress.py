"""What a reader may ask of the list of published notes."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import EvidenceLink, ProgressNote
from commitments.rules.codes import STORED_STATUS_CHOICES, Certainty, EvidenceKind

from .base import StrictFilterSet
from .fields import (
    YES,
    CodesFilter,
    DayFilter,
    YesNoFilter,
    commitments_by_code,
    regions,
    search_field,
    states_by_code,
)
from .search import having_every_word, note_holds


class ProgressFilter(StrictFilterSet):
    """Filters of the list of published notes."""

    q = search_field()
    state = states_by_code("obligation__state")
    region = regions("obligation__state__region")
    commitment = commitments_by_code("obligation__commitment")
    status = CodesFilter(choices=STORED_STATUS_CHOICES, label=_("Status set"))
    certainty = CodesFilter(choices=Certainty.choices, label=_("Certainty"))
    disputed = YesNoFilter(method="disputed_or_not", label=_("Disputed"))
    evidence = CodesFilter(
        choices=EvidenceKind.choices, method="with_evidence", label=_("Rests on a source of kind")
    )
    noted_from = DayFilter(field_name="noted_date", lookup_expr="gte", label=_("Noted from"))
    noted_to = DayFilter(field_name="noted_date", lookup_expr="lte", label=_("Noted to"))
    news = YesNoFilter(method="only_news", label=_("Without the baseline"))
    not_status = CodesFilter(
        choices=STORED_STATUS_CHOICES, field_name="status", exclude=True, label=_("Status set")
    )
    not_commitment = commitments_by_code("obligation__commitment", exclude=True)
    not_region = regions("obligation__state__region", exclude=True)
    not_state = states_by_code("obligation__state", exclude=True)

    most_used = ("q", "status", "commitment", "region", "state")

    class Meta:
        model = ProgressNote
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """In the text, the titles and publishers of the evidence, the names of the State and the code."""
        return having_every_word(queryset, value, note_holds)

    def with_evidence(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Those that rest on at least one source of these kinds."""
        cited = EvidenceLink.objects.filter(note=OuterRef("pk"), kind__in=value)
        return queryset.filter(Exists(cited)) if value else queryset

    def disputed_or_not(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that record a dispute, or those that do not."""
        if not value:
            return queryset
        return queryset.exclude(dispute="") if value == YES else queryset.filter(dispute="")

    def only_news(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Without the notes that the site started with."""
        return queryset.news() if value == YES else queryset
