"""What a reader may ask of the table of obligations."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import Obligation
from commitments.rules.codes import Certainty, EvidenceKind, Freshness, Label, Status

from .fields import (
    CodesFilter,
    DayFilter,
    YesNoFilter,
    commitments_by_code,
    regions,
    search_field,
    states_by_code,
)
from .labels import LabelledOnADay
from .search import having_every_word, obligation_holds


class ObligationFilter(LabelledOnADay):
    """Filters of the table of obligations; needs `as_listed`."""

    q = search_field()
    state = states_by_code("state")
    region = regions("state__region")
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    commitment = commitments_by_code("commitment")
    status = CodesFilter(choices=Status.choices, label=_("Status"))
    certainty = CodesFilter(choices=Certainty.choices, label=_("Certainty"))
    disputed = YesNoFilter(field_name="is_disputed", label=_("Disputed"))
    freshness = CodesFilter(choices=Freshness.choices, label=_("Freshness"))
    silent_since = DayFilter(method="silent", label=_("No finding on or after"))
    evidence_older_than = DayFilter(method="without_evidence_since", label=_("No source dated on or after"))
    evidence = CodesFilter(
        choices=EvidenceKind.choices, method="resting_on", label=_("Rests on a source of kind")
    )
    not_status = CodesFilter(choices=Status.choices, field_name="status", exclude=True, label=_("Status"))
    not_commitment = commitments_by_code("commitment", exclude=True)
    not_region = regions("state__region", exclude=True)
    not_label = CodesFilter(choices=Label.choices, field_name="label", exclude=True, label=_("Label"))
    not_state = states_by_code("state", exclude=True)

    most_used = ("q", "status", "commitment", "region", "state")
    least_used = ("label_on",)

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

    def resting_on(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Those with at least one source of these kinds."""
        asked = Q(*((f"rests_on_{kind}", True) for kind in value), _connector=Q.OR)
        return queryset.filter(asked) if value else queryset
