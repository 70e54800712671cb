"""Filters of obligations by the label that their States had on a day of its own."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from commitments.models.obligation_queries import ObligationQuerySet

from .filter_fields import DayFilter
from .filterset import StrictFilterSet


class LabelledOnADay(StrictFilterSet):
    """A filter of obligations whose labels may be those of another day than the rest of the list.

    A trend follows the same States over the years, so it selects them by their labels on one day.
    """

    label_on = DayFilter(method="labelled_on", ends=True, label=_("Label as it stood on"))

    def labelled_on(self, queryset: ObligationQuerySet, name: str, value: date) -> ObligationQuerySet:
        """Adds the labels of that day, for filters and display."""
        return queryset.with_label_on(value)
