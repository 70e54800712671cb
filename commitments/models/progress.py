"""What staff found, and the way of a finding to the public."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import (
    STORED_STATUS_CHOICES,
    Certainty,
    Precision,
    Stage,
    Status,
)
from commitments.rules.publication import is_frozen, is_locked_for_author

from .people import BASELINE_AUTHOR
from .progress_constraints import NOTE_CONSTRAINTS
from .progress_verbs import NoteVerbs


def _marked_by(label: str) -> models.ForeignKey:
    """Who took a step; the moment stands beside it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=label,
        related_name="+",
    )


def spoke_at(moment: datetime, *, note: str = "") -> Q:
    """Published by then, and neither retracted nor corrected by then; `note` is the way to the note."""

    def not_by(mark: str) -> Q:
        return Q(**{f"{note}{mark}__isnull": True}) | Q(**{f"{note}{mark}__gt": moment})

    return Q(**{f"{note}published_at__lte": moment}) & not_by("retracted_at") & not_by("corrected_at")


def _stands_before_the_outer() -> Q:
    """In a subquery: the notes on the same obligation that stand before the outer one."""
    day, moment = OuterRef("noted_date"), OuterRef("published_at")
    earlier = (
        Q(noted_date__lt=day)
        | Q(noted_date=day, published_at__lt=moment)
        | Q(noted_date=day, published_at=moment, pk__lt=OuterRef("pk"))
    )
    return Q(obligation=OuterRef("obligation")) & earlier


class ProgressNoteQuerySet(models.QuerySet):
    """Questions about notes."""

    def published_by(self, known_at: datetime) -> Self:
        """All that had been published by this moment, retracted since or not."""
        return self.filter(published_at__lte=known_at)

    def known_at(self, known_at: datetime) -> Self:
        """Those that spoke at this moment."""
        return self.filter(spoke_at(known_at))

    def noted_by(self, day: date) -> Self:
        """What had been noted by the end of this day."""
        return self.filter(noted_date__lte=day)

    def findings(self) -> Self:
        """Those that set a status."""
        return self.exclude(status="")

    def news(self) -> Self:
        """Without the notes that the site started with."""
        return self.exclude(author__username=BASELINE_AUTHOR)

    def newest_first(self) -> Self:
        """The order that decides a status: by noted day, then publication, then number."""
        return self.order_by("-noted_date", "-published_at", "-pk")

    def changes_of_status(self, day: date, *, known_at: datetime) -> Self:
        """The findings that moved a status, with `previous_status`, the newest first."""
        findings = ProgressNote.objects.known_at(known_at).noted_by(day).findings()
        before = findings.filter(_stands_before_the_outer()).newest_first().values("status")[:1]
        moved = self.known_at(known_at).noted_by(day).findings()
        previous = Coalesce(Subquery(before), Value(Status.NOT_ASSESSED.value))
        changed = moved.annotate(previous_status=previous).exclude(status=models.F("previous_status"))
        return changed.newest_first()

    def with_evidence(self) -> Self:
        """Brings the evidence of all of them in one query."""
        return self.prefetch_related("evidence")

    def as_listed(self, day: date, *, known_at: datetime) -> Self:
        """All that a list of published notes shows: the page and the CSV read this one."""
        spoke = self.known_at(known_at).noted_by(day).annotate(evidence_count=Count("evidence"))
        return spoke.select_related("obligation__state", "obligation__commitment", "author").newest_first()

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuses as soon as one of them is under review or has been published."""
        for note in self.exclude(stage__in=[Stage.DRAFT, Stage.RETURNED])[:1]:
            note.refuse_when_locked()
        return super().delete()


class ProgressNote(NoteVerbs, models.Model):
    """What staff found about one obligation on one day; it speaks once it is published."""

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
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("author"), related_name="notes"
    )
    created_at = models.DateTimeField(_("entered at"), db_default=Now(), editable=False)

    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False, db_index=True
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = _marked_by(_("submitted by"))
    returned_at = models.DateTimeField(_("returned at"), null=True, editable=False)
    returned_by = _marked_by(_("returned by"))
    return_comment = models.TextField(_("comment of the reviewer"), blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False, db_index=True)
    published_by = _marked_by(_("published by"))
    retracted_at = models.DateTimeField(_("retracted at"), null=True, editable=False)
    retracted_by = _marked_by(_("retracted by"))
    retraction_reason = models.TextField(_("reason of the retraction"), blank=True, editable=False)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("corrects"),
        related_name="corrections",
    )
    corrected_at = models.DateTimeField(_("corrected at"), null=True, editable=False)

    objects = ProgressNoteQuerySet.as_manager()

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
        )

    def __str__(self) -> str:
        return f"{self.obligation} · {self.noted_date.isoformat()}"

    def get_absolute_url(self) -> str:
        """Its public page, once it is published."""
        return reverse("progress_detail", kwargs={"pk": self.pk})

    def refuse_when_locked(self) -> None:
        """Raises ValidationError when the stored note is under review or has been published."""
        stage = ProgressNote.objects.filter(pk=self.pk).values_list("stage", flat=True).first()
        if stage and is_frozen(stage):
            raise ValidationError(_("A published note never changes; correct it with a new one."))
        if stage and is_locked_for_author(stage):
            raise ValidationError(_("A submitted note is with the reviewer; it has to be returned first."))

    def save(self, *args, **kwargs) -> None:
        """Keep the content, unless it is out of the author's hands. The verbs keep their own marks."""
        self.refuse_when_locked()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        """Throw a draft away; what was submitted or published stays."""
        self.refuse_when_locked()
        return super().delete(*args, **kwargs)
