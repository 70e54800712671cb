"""Which States stand side by side."""

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commitments.lists.filter_fields import CodesFilter, state_choices
from commitments.lists.filterset import StrictFilterSet
from commitments.models import State
from commitments.rules.comparison import compare_refusals

DIFFER = "yes"
MAX_CODE_LENGTH = 20


class CompareFilter(StrictFilterSet):
    """Up to four States in the order of the address, and whether only what differs is shown."""

    state = CodesFilter(choices=state_choices, method="leave", label=_("State"))
    differ = filters.ChoiceFilter(choices=[(DIFFER, _("yes"))], method="leave", label=_("Only what differs"))

    class Meta:
        model = State
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet) -> None:
        data = data.copy()
        # a form sends the choice that was left open too
        data.setlist("state", [code for code in data.getlist("state") if code])
        super().__init__(data, queryset)

    @property
    def codes(self) -> list[str]:
        """The States as they are named in the address."""
        return self.data.getlist("state")

    @property
    def only_differences(self) -> bool:
        """Whether the rows on which all agree are left out."""
        return self.data.get("differ") == DIFFER

    def refusals(self) -> list[str]:
        """Also too many States, or one named twice."""
        return [*super().refusals(), *compare_refusals([code[:MAX_CODE_LENGTH] for code in self.codes])]

    def leave(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        """The States are read in the order of the address, all at once."""
        return queryset
