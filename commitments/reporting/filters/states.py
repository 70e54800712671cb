"""What a reader may ask of the list of States."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import State
from commitments.rules.codes import Label

from .base import StrictFilterSet
from .fields import CodesFilter, DayFilter, regions, search_field
from .search import having_every_word, state_holds


class StateFilter(StrictFilterSet):
    """Filters of the list of States."""

    q = search_field()
    region = regions("region")
    label = CodesFilter(choices=Label.choices, label=_("Label"))
    silent_since = DayFilter(method="silent", label=_("No finding on or after"))
    not_region = regions("region", exclude=True)
    not_label = CodesFilter(choices=Label.choices, field_name="label", exclude=True, label=_("Label"))

    most_used = ("q", "region", "label", "silent_since")

    class Meta:
        model = State
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By name in six languages or ISO code."""
        return having_every_word(queryset, value, state_holds)

    def silent(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Those about which nothing was noted from this day on, and those never looked at."""
        return queryset.filter(Q(newest_note_date__isnull=True) | Q(newest_note_date__lt=value))
