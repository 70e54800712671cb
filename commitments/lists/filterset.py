"""What every filter has in common: it says what it cannot read, what is set and what could be."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext

from commitments.rules.clocks import CLOCK_PARAMETERS
from commitments.rules.problems import MAX_SHOWN_LENGTH

from .filter_chips import Chip, chips_of
from .filter_counts import count_rows
from .filter_fields import LEAVING_OUT, Choices
from .filter_form import FilterField, field_of
from .search import having_every_word

MAX_REFUSAL_LENGTH = 200
OF_THE_LIST = frozenset({*CLOCK_PARAMETERS, "columns", "page", "per_page", "sort"})
KEPT_BY_THE_FORM = ("columns", "per_page", "sort")
OF_NOBODY = ("utm_", "fbclid", "gclid")


class StrictFilterSet(filters.FilterSet):
    """A filter that says what it cannot read, instead of showing everything.

    `word_condition` says what a row has to hold of each word that is searched for. `negated` are the filters
    that have a twin such as `not_state`, which takes away what it finds. `most_used` stand first in the form,
    `least_used` last; without `most_used` all filters but those that leave out come first. `also_refused` is
    what somebody else could not read in the same query string.
    """

    word_condition: ClassVar["staticmethod[[str], Q]"]
    negated: ClassVar[Sequence[str]] = ()
    most_used: ClassVar[Sequence[str]] = ()
    least_used: ClassVar[Sequence[str]] = ()
    also_refused: Sequence[str] = ()

    def __init__(
        self, data: QueryDict | None = None, queryset: QuerySet[Any] | None = None, **options: Any
    ) -> None:
        # what has been read of the choices; filters of several lists may share it
        self.choices_read: dict[Callable[[], Choices], Choices] = {}
        # without a query string the list is asked for as a whole, and the form offers everything
        super().__init__(data, queryset, **options)
        self.data = QueryDict() if data is None else data
        self.is_bound = True

    @classmethod
    def get_filters(cls) -> dict[str, filters.Filter]:
        """Those that are declared, and behind them the twins that take rows away."""
        found: dict[str, filters.Filter] = super().get_filters()
        for name in cls.negated:
            found[f"{LEAVING_OUT}{name}"] = twin = deepcopy(found[name])
            twin.exclude = True
        return found

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The rows that hold every word of the query."""
        return having_every_word(queryset, value, self.word_condition)

    def unknown_parameters(self) -> list[str]:
        """The names in the query string that mean nothing here."""
        known = OF_THE_LIST | set(self.filters)
        return [name for name in self.data if name not in known and not name.startswith(OF_NOBODY)]

    def refused(self) -> list[tuple[str, str]]:
        """Each parameter that cannot be read, with the reason in words; its name may be cut."""
        unknown = gettext("“%(name)s” is not a filter of this list.")
        names = [name[:MAX_SHOWN_LENGTH] for name in self.unknown_parameters()]
        errors = [
            (name, f"{name}: {error}"[:MAX_REFUSAL_LENGTH])
            for name, found in self.form.errors.items()
            for error in found
        ]
        return [*((name, unknown % {"name": name}) for name in names), *errors]

    def refusals(self) -> list[str]:
        """Each thing in the query string that cannot be read, in words; empty when all can."""
        return [*(reason for _name, reason in self.refused()), *self.also_refused]

    def is_valid(self) -> bool:
        """Whether everything in the query string is understood."""
        return not self.refusals()

    def chosen(self) -> list[str]:
        """The values the reader filters by, as written in the address."""
        return [value for name in self.filters for value in self.data.getlist(name) if value]

    def read_choices(self, source: Callable[[], Choices]) -> Choices:
        """The choices of a filter, from a source that is asked once for all filters."""
        if source not in self.choices_read:
            self.choices_read[source] = list(source())
        return self.choices_read[source]

    @cached_property
    def rows_by_choice(self) -> dict[str, Counter[str]]:
        """How many rows each choice would find; empty where the query string cannot be read."""
        return count_rows(self) if self.is_valid() else {}

    @property
    def visible_names(self) -> list[str]:
        """The filters that the form shows."""
        return [field.name for field in self.form.visible_fields()]

    def chips(self) -> list[Chip]:
        """What is set, each with the query that takes it away."""
        return chips_of(self, self.visible_names)

    def first_fields(self) -> list[FilterField]:
        """The filters that stand open in the form."""
        return self._fields(self.most_used or [name for name in self.visible_names if not _leaves_out(name)])

    def more_fields(self) -> list[FilterField]:
        """Those behind “More filters”."""
        named = {*(self.most_used or self.visible_names), *self.least_used}
        more = [name for name in self.visible_names if name not in named and not _leaves_out(name)]
        return self._fields([*more, *self.least_used])

    def leave_out_fields(self) -> list[FilterField]:
        """Those behind “More filters” that take rows away."""
        return self._fields(name for name in self.visible_names if _leaves_out(name))

    def more_set(self) -> int:
        """How many of the filters behind “More filters” are set."""
        return sum(field.is_set for field in [*self.more_fields(), *self.leave_out_fields()])

    def kept_parameters(self) -> list[tuple[str, str]]:
        """What a form has to send again besides its own fields and the clocks."""
        return [(name, value[:100]) for name in KEPT_BY_THE_FORM for value in self.data.getlist(name)[:20]]

    def parameters_but_columns(self) -> list[tuple[str, str]]:
        """What the choice of columns has to send again: all that is understood, from the first page."""
        known = [name for name in self.data if name in {*self.filters, *OF_THE_LIST} - {"columns", "page"}]
        return [(name, value) for name in known for value in self.data.getlist(name) if value]

    def query_without_filters(self) -> str:
        """The query string that asks for the whole list, with the same clocks, order and columns."""
        query = self.data.copy()
        for name in [*self.filters, "page"]:
            query.pop(name, None)
        return query.urlencode()

    def _fields(self, names: Iterable[str]) -> list[FilterField]:
        return [field_of(self.form[name], self.rows_by_choice.get(name)) for name in names]


def _leaves_out(name: str) -> bool:
    return name.startswith(LEAVING_OUT)
