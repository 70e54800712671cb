"""What series of figures about States have in common: the year, and where the figure was read."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.dates import last_full_year
from commitments.rules.evidence import MAX_ADDRESS_LENGTH

from .fields import WebAddressField, is_web_address
from .history import TrackedModel
from .reference import MAX_YEAR, MIN_YEAR, YEARS_FORM


class ReportedFigureQuerySet(models.QuerySet[Any]):
    def as_listed(self, clocks: Clocks) -> Self:
        """The years that were over on the day; the rows are never published, so `known_at` has no effect."""
        listed = self.filter(year__lte=last_full_year(clocks.day)).select_related("state")
        return listed.in_reading_order()

    def in_reading_order(self) -> Self:
        """By State, the newest year first."""
        return self.order_by("state__sort_name", "-year", "pk")


class ReportedFigure(TrackedModel):
    """A figure about one State and one year as a source gives it. It changes no status."""

    year = models.PositiveSmallIntegerField(_("year"))
    remark = models.TextField(_("remark"), blank=True)
    source_url = WebAddressField(_("source"), max_length=MAX_ADDRESS_LENGTH)
    source_title = models.CharField(_("title of the source"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=150)
    source_date = models.CharField(_("date of the source"), max_length=10)
    locator = models.CharField(_("page or paragraph"), max_length=100, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(year__gte=MIN_YEAR, year__lte=MAX_YEAR),
                name="%(class)s_year_is_a_year",
                violation_error_message=YEARS_FORM,
            ),
            models.CheckConstraint(
                condition=is_web_address("source_url"),
                name="%(class)s_address_is_web",
                violation_error_message=_("The source is a web address."),
            ),
            models.CheckConstraint(
                condition=~Q(source_title="") & ~Q(publisher=""),
                name="%(class)s_names_its_source",
                violation_error_message=_("A figure names the title and the publisher of its source."),
            ),
        )
