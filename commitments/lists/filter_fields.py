"""The filter classes of the lists."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, State
from commitments.rules.text_search import MAX_SEARCH_LENGTH

from .filter_reading import (
    DayField,
    OneOfField,
    ReadByCodeMixin,
    ReadByCommitmentMixin,
    ReadByStateMixin,
    SeveralOfField,
)
from .search import validate_search

YES, NO = "true", "false"
YES_NO = [(YES, _("yes")), (NO, _("no"))]
LEAVING_OUT = "not_"
Choices = Iterable[tuple[str, str | Promise]]


class OneCodeFilter(ReadByCodeMixin, filters.ChoiceFilter):
    """One of several codes."""

    field_class = OneOfField


class OneStateFilter(ReadByStateMixin, OneCodeFilter):
    pass


class OneCommitmentFilter(ReadByCommitmentMixin, OneCodeFilter):
    pass


class CodesFilter(ReadByCodeMixin, filters.MultipleChoiceFilter):
    """Any of several codes; with `exclude`, none of them.

    `choices` are pairs, or a function that reads them, which is called once for all filters of a list.
    """

    field_class: type[forms.MultipleChoiceField] = SeveralOfField

    def __init__(self, **options: Any) -> None:
        super().__init__(distinct=False, **options)

    @property
    def field(self) -> forms.Field:
        """The form field; choices that need a query are read only when used."""
        source = self.extra.get("choices")
        if callable(source) and not hasattr(self, "_field"):
            read = self.parent.read_choices
            self.extra["choices"] = lambda: read(source)
        field: forms.Field = super().field
        return field

    @property
    def is_counted(self) -> bool:
        """Whether each choice is a value in a column of the list, so that its rows can be counted."""
        return self.method is None

    def leaves(self, value: str, chosen: list[str]) -> bool:
        """Whether a row with this value passes the filter."""
        return (value in chosen) != bool(self.exclude)


class StatesFilter(ReadByStateMixin, CodesFilter):
    pass


class CommitmentsFilter(ReadByCommitmentMixin, CodesFilter):
    pass


class YesNoFilter(OneCodeFilter):
    """Yes or no, and an error for anything else; "any" does not filter."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=YES_NO, empty_label=_("any"), **options)

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return super().filter(queryset, value == YES) if value else queryset

    @property
    def is_counted(self) -> bool:
        """Whether yes and no are values in a column of the list."""
        return self.method is None

    def leaves(self, value: str, chosen: str) -> bool:
        """Whether a row with this value passes the filter."""
        return value == chosen


class DayFilter(filters.DateFilter):
    """A day, in any form in which people write one."""

    field_class = DayField

    def __init__(self, *, ends: bool = False, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, ends=ends or options.get("lookup_expr") == "lte", **options)

    def read(self, text: str) -> str:
        """The day as 2015-12-31; raises ValidationError."""
        day = self.field.to_python(text)
        return day.isoformat() if day else ""


class OpenChoiceField(forms.MultipleChoiceField):
    """Several values, offered from the present list: an unknown value finds nothing, without an error."""

    def __init__(self, *, fits: Callable[[str], object], **options: Any) -> None:
        self.fits = fits
        super().__init__(**options)

    def valid_value(self, value: str) -> bool:
        """Whether it could occur in some list."""
        return bool(self.fits(value))


class OpenCodesFilter(CodesFilter):
    """Any of several values that come from the rows themselves; `fits` says what is valid."""

    field_class = OpenChoiceField

    def read(self, text: str) -> str:
        """The value without blanks around it."""
        return text.strip()


class OccurringFilter(OpenCodesFilter):
    """Any of several values of the `form` of a regular expression; offered are those that occur in the list.

    `limits` are the words for the form.
    """

    form = ""
    limits: str | Promise = ""
    newest_first = False

    def __init__(self, **options: Any) -> None:
        super().__init__(fits=partial(re.fullmatch, self.form, flags=re.ASCII), **options)

    @property
    def field(self) -> forms.Field:
        """The form field; the values are read only when it is used."""
        if not hasattr(self, "_field"):
            self.extra["choices"] = self.occurring
        field: forms.Field = super().field
        return field

    def occurring(self) -> Choices:
        """The values in the list; empty ones are left out."""
        rows = self.parent.queryset.order_by().values_list(self.field_name, flat=True).distinct()
        found = sorted(filter(None, rows), reverse=self.newest_first)
        return [(str(value), str(value)) for value in found]


class YearFilter(OccurringFilter):
    """Years of figures."""

    form = "(19|20)[0-9]{2}"
    limits = _("from 1900 to 2099")
    newest_first = True


class CurrencyFilter(OccurringFilter):
    """Currencies by their ISO 4217 code."""

    form = "[A-Z]{3}"
    limits = _("a code of three capital letters, such as EUR")


def search_field() -> filters.CharFilter:
    """A search box, limited to what both databases accept."""
    return filters.CharFilter(
        method="search", label=_("Search"), max_length=MAX_SEARCH_LENGTH, validators=[validate_search]
    )


def state_choices() -> Choices:
    return [(state.iso3, state.name) for state in State.objects.in_reading_order()]


def commitment_choices() -> Choices:
    """Every commitment by paragraph and letter."""
    return [(commitment.code, str(commitment)) for commitment in Commitment.objects.in_reading_order()]


def region_choices() -> Choices:
    """The UN regions that States belong to."""
    regions = State.objects.order_by("region").values_list("region", flat=True).distinct()
    return [(region, region) for region in regions]


def states_by_code(path: str) -> StatesFilter:
    """States by code or name; `path` is the lookup of the State."""
    return StatesFilter(field_name=f"{path}__iso3", choices=state_choices, label=_("State"))


def commitments_by_code(path: str) -> CommitmentsFilter:
    """Commitments by paragraph and letter; `path` is the lookup of the commitment."""
    return CommitmentsFilter(field_name=f"{path}__code", choices=commitment_choices, label=_("Promise"))


def regions(path: str) -> CodesFilter:
    """UN regions; `path` is the lookup of the region's name."""
    return CodesFilter(field_name=path, choices=region_choices, label=_("Region"))
