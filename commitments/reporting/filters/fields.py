"""The kinds of filters that lists are built from."""

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, State
from commitments.rules.folds import LONGEST_SEARCH

from .search import validate_search

YES, NO = "true", "false"
YES_NO = [(YES, _("yes")), (NO, _("no"))]


class CodesFilter(filters.MultipleChoiceFilter):
    """Any of several codes."""

    def __init__(self, **options: object) -> None:
        super().__init__(distinct=False, **options)


class RecordsFilter(filters.ModelMultipleChoiceFilter):
    """Any of several records, each by its public code: `path` leads to the record, `code` names its field."""

    def __init__(self, *, path: str, code: str, **options: object) -> None:
        super().__init__(field_name=f"{path}__{code}", to_field_name=code, distinct=False, **options)


class YesNoFilter(filters.ChoiceFilter):
    """Yes or no, and an error for anything else; "any" leaves the list as it is."""

    def __init__(self, **options: object) -> None:
        super().__init__(choices=YES_NO, empty_label=_("any"), **options)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        return super().filter(queryset, value == YES) if value else queryset


class DayFilter(filters.DateFilter):
    """A day, written as 2015-12-31 only."""

    def __init__(self, **options: object) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **options)


def search_field() -> filters.CharFilter:
    """A box for words, bounded so that no database trips over it."""
    return filters.CharFilter(
        method="search", label=_("Search"), max_length=LONGEST_SEARCH, validators=[validate_search]
    )


def states_by_code(path: str) -> RecordsFilter:
    """States by ISO code."""
    states = State.objects.in_reading_order()
    return RecordsFilter(path=path, code="iso3", queryset=states, label=_("State"))


def commitments_by_code(path: str) -> RecordsFilter:
    """Commitments by paragraph and letter."""
    commitments = Commitment.objects.in_reading_order()
    return RecordsFilter(path=path, code="code", queryset=commitments, label=_("Commitment"))


def region_choices() -> list[tuple[str, str]]:
    """The UN regions that States belong to."""
    regions = State.objects.order_by("region").values_list("region", flat=True).distinct()
    return [(region, region) for region in regions]
