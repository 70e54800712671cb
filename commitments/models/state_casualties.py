"""Reference data: how many people mines and explosive remnants killed and injured in a State, by year.

A count is an outcome and no act: it shows neither that a State kept its word nor that it broke it.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import CasualtyScope

from .history import track_history
from .reported import ReportedFigure, ReportedFigureQuerySet


class StateCasualtyCount(ReportedFigure):
    """Recorded casualties in one State in one year. An empty number was not given, which is not zero."""

    state = models.ForeignKey(
        "State", models.PROTECT, verbose_name=_("State"), related_name="casualty_counts"
    )
    killed = models.PositiveIntegerField(_("killed"), null=True, blank=True)
    injured = models.PositiveIntegerField(_("injured"), null=True, blank=True)
    total = models.PositiveIntegerField(_("all casualties"), null=True, blank=True)
    scope = models.CharField(_("what is counted"), max_length=20, choices=CasualtyScope)

    objects = ReportedFigureQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("casualty count of a State")
        verbose_name_plural = _("casualty counts of States")
        ordering = ("state__sort_name", "-year")
        constraints = (
            *ReportedFigure.Meta.constraints,
            models.UniqueConstraint(
                fields=["state", "year", "scope"],
                name="statecasualtycount_stands_once",
                violation_error_message=_("This State has a count of this year and scope already."),
            ),
            models.CheckConstraint(
                condition=Q(scope__in=sorted(CasualtyScope.values)),
                name="statecasualtycount_scope_is_known",
                violation_error_message=_("A count says what is counted."),
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True)
                | Q(total__gte=Coalesce(F("killed"), 0) + Coalesce(F("injured"), 0)),
                name="statecasualtycount_parts_fit_the_total",
                violation_error_message=_("Killed and injured together are not more than all casualties."),
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=False) | ~Q(remark=""),
                name="statecasualtycount_says_why_no_total",
                violation_error_message=_("A count without a total says why in its remark."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.state.iso3} {self.year}"
