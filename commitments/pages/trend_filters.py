"""Which obligations a trend counts, and which findings changed a status between two days."""

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import Case, QuerySet, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commitments.lists.filter_chips import Chip
from commitments.lists.filter_fields import CodesFilter, DayFilter, commitments_by_code, region_choices
from commitments.lists.filterset import StrictFilterSet
from commitments.models import Obligation, ProgressNote
from commitments.models.progress_queries import ProgressNoteQuerySet
from commitments.models.state import label_expression
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Label, Status
from commitments.rules.comparison import span_refusals
from commitments.rules.date_reading import UnreadableDate, read_date
from commitments.rules.dates import EARLIEST, last_day, year_before

from .events import WITHOUT_FINDING, findings_told


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
    """The findings told as events after `from`, up to `to`; by default in the year up to the day shown."""

    commitment = commitments_by_code("obligation__commitment")
    region = CodesFilter(choices=region_choices, field_name="obligation__state__region", label=_("Region"))
    was = CodesFilter(choices=Status.choices, field_name="previous_status", label=_("Was"))
    became = CodesFilter(choices=Status.choices, field_name="status", label=_("Became"))

    class Meta:
        model = ProgressNote
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, clocks: Clocks) -> None:
        data, self._clocks = data.copy(), clocks
        data["to"] = data.get("to") or clocks.day.isoformat()
        data["from"] = data.get("from") or _year_up_to(self._last(data["to"])).isoformat()
        super().__init__(data, ProgressNote.objects.none())
        if not self.refusals():
            first, last = self.days()
            told = findings_told(clocks.on(last)).filter(noted_date__gt=first)
            self.queryset = self.labelled(told)

    def labelled(self, notes: ProgressNoteQuerySet) -> ProgressNoteQuerySet:
        """Adds `label`: the relation of the State to the Declaration on the day of the page."""
        return notes.annotate(label=label_expression(self._clocks.day, state="obligation__state"))

    def in_groups(self) -> ProgressNoteQuerySet:
        """Changes of status before first findings, by State and in the order of the text, newest first."""
        first = Case(When(previous_status__in=WITHOUT_FINDING, then=1), default=0)
        return self.qs.order_by(
            first,
            "obligation__state__name_en",
            "obligation__state",
            "obligation__commitment__position",
            "-noted_date",
            "-pk",
        )

    @classmethod
    def get_filters(cls) -> dict[str, filters.Filter]:
        """The two days first; they are added here because `from` is a Python keyword."""
        days = {
            "from": DayFilter(method="leave", label=_("From")),
            "to": DayFilter(method="leave", ends=True, label=_("To")),
        }
        return {**days, **super().get_filters()}

    def _last(self, text: Any) -> date:
        try:
            read = read_date(str(text))
        except UnreadableDate:
            return self._clocks.day
        return last_day(read.day, read.period)

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
