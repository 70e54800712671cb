"""The replies of States to published notes."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Case, Expression, ExpressionWrapper, F, Q, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.codes import PUBLIC_STAGES, Position
from commitments.rules.dates import future_refusals
from commitments.rules.evidence import MAX_ADDRESS_LENGTH
from commitments.rules.publication import reply_refusals

from .expressions import note_is_known
from .fields import WEB_ADDRESS_FORM, WebAddressField, is_web_address
from .history import track_history
from .progress import ProgressNote
from .review import ReviewedRecord
from .review_constraints import REPLY_CONSTRAINTS
from .review_queries import ReviewedQuerySet

# hidden once a reply is retracted
PUBLISHED_FIELDS = ("position", "text", "url")


def _text(when: When, otherwise: Expression | F) -> Case:
    return Case(when, default=otherwise, output_field=models.TextField())


class ReplyQuerySet(ReviewedQuerySet):
    state_lookup = "note__obligation__state"

    def public_at(self, clocks: Clocks) -> Self:
        """Replies given by the day and published by the moment, including those retracted since."""
        return self.filter(published_at__lte=clocks.known_at, replied_date__lte=clocks.day)

    def known_at(self, clocks: Clocks) -> Self:
        """The same without those retracted by the moment."""
        kept = Q(retracted_at__isnull=True) | Q(retracted_at__gt=clocks.known_at)
        return self.public_at(clocks).filter(kept)

    def as_shown(self, clocks: Clocks) -> Self:
        """Everything a page shows beside a note; `is_retracted` marks those retracted by now."""
        retracted = Q(retracted_at__isnull=False, retracted_at__lte=clocks.known_at)
        shown = self.public_at(clocks).annotate(
            is_retracted=ExpressionWrapper(retracted, output_field=BooleanField())
        )
        return shown.in_reading_order()

    def as_listed(self, clocks: Clocks) -> Self:
        """Replies to published notes, as a page shows them; newest first.

        Adds `shown_position`, `shown_text` and `shown_url`, empty once a reply is retracted, and
        `withdrawn_since` and `withdrawal_reason`, empty until then.
        """
        public = self.as_shown(clocks).filter(note_is_known(clocks, note="note__"))
        retracted = Q(is_retracted=True)
        shown = {
            f"shown_{name}": _text(When(retracted, then=Value("")), F(name)) for name in PUBLISHED_FIELDS
        }
        listed = public.annotate(
            **shown,
            withdrawn_since=Case(When(retracted, then=F("retracted_at"))),
            withdrawal_reason=_text(When(retracted, then=F("retraction_reason")), Value("")),
        )
        related = listed.select_related("note__obligation__state", "note__obligation__commitment")
        return related.order_by("-replied_date", "-pk")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuses if one of them has been published."""
        if self.filter(stage__in=PUBLIC_STAGES).exists():
            raise ValidationError(_("A published reply is never deleted; retract it with a reason."))
        return super().delete()

    def in_reading_order(self) -> Self:
        """By day of the reply."""
        return self.order_by("replied_date", "pk")


class Reply(ReviewedRecord):
    """The reply of a State to a published note, shown beside it; it never changes a status."""

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
    url = WebAddressField(_("address"), max_length=MAX_ADDRESS_LENGTH, blank=True)

    objects = ReplyQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("-replied_date", "-pk")
        constraints = (
            *REPLY_CONSTRAINTS,
            models.CheckConstraint(
                condition=Q(position__in=Position.values),
                name="reply_position_is_known",
                violation_error_message=_("A reply takes one of the known positions."),
            ),
            models.CheckConstraint(
                condition=Q(url="") | is_web_address("url"),
                name="reply_address_is_web",
                violation_error_message=WEB_ADDRESS_FORM,
            ),
        )

    def __str__(self) -> str:
        return f"{self.replied_by} · {self.replied_date.isoformat()}"

    def get_absolute_url(self) -> str:
        return f"{reverse('progress_detail', kwargs={'pk': self.note_id})}#reply-{self.pk}"

    def reached_state_id(self) -> int:
        """The State of the note it answers."""
        return self.note.obligation.state_id

    def content_refusals(self, *, today: date) -> list[str | Promise]:
        """Why it must not be published: its day is in the future, or the note it answers is not published."""
        return future_refusals(self.replied_date, today=today) + reply_refusals(note_stage=self.note.stage)
