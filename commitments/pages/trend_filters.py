"""Which obligations a trend counts, and which of them changed their status between two days."""

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commitments.lists.filter_chips import Chip
from commitments.lists.filter_fields import CodesFilter, DayFilter, commitments_by_code, region_choices
from commitments.lists.filterset import StrictFilterSet
from commitments.models import Obligation
from commitments.rules.clocks import EARLIEST, Clocks
from commitments.rules.codes import Label, Status
from commitments.rules.comparison import span_refusals
from commitments.rules.dates import year_before


class TrendFilter(StrictFilterSet):
    """Filters of the trend; needs `with_label_on`, and the labels are those of that day."""

    commitment = commitments_by_code("commitment")
    region = CodesFilter(choices=region_choices, field_name="state__region", label=_("Region"))
    label = CodesFilter(choices=Label.choices, label=_("Label"))

    class Meta:
        model = Obligation
        fields: list[str] = []

    def kept(self) -> dict[str, list[str]]:
        """The chosen commitments, regions and labels, as parameters for other pages."""
        asked = {name: self.data.getlist(name) for name in ("commitment", "region", "label")}
        return {name: [value for value in values if value] for name, values in asked.items() if any(values)}


class MovedFilter(TrendFilter):
    """Obligations whose status changed from `from` to `to`, by default in the year up to the day shown."""

    was = CodesFilter(choices=Status.choices, field_name="status_before", label=_("Was"))
    became = CodesFilter(choices=Status.choices, field_name="status", label=_("Became"))

    def __init__(self, data: QueryDict, *, clocks: Clocks) -> None:
        data, self._clocks = data.copy(), clocks
        data["to"] = data.get("to") or clocks.day.isoformat()
        data["from"] = data.get("from") or _year_up_to(self._last(data["to"])).isoformat()
        labelled = Obligation.objects.with_label_on(clocks.day)
        super().__init__(data, labelled)
        if not self.refusals():
            self.queryset = labelled.moved_between(*self.days(), clocks)

    @classmethod
    def get_filters(cls) -> dict[str, filters.Filter]:
        """The two days first; they are added here because `from` is a Python keyword."""
        days = {
            "from": DayFilter(method="leave", label=_("From")),
            "to": DayFilter(method="leave", label=_("To")),
        }
        return {**days, **super().get_filters()}

    def _last(self, text: Any) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return self._clocks.day

    def days(self) -> tuple[date, date]:
        """The two days if they are valid; else the year up to the day shown."""
        chosen = self.form.cleaned_data
        last = chosen.get("to") or self._clocks.day
        return chosen.get("from") or _year_up_to(last), last

    def refusals(self) -> list[str]:
        """Also refuses two days that cannot be compared."""
        found = super().refusals()
        if {"from", "to"} & set(self.form.errors):
            return found
        return [*found, *span_refusals(*self.days(), day=self._clocks.day)]

    def chips(self) -> list[Chip]:
        """Without the two days, which are always set."""
        days = {self.filters["from"].label, self.filters["to"].label}
        return [chip for chip in super().chips() if chip.label not in days]

    def leave(self, queryset: QuerySet, name: str, value: object) -> QuerySet:
        """Does not filter: the two days only say what to compare."""
        return queryset


def _year_up_to(last: date) -> date:
    """The default first day, never before the Convention."""
    return max(year_before(max(last, EARLIEST)), EARLIEST)
