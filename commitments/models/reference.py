"""Reference data: what later action plans required, and recorded casualties.

None of it belongs to one State, and none of it changes a status.
"""

from datetime import date
from string import ascii_letters, digits
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from commitments.rules.dates import last_full_year
from commitments.rules.evidence import MAX_ADDRESS_LENGTH

from .commitment import Commitment
from .expressions import without_leading
from .fields import WEB_ADDRESS_FORM, WebAddressField, is_web_address
from .history import TrackedModel, track_history

SLUG_CHARACTERS = f"{ascii_letters}{digits}-_"
MIN_YEAR, MAX_YEAR = 1900, 2100
YEARS_FORM = _("A year lies between 1900 and 2100.")


class ActionPlanQuerySet(models.QuerySet[Any]):
    def get_by_natural_key(self, code: str) -> "ActionPlan":
        return self.get(code=code)


class ActionPlan(TrackedModel):
    """An action plan that a review conference adopted for the years until the next."""

    code = models.SlugField(_("code"), max_length=30, unique=True, help_text=_("Such as oslo."))
    name = models.CharField(_("name"), max_length=100)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    action_count = models.PositiveSmallIntegerField(
        _("number of actions"), null=True, blank=True, help_text=_("Empty where no source was read for it.")
    )

    objects = ActionPlanQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ("first_year", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="plan_ends_after_it_began",
                violation_error_message=_("The last year is not before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(code="") & Q(Exact(without_leading("code", SLUG_CHARACTERS), Value(""))),
                name="plan_code_is_a_slug",
                violation_error_message=_("A code is made of letters, digits and dashes, such as oslo."),
            ),
            models.CheckConstraint(
                condition=Q(first_year__gte=MIN_YEAR, last_year__lte=MAX_YEAR),
                name="plan_years_are_years",
                violation_error_message=YEARS_FORM,
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.first_year}-{self.last_year}"

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class PlannedActionQuerySet(models.QuerySet[Any]):
    def begun_by(self, day: date) -> Self:
        """Those of plans whose years had begun."""
        return self.filter(plan__first_year__lte=day.year)

    def in_reading_order(self) -> Self:
        """The earliest plan first."""
        return self.order_by("plan__first_year", "pk")


class PlannedAction(TrackedModel):
    """What one action plan required on the subject of one commitment, as far as a source was read for it."""

    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), related_name="actions"
    )
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, verbose_name=_("commitment"), related_name="planned_actions"
    )
    numbers = models.CharField(
        _("numbers of the actions"), max_length=30, blank=True, help_text=_("Such as 18-32.")
    )
    asked = models.TextField(_("what it asked"), help_text=_("In neutral words of our own."))
    source_url = WebAddressField(_("source"), max_length=MAX_ADDRESS_LENGTH, blank=True)
    source_title = models.CharField(_("title of the source"), max_length=300, blank=True)

    objects = PlannedActionQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("planned action")
        verbose_name_plural = _("planned actions")
        ordering = ("plan__first_year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "commitment", "numbers"],
                name="planned_action_stands_once",
                violation_error_message=_("These actions of the plan stand beside this commitment already."),
            ),
            models.CheckConstraint(
                condition=~Q(asked=""),
                name="planned_action_says_what_it_asked",
                violation_error_message=_("An action says what the plan asked."),
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | is_web_address("source_url"),
                name="planned_action_address_is_web",
                violation_error_message=WEB_ADDRESS_FORM,
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} {self.numbers}".strip()


class CasualtyCountQuerySet(models.QuerySet[Any]):
    def ended_by(self, day: date) -> Self:
        """Those whose last year was over at the end of this day."""
        return self.filter(last_year__lte=last_full_year(day))

    def in_reading_order(self) -> Self:
        """By the years counted, then by edition."""
        return self.order_by("first_year", "last_year", "edition")


class CasualtyCount(TrackedModel):
    """How many casualties one edition of a report recorded for a year, or for a span of years.

    All mines and all explosive remnants of war, not anti-personnel mines alone; recorded cases only.
    """

    first_year = models.PositiveSmallIntegerField(_("first year counted"))
    last_year = models.PositiveSmallIntegerField(_("last year counted"))
    killed = models.PositiveIntegerField(_("killed"), null=True, blank=True)
    injured = models.PositiveIntegerField(_("injured"), null=True, blank=True)
    unknown = models.PositiveIntegerField(_("killed or injured, not known which"), null=True, blank=True)
    total = models.PositiveIntegerField(_("all casualties"))
    edition = models.PositiveSmallIntegerField(
        _("edition"), help_text=_("The year of the report that gave these numbers.")
    )
    is_preferred = models.BooleanField(
        _("preferred"), default=False, help_text=_("The latest revision that was read for these years.")
    )
    remark = models.TextField(_("remark"), blank=True)
    source_url = WebAddressField(_("source"), max_length=MAX_ADDRESS_LENGTH)
    source_title = models.CharField(_("title of the source"), max_length=300)
    source_date = models.CharField(_("date of the source"), max_length=10, blank=True)

    objects = CasualtyCountQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("casualty count")
        verbose_name_plural = _("casualty counts")
        ordering = ("first_year", "last_year", "edition")
        constraints = (
            models.UniqueConstraint(
                fields=["first_year", "last_year", "edition"],
                name="casualties_one_count_an_edition",
                violation_error_message=_("This edition has a count of these years already."),
            ),
            models.UniqueConstraint(
                fields=["first_year", "last_year"],
                condition=Q(is_preferred=True),
                name="casualties_one_preferred_count_a_year",
                violation_error_message=_("Another edition is the preferred one for these years."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year"), edition__gte=F("last_year")),
                name="casualties_years_stand_in_order",
                violation_error_message=_("The first year, the last and the edition follow each other."),
            ),
            models.CheckConstraint(
                condition=Q(first_year__gte=MIN_YEAR, edition__lte=MAX_YEAR),
                name="casualties_years_are_years",
                violation_error_message=YEARS_FORM,
            ),
            models.CheckConstraint(
                condition=Q(
                    total__gte=Coalesce(F("killed"), 0)
                    + Coalesce(F("injured"), 0)
                    + Coalesce(F("unknown"), 0)
                ),
                name="casualties_parts_fit_the_total",
                violation_error_message=_(
                    "Killed, injured and unknown together are not more than all casualties."
                ),
            ),
            models.CheckConstraint(
                condition=is_web_address("source_url"),
                name="casualties_address_is_web",
                violation_error_message=WEB_ADDRESS_FORM,
            ),
        )

    def __str__(self) -> str:
        return f"{self.years} ({self.edition})"

    @property
    def years(self) -> str:
        """The year, or the first and the last of a span."""
        return (
            str(self.first_year)
            if self.first_year == self.last_year
            else f"{self.first_year}-{self.last_year}"
        )
