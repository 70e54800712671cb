"""The active filters, each as text and with the query string that removes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django_filters import FilterSet

from .filter_fields import LEAVING_OUT

MAX_WORDS_LENGTH = 60


@dataclass(frozen=True)
class Chip:
    """One active filter value; `query` is the query string without it."""

    label: str
    words: str
    query: str


def chips_of(filterset: FilterSet, names: Iterable[str]) -> list[Chip]:
    """A chip for each active value of the filters with these names, in their order."""
    chips = []
    for name in names:
        field = filterset.form.fields[name]
        labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
        for value in dict.fromkeys(filterset.data.getlist(name)):
            if value:
                words = _words(labels.get(value, value), field)
                label, words = _in_words(filterset, name, words[:MAX_WORDS_LENGTH])
                chips.append(Chip(label, words, _query_without(filterset, name, value)))
    return chips


def _words(value: str, field: forms.Field) -> str:
    if not isinstance(field, forms.DateField):
        return value
    try:
        return date_format(date.fromisoformat(value), "j F Y")
    except ValueError:
        return value


def _in_words(filterset: FilterSet, name: str, words: str) -> tuple[str, str]:
    """Label and value of the filter: “Status” and “overdue”, or “Status” and “not overdue”."""
    positive = filterset.filters.get(name.removeprefix(LEAVING_OUT))
    if not name.startswith(LEAVING_OUT) or positive is None:
        return str(filterset.filters[name].label), words
    return str(positive.label), gettext("not %(value)s") % {"value": words}


def _query_without(filterset: FilterSet, name: str, value: str) -> str:
    query: QueryDict = filterset.data.copy()
    query.setlist(name, [each for each in query.getlist(name) if each != value])
    query.pop("page", None)
    return query.urlencode()
