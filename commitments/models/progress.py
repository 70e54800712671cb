"""Progress notes: what staff found, from draft to publication."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import (
    STORED_STATUS_CHOICES,
    Certainty,
    Precision,
    Stage,
)
from commitments.rules.dates import future_refusals
from commitments.rules.publication import content_refusals, finding_refusals, step_refusals

from .history import track_history
from .progress_queries import ProgressNoteQuerySet
from .review import ReviewedRecord, refuse
from .review_constraints import NOTE_CONSTRAINTS
from .seal import Chain
from .validation import Refusals

if TYPE_CHECKING:
    from .people import User

# what a note says: a correction takes it along, the form asks for it, and a trigger freezes it once published
CONTENT_FIELDS = (
    "obligation",
    "noted_date",
    "noted_precision",
    "text",
    "status",
    "certainty",
    "disputed_by",
    "dispute",
)
EVIDENCE_FIELDS = (
    "url",
    "title",
    "publisher",
    "published_date",
    "published_precision",
    "kind",
    "locator",
    "quotation",
    "archived_url",
    "document",
    "document_name",
    "archive",
    "archive_number",
)


class ProgressNote(ReviewedRecord):
    """What staff found about one obligation on one day; it counts once it is published."""

    obligation = models.ForeignKey(
        "Obligation", models.PROTECT, verbose_name=_("obligation"), related_name="notes"
    )
    noted_date = models.DateField(_("noted on"), help_text=_("The day of the fact, not of the entry."))
    noted_precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    text = models.TextField(_("text"), max_length=5000)
    status = models.CharField(
        _("status"),
        max_length=20,
        blank=True,
        choices=STORED_STATUS_CHOICES,
        help_text=_("Leave it empty when the finding does not move the status."),
    )
    certainty = models.CharField(
        _("certainty"), max_length=10, choices=Certainty, default=Certainty.CONFIRMED
    )
    disputed_by = models.CharField(_("disputed by"), max_length=200, blank=True)
    dispute = models.TextField(_("what is disputed"), max_length=2000, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("corrects"),
        related_name="corrections",
    )
    corrected_at = models.DateTimeField(_("corrected at"), null=True, editable=False)

    # annotations of the querysets: `with_previous_status`, and of `pages/events.py`
    previous_status: str
    binds: bool
    grave_finding: str  # of `with_grave_finding`

    objects = ProgressNoteQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("progress note")
        verbose_name_plural = _("progress notes")
        ordering = ("-noted_date", "-pk")
        permissions = (("publish_progressnote", _("Can return, publish and retract progress notes")),)
        constraints = NOTE_CONSTRAINTS
        indexes = (
            models.Index(
                fields=["obligation", "-noted_date", "-published_at", "-id"], name="note_newest_of_obligation"
            ),
            models.Index(fields=["-noted_date", "-published_at", "-id"], name="note_newest"),
            models.Index(fields=["-published_at"], name="note_newest_published"),
        )

    def __str__(self) -> str:
        return f"{self.obligation} · {self.noted_date.isoformat()}"

    @property
    def doubt(self) -> str:
        """How sure its source is, in a word; empty where it is confirmed."""
        return "" if self.certainty == Certainty.CONFIRMED else str(Certainty(self.certainty).label)

    def get_absolute_url(self) -> str:
        """Its public page, once it is published."""
        return reverse("progress_detail", kwargs={"pk": self.pk})

    def reached_state_id(self) -> int:
        return self.obligation.state_id

    def entry_refusals(self) -> Refusals:
        """Why not even a draft can be saved with this content, by field."""
        finding = finding_refusals(
            status=self.status,
            certainty=self.certainty,
            disputed_by=self.disputed_by,
            dispute=self.dispute,
        )
        return {**finding, **super().entry_refusals()}

    def content_refusals(self, *, today: date) -> list[str | Promise]:
        """Why its content must not be published today."""
        content = content_refusals(
            status=self.status, certainty=self.certainty, text=self.text, links=self.evidence.count()
        )
        return future_refusals(self.noted_date, today=today) + content

    def before_publication(self, *, by: "User", chain: Chain) -> None:
        """A correction replaces the note it corrects; the next review is planned."""
        if self.corrects is not None:
            corrected = self.corrects.lock()
            refuse(step_refusals("correct", corrected.stage))
            corrected._mark(Stage.CORRECTED, by, chain=chain, corrected_at=chain.moment)
        self.obligation.plan_review_after(chain.moment.date(), by=by)

    @transaction.atomic
    def correct(self, *, by: "User", reason: str = "") -> "ProgressNote":
        """Create a draft with the same content and evidence; once published it replaces this note."""
        self.lock()
        refuse(step_refusals("correct", self.stage))
        draft = ProgressNote(
            author=by, corrects=self, **{field: getattr(self, field) for field in CONTENT_FIELDS}
        )
        draft.write(by=by, reason=reason)
        for link in self.evidence.all():
            copy = draft.evidence.model(note=draft, **{f: getattr(link, f) for f in EVIDENCE_FIELDS})
            copy.write(by=by, reason=reason)
        return draft
