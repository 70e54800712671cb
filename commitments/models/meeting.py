"""Reference data: the meetings at which the States Parties decide and report. They change no status."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, Case, F, Q, Value, When
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.codes import MeetingCertainty, MeetingKind
from commitments.rules.membership import DECLARATION_DATE

from .expressions import without_leading
from .fields import WebAddressListField, is_web_address
from .history import TrackedModel, track_history
from .reference import SLUG_CHARACTERS

# those whose closing days readers choose from
OF_ALL_PARTIES = (MeetingKind.MEETING_OF_STATES_PARTIES, MeetingKind.REVIEW_CONFERENCE)


class MeetingQuerySet(models.QuerySet[Any]):
    def get_by_natural_key(self, code: str) -> "Meeting":
        return self.get(code=code)

    def as_listed(self, clocks: Clocks) -> Self:
        """Those begun by the day; today also those that lie ahead, or whose days were not found.

        Meetings are never published, so `known_at` has no effect on what they say.
        """
        listed = self if clocks.day >= clocks.known_date else self.filter(first_day__lte=clocks.day)
        closed = Case(
            When(last_day__lte=clocks.day, then=Value(True)), default=False, output_field=BooleanField()
        )
        return listed.annotate(is_closed=closed).select_related("country").in_reading_order()

    def closed_after_the_declaration(self, day: date) -> Self:
        """The Meetings of the States Parties and review conferences that had closed by the day, in order."""
        closed = self.filter(kind__in=OF_ALL_PARTIES, last_day__gt=DECLARATION_DATE, last_day__lte=day)
        return closed.order_by("last_day", "pk")

    def in_reading_order(self) -> Self:
        """The newest first; before them those whose days were not found."""
        return self.order_by(F("first_day").desc(nulls_first=True), "-pk")


class Meeting(TrackedModel):
    """A Meeting of the States Parties, a review conference or an intersessional meeting.

    Its days are empty where no source was found for them: they are never inferred. `country` is where it met.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True, help_text=_("Such as 22MSP."))
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=30, choices=MeetingKind)
    place = models.CharField(_("place"), max_length=100, blank=True)
    country = models.ForeignKey(
        "State",
        models.PROTECT,
        verbose_name=_("country"),
        related_name="hosted_meetings",
        null=True,
        blank=True,
    )
    first_day = models.DateField(
        _("first day"), null=True, blank=True, help_text=_("Empty where no source was found for it.")
    )
    last_day = models.DateField(_("last day"), null=True, blank=True)
    president = models.CharField(_("presided by"), max_length=100, blank=True)
    certainty = models.CharField(
        _("how sure"),
        max_length=15,
        choices=MeetingCertainty,
        help_text=_("Whether two sources that do not draw on each other have the same days."),
    )
    remark = models.TextField(_("remark"), blank=True)
    sources = WebAddressListField(_("sources"), help_text=_("One address a line."))

    is_closed: bool  # annotation of `as_listed`

    objects = MeetingQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-first_day", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(code="") & Q(Exact(without_leading("code", SLUG_CHARACTERS), Value(""))),
                name="meeting_code_is_a_slug",
                violation_error_message=_("A code is made of letters, digits and dashes, such as 22MSP."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="meeting_has_a_name",
                violation_error_message=_("A meeting has a name."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(MeetingKind.values)),
                name="meeting_kind_is_known",
                violation_error_message=_("A meeting is of one of three kinds."),
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=sorted(MeetingCertainty.values)),
                name="meeting_certainty_is_known",
                violation_error_message=_("A meeting says how many sources it rests on."),
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True, last_day__isnull=True)
                | Q(first_day__isnull=False, last_day__isnull=False, last_day__gte=F("first_day")),
                name="meeting_days_stand_in_order",
                violation_error_message=_(
                    "A meeting has a first and a last day that follow each other, or neither."
                ),
            ),
            models.CheckConstraint(
                condition=is_web_address("sources"),
                name="meeting_names_its_sources",
                violation_error_message=_("A meeting names its sources: web addresses, one a line."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)
