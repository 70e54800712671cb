"""Labels of another day than the list: a State that has left since was labelled otherwise before."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from commitments.models.obligation_queries import ObligationQuerySet

from .filter_fields import DayFilter
from .filterset import StrictFilterSet


class LabelledOnADay(StrictFilterSet):
    """A filter of obligations whose labels can be read on another day than everything else in the list.

    A trend follows the same States over the years, so it names them by their labels of one day.
    """

    label_on = DayFilter(method="labelled_on", label=_("Label as it stood on"))

    def labelled_on(self, queryset: ObligationQuerySet, name: str, value: date) -> ObligationQuerySet:
        """The labels of that day, to be filtered by and to be shown."""
        return queryset.with_label_on(value)
