"""The dated duties of an obligation."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import DATE_PRECISION_CHOICES, DATE_PRECISIONS, DeadlineKind, Precision
from commitments.rules.deadlines import DATED_COMMITMENTS
from commitments.rules.evidence import MAX_ADDRESS_LENGTH

from .deadline_queries import DeadlineQuerySet
from .fields import WebAddressField
from .history import TrackedModel, track_history
from .obligation import Obligation


class Deadline(TrackedModel):
    """A dated duty of an obligation: the deadline of Article 4 or 5, or one extension of it."""

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, verbose_name=_("obligation"), related_name="deadlines"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DeadlineKind)
    due_date = models.DateField(_("due on"))
    due_precision = models.CharField(
        _("precision"), max_length=5, choices=DATE_PRECISION_CHOICES, default=Precision.DAY
    )
    decided_date = models.DateField(_("decided on"), null=True, blank=True)
    is_computed = models.BooleanField(
        _("computed"), default=False, help_text=_("By the rule of the Convention, not read in a source.")
    )
    source_url = WebAddressField(_("source"), max_length=MAX_ADDRESS_LENGTH)
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
            models.UniqueConstraint(
                fields=["obligation", "due_date", "kind"],
                name="deadline_stands_once",
                violation_error_message=_("This obligation has a deadline of this day and kind already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DeadlineKind.values),
                name="deadline_kind_is_known",
                violation_error_message=_("A deadline is an initial one or an extension."),
            ),
            models.CheckConstraint(
                condition=Q(due_precision__in=[precision.value for precision in DATE_PRECISIONS]),
                name="deadline_precision_is_known",
                violation_error_message=_("A deadline falls on a day, in a month or in a year."),
            ),
            models.CheckConstraint(
                condition=Q(decided_date__isnull=True)
                | Q(decided_date__lte=F("due_date"))
                | Q(kind="extension"),
                name="deadline_is_decided_before_it_is_due",
                violation_error_message=_("Only an extension is decided after the day it was due."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.obligation} {self.due_date.isoformat()}"

    def clean(self) -> None:
        """Only clearance (16b) and destruction of stocks (16c) have dated duties, under Articles 5 and 4."""
        if self.obligation_id and self.obligation.commitment.code not in DATED_COMMITMENTS:
            raise ValidationError(_("Only 16b and 16c have deadlines in the Convention."))
