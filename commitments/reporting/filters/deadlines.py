"""What a reader may ask of the dated duties."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import Deadline
from commitments.rules.codes import DeadlineKind

from .base import StrictFilterSet
from .fields import (
    CodesFilter,
    DayFilter,
    YesNoFilter,
    commitments_by_code,
    regions,
    search_field,
    states_by_code,
)
from .search import deadline_holds, having_every_word


class DeadlineFilter(StrictFilterSet):
    """Filters of the list of deadlines; needs `as_listed`."""

    q = search_field()
    passed = YesNoFilter(field_name="is_passed", label=_("Passed on the day"))
    due_from = DayFilter(field_name="due_date", lookup_expr="gte", label=_("Due from"))
    due_to = DayFilter(field_name="due_date", lookup_expr="lte", label=_("Due to"))
    commitment = commitments_by_code("obligation__commitment")
    state = states_by_code("obligation__state")
    region = regions("obligation__state__region")
    kind = CodesFilter(choices=DeadlineKind.choices, label=_("Kind of deadline"))
    not_commitment = commitments_by_code("obligation__commitment", exclude=True)
    not_region = regions("obligation__state__region", exclude=True)
    not_state = states_by_code("obligation__state", exclude=True)

    most_used = ("q", "passed", "due_from", "due_to", "commitment", "state")

    class Meta:
        model = Deadline
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """In the names of the State, number and title of the commitment, and the title of the source."""
        return having_every_word(queryset, value, deadline_holds)
