"""The base class of all filters: it reports errors, active values and choices."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from typing import Any, ClassVar

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext

from commitments.rules.clocks import CLOCK_PARAMETERS
from commitments.rules.problems import MAX_SHOWN_LENGTH

from .filter_chips import Chip, chips_of
from .filter_counts import count_rows
from .filter_fields import LEAVING_OUT, Choices, CodesFilter
from .filter_form import FilterField, field_of
from .search import SearchWord, having_every_word, read_search

MAX_REFUSAL_LENGTH = 400
OF_THE_LIST = frozenset({*CLOCK_PARAMETERS, "columns", "page", "per_page", "sort"})
KEPT_BY_THE_FORM = ("columns", "per_page", "sort")
OF_NOBODY = ("utm_", "fbclid", "gclid")


class StrictFilterSet(filters.FilterSet):
    """A filter that reports invalid parameters, instead of showing everything.

    `word_condition` says what a row must contain for each search word, or `words_condition` for all of them
    at once. `negated` are the filters that also exist as an exclusion, such as `not_state`. `most_used` come
    first in the form, `least_used` last; without `most_used` all filters except exclusions come first.
    `also_refused` are errors found elsewhere in the same query string.
    """

    word_condition: ClassVar["staticmethod[[SearchWord], Q]"]
    words_condition: ClassVar["staticmethod[[Sequence[SearchWord]], Q] | None"] = None
    negated: ClassVar[Sequence[str]] = ()
    most_used: ClassVar[Sequence[str]] = ()
    least_used: ClassVar[Sequence[str]] = ()
    also_refused: Sequence[str] = ()

    def __init__(
        self, data: QueryDict | None = None, queryset: QuerySet[Any] | None = None, **options: Any
    ) -> None:
        # choices that were read already; filters of several lists may share this
        self.choices_read: dict[Callable[[], Choices], Choices] = {}
        # without a query string the whole list is shown, and the form offers everything
        super().__init__(data, queryset, **options)
        self.data = QueryDict() if data is None else data
        self.is_bound = True
        self.reread: dict[str, list[str]] = {}
        self.read_codes()

    @classmethod
    def get_filters(cls) -> dict[str, filters.Filter]:
        """The declared filters, followed by their exclusions."""
        found: dict[str, filters.Filter] = super().get_filters()
        for name in cls.negated:
            found[f"{LEAVING_OUT}{name}"] = twin = deepcopy(found[name])
            twin.exclude = True
        return found

    def read_codes(self) -> None:
        """Puts codes and days in the place of the words by which they were asked for, as `reread` holds them.

        What cannot be read stays, and is refused by the form; a choice that a plain form sends empty asks for
        nothing.
        """
        self.data = self.data.copy()
        for name, each in self.filters.items():
            read = getattr(each, "read", None)
            if not read or name not in self.data:
                continue
            given = [text for text in self.data.getlist(name) if text]
            codes = [_code(read, text) for text in given]
            if codes != given:
                self.reread[name] = codes = list(dict.fromkeys(codes))
            if codes:
                self.data.setlist(name, codes)
            elif isinstance(each, CodesFilter):
                self.data.pop(name)

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The rows that contain every word of the query."""
        words = read_search(value)
        if self.words_condition:
            return queryset.filter(self.words_condition(words)) if words else queryset
        return having_every_word(queryset, words, self.word_condition)

    def unknown_parameters(self) -> list[str]:
        """The unknown names in the query string."""
        known = OF_THE_LIST | set(self.filters)
        return [name for name in self.data if name not in known and not name.startswith(OF_NOBODY)]

    def refused(self) -> list[tuple[str, str]]:
        """Each invalid parameter with the reason; its name may be cut."""
        unknown = gettext("“%(name)s” is not a filter of this list.")
        names = [name[:MAX_SHOWN_LENGTH] for name in self.unknown_parameters()]
        errors = [
            (name, f"{name}: {error}"[:MAX_REFUSAL_LENGTH])
            for name, found in self.form.errors.items()
            for error in found
        ]
        return [*((name, unknown % {"name": name}) for name in names), *errors]

    def refusals(self) -> list[str]:
        """All errors in the query string; empty if it is valid."""
        return [*(reason for _name, reason in self.refused()), *self.also_refused]

    def is_valid(self) -> bool:
        """Whether the whole query string is valid."""
        return not self.refusals()

    def chosen(self) -> list[str]:
        """The active filter values, as in the query string."""
        return [value for name in self.filters for value in self.data.getlist(name) if value]

    def read_choices(self, source: Callable[[], Choices]) -> Choices:
        """The choices of a filter; `source` is called once for all filters."""
        if source not in self.choices_read:
            self.choices_read[source] = list(source())
        return self.choices_read[source]

    @cached_property
    def rows_by_choice(self) -> dict[str, Counter[str]]:
        """How many rows each choice would find; empty if the query string is invalid."""
        return count_rows(self) if self.is_valid() else {}

    @property
    def visible_names(self) -> list[str]:
        """The filters that the form shows."""
        return [field.name for field in self.form.visible_fields()]

    def chips(self) -> list[Chip]:
        """The active values, each with the query string that removes it."""
        return chips_of(self, self.visible_names)

    def first_fields(self) -> list[FilterField]:
        """The filters that the form always shows."""
        return self._fields(self.most_used or [name for name in self.visible_names if not _leaves_out(name)])

    def more_fields(self) -> list[FilterField]:
        """Those behind “More filters”."""
        named = {*(self.most_used or self.visible_names), *self.least_used}
        more = [name for name in self.visible_names if name not in named and not _leaves_out(name)]
        return self._fields([*more, *self.least_used])

    def leave_out_fields(self) -> list[FilterField]:
        """The exclusions behind “More filters”."""
        return self._fields(name for name in self.visible_names if _leaves_out(name))

    def more_set(self) -> int:
        """How many of the filters behind “More filters” are set."""
        return sum(field.is_set for field in [*self.more_fields(), *self.leave_out_fields()])

    def kept_parameters(self) -> list[tuple[str, str]]:
        """Hidden fields: parameters other than the form's own fields and the clocks."""
        return [(name, value[:100]) for name in KEPT_BY_THE_FORM for value in self.data.getlist(name)[:20]]

    def parameters_but_columns(self) -> list[tuple[str, str]]:
        """Hidden fields of the column choice: all valid parameters except the page number."""
        known = [name for name in self.data if name in {*self.filters, *OF_THE_LIST} - {"columns", "page"}]
        return [(name, value) for name in known for value in self.data.getlist(name) if value]

    def query_without_filters(self) -> str:
        """The query string of the whole list, with the same clocks, order and columns."""
        query = self.data.copy()
        for name in [*self.filters, "page"]:
            query.pop(name, None)
        return query.urlencode()

    def _fields(self, names: Iterable[str]) -> list[FilterField]:
        return [field_of(self.form[name], self.rows_by_choice.get(name)) for name in names]


def _code(read: Callable[[str], str], text: str) -> str:
    try:
        return text if "\x00" in text else read(text)
    except (ValueError, ValidationError):
        return text


def _leaves_out(name: str) -> bool:
    return name.startswith(LEAVING_OUT)
