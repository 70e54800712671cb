"""What a reader may ask of the table of obligations."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import Obligation
from commitments.rules.codes import Freshness, Label, Status

from .base import StrictFilterSet
from .fields import (
    CodesFilter,
    DayFilter,
    YesNoFilter,
    commitments_by_code,
    region_choices,
    search_field,
    states_by_code,
)
from .search import having_every_word, obligation_holds


class ObligationFilter(StrictFilterSet):
    """Filters of the table of obligations; needs `as_listed`."""

    q = search_field()
    state = states_by_code("state")
    region = CodesFilter(choices=region_choices, field_name="state__region", label=_("Region"))
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    commitment = commitments_by_code("commitment")
    status = CodesFilter(choices=Status.choices, label=_("Status"))
    disputed = YesNoFilter(field_name="is_disputed", label=_("Disputed"))
    freshness = CodesFilter(choices=Freshness.choices, label=_("Freshness"))
    silent_since = DayFilter(method="silent", label=_("No finding since"))
    evidence_older_than = DayFilter(method="without_evidence_since", label=_("No evidence dated since"))

    class Meta:
        model = Obligation
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By the names or code of the State and the title or code of the commitment."""
        return having_every_word(queryset, value, obligation_holds)

    def silent(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Those on which nothing newer than this day was noted, and those never looked at."""
        return queryset.filter(Q(newest_note_date__isnull=True) | Q(newest_note_date__lt=value))

    def without_evidence_since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Those whose newest dated source is older than this day, and those that have none."""
        return queryset.filter(Q(newest_evidence_date__isnull=True) | Q(newest_evidence_date__lt=value))
