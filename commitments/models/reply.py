"""What a State itself answered to a published note."""

from datetime import date, datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Case, Expression, ExpressionWrapper, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import PUBLIC_STAGES, Position
from commitments.rules.dates import future_refusals
from commitments.rules.evidence import LONGEST_ADDRESS
from commitments.rules.publication import reply_refusals

from .evidence import is_web_address, validate_evidence_address
from .people import Reachable
from .progress import ProgressNote
from .reviewed import Reviewed
from .reviewed_constraints import REPLY_CONSTRAINTS
from .speaking import spoke_at
from .trace import traced

# what a retracted reply no longer says
SPOKEN = ("position", "text", "url")


def _text(when: When, otherwise: Expression | F) -> Case:
    return Case(when, default=otherwise, output_field=models.TextField())


class ReplyQuerySet(Reachable):
    """Questions about replies."""

    way_to_state = "note__obligation__state"

    def known_at(self, known_at: datetime) -> Self:
        """Those that spoke at this moment."""
        spoke = self.filter(published_at__lte=known_at)
        return spoke.filter(Q(retracted_at__isnull=True) | Q(retracted_at__gt=known_at))

    def given_by(self, day: date) -> Self:
        """What the State had answered by the end of this day."""
        return self.filter(replied_date__lte=day)

    def as_shown(self, day: date, *, known_at: datetime) -> Self:
        """All that a page shows beside a note; `is_retracted` marks those that are silent now."""
        retracted = Q(retracted_at__isnull=False, retracted_at__lte=known_at)
        public = self.filter(published_at__lte=known_at).given_by(day)
        shown = public.annotate(is_retracted=ExpressionWrapper(retracted, output_field=BooleanField()))
        return shown.in_reading_order()

    def as_listed(self, day: date, *, known_at: datetime) -> Self:
        """Those to notes that speak, as a page shows them; the newest first.

        Adds `spoken_position`, `spoken_text` and `spoken_url`, empty once a reply is retracted, and
        `silent_since` and `silent_because`, empty until then.
        """
        shown = self.as_shown(day, known_at=known_at).filter(spoke_at(known_at, note="note__"))
        silent = Q(is_retracted=True)
        spoken = {f"spoken_{name}": _text(When(silent, then=Value("")), F(name)) for name in SPOKEN}
        told = shown.filter(note__noted_date__lte=day).annotate(
            **spoken,
            silent_since=Case(When(silent, then=F("retracted_at"))),
            silent_because=_text(When(silent, then=F("retraction_reason")), Value("")),
        )
        related = told.select_related("note__obligation__state", "note__obligation__commitment")
        return related.order_by("-replied_date", "-pk")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuses as soon as one of them has been published."""
        if self.filter(stage__in=PUBLIC_STAGES).exists():
            raise ValidationError(_("A published reply is never deleted; retract it with a reason."))
        return super().delete()

    def in_reading_order(self) -> Self:
        """As they came in."""
        return self.order_by("replied_date", "pk")


class Reply(Reviewed):
    """The answer of a State to a published note, shown beside it; it never moves a status."""

    note = models.ForeignKey(
        ProgressNote,
        models.PROTECT,
        verbose_name=_("note"),
        related_name="replies",
        limit_choices_to={"stage__in": PUBLIC_STAGES},
    )
    replied_by = models.CharField(
        _("who replied"), max_length=200, help_text=_("The office that speaks for the State.")
    )
    replied_date = models.DateField(_("replied on"))
    position = models.CharField(_("position"), max_length=10, choices=Position)
    text = models.TextField(_("text"), max_length=5000, help_text=_("What the State says, in neutral words."))
    url = models.CharField(
        _("address"), max_length=LONGEST_ADDRESS, blank=True, validators=[validate_evidence_address]
    )

    objects = ReplyQuerySet.as_manager()
    history = traced()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("-replied_date", "-pk")
        constraints = (
            *REPLY_CONSTRAINTS,
            models.CheckConstraint(condition=Q(position__in=Position.values), name="reply_position_is_known"),
            models.CheckConstraint(condition=Q(url="") | is_web_address("url"), name="reply_address_is_web"),
        )

    def __str__(self) -> str:
        return f"{self.replied_by} · {self.replied_date.isoformat()}"

    def get_absolute_url(self) -> str:
        """Its place beside the note."""
        return f"{reverse('progress_detail', kwargs={'pk': self.note_id})}#reply-{self.pk}"

    def reached_state_id(self) -> int:
        """The State of the note it answers."""
        return self.note.obligation.state_id

    def content_refusals(self, *, today: date) -> list[str]:
        """Why it must not be published: its day has not come, or it answers what the public cannot read."""
        return future_refusals(self.replied_date, today=today) + reply_refusals(note_stage=self.note.stage)
