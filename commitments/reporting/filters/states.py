"""What a reader may ask of the list of States."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import State
from commitments.rules.codes import Label

from .base import StrictFilterSet
from .fields import CodesFilter, region_choices, search_field
from .search import having_every_word, state_holds


class StateFilter(StrictFilterSet):
    """Filters of the list of States."""

    q = search_field()
    region = CodesFilter(choices=region_choices, label=_("Region"))
    label = CodesFilter(choices=Label.choices, label=_("Label"))

    class Meta:
        model = State
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By name in six languages or ISO code."""
        return having_every_word(queryset, value, state_holds)
