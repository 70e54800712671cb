"""The dated duties of an obligation."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.codes import DeadlineKind, Precision

from .fields import WebAddressField
from .history import track_history
from .obligation import Obligation
from .querysets import StateScopedQuerySet

if TYPE_CHECKING:
    from .state import State

DATED_COMMITMENTS = frozenset({"16b", "16c"})


class DeadlineQuerySet(StateScopedQuerySet):
    state_lookup = "obligation__state"

    def of_state(self, state: "State") -> Self:
        """Those of one State, with the codes that their URLs need."""
        return self.filter(obligation__state=state).select_related(
            "obligation__commitment", "obligation__state"
        )

    def set_by(self, day: date) -> Self:
        """Without those known to have been decided later; one without a decision date stays."""
        return self.exclude(decided_date__gt=day)

    def from_day(self, day: date) -> Self:
        """Those that have not passed."""
        return self.filter(due_date__gte=day)

    def as_listed(self, clocks: Clocks) -> Self:
        """Everything a list shows for a day; deadlines are never published, so `known_at` changes nothing.

        Adds `is_passed`: a deadline is ahead until its day is over.
        """
        passed = Case(
            When(due_date__lt=clocks.day, then=True), default=False, output_field=models.BooleanField()
        )
        listed = self.set_by(clocks.day).annotate(is_passed=passed)
        return listed.select_related("obligation__commitment", "obligation__state").in_reading_order()

    def in_reading_order(self) -> Self:
        """The nearest first."""
        return self.order_by("due_date", "obligation__state__sort_name", "pk")


class Deadline(models.Model):
    """A dated duty of an obligation: the deadline of Article 4 or 5, or one extension of it."""

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, verbose_name=_("obligation"), related_name="deadlines"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DeadlineKind)
    due_date = models.DateField(_("due on"))
    due_precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    decided_date = models.DateField(_("decided on"), null=True, blank=True)
    is_computed = models.BooleanField(
        _("computed"), default=False, help_text=_("By the rule of the Convention, not read in a source.")
    )
    source_url = WebAddressField(_("source"), max_length=500)
    source_title = models.CharField(_("title of the source"), max_length=300)
    source_date = models.CharField(_("date of the source"), max_length=10, blank=True)
    remark = models.TextField(_("remark"), blank=True)

    objects = DeadlineQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ("due_date", "pk")
        constraints = (
            models.UniqueConstraint(fields=["obligation", "due_date", "kind"], name="deadline_stands_once"),
            models.CheckConstraint(condition=Q(kind__in=DeadlineKind.values), name="deadline_kind_is_known"),
            models.CheckConstraint(
                condition=Q(decided_date__isnull=True)
                | Q(decided_date__lte=F("due_date"))
                | Q(kind="extension"),
                name="deadline_is_decided_before_it_is_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.obligation} {self.due_date.isoformat()}"

    def clean(self) -> None:
        """Only clearance (16b) and destruction of stocks (16c) have dated duties, under Articles 5 and 4."""
        if self.obligation_id and self.obligation.commitment.code not in DATED_COMMITMENTS:
            raise ValidationError(_("Only 16b and 16c have deadlines in the Convention."))
