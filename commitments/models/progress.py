"""What staff found, and the way of a finding to the public."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import (
    STORED_STATUS_CHOICES,
    Certainty,
    Precision,
    Stage,
    Status,
)
from commitments.rules.dates import future_refusals
from commitments.rules.publication import content_refusals, finding_refusals, step_refusals

from .belonging import count_of, one_of
from .people import BASELINE_AUTHOR, Reachable
from .reviewed import Reviewed, refuse
from .reviewed_constraints import NOTE_CONSTRAINTS
from .speaking import spoke_at, stands_before_the_outer
from .trace import traced

if TYPE_CHECKING:
    from .people import User

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
)


class ProgressNoteQuerySet(Reachable):
    """Questions about notes."""

    way_to_state = "obligation__state"

    def published_by(self, known_at: datetime) -> Self:
        """All that had been published by this moment, retracted since or not."""
        return self.filter(published_at__lte=known_at)

    def known_at(self, known_at: datetime, *, supposing: "ProgressNote | None" = None) -> Self:
        """Those that spoke at this moment; `supposing` one more did, in the place of what it corrects."""
        if supposing is None:
            return self.filter(spoke_at(known_at))
        spoke = self.filter(spoke_at(known_at) | Q(pk=supposing.pk))
        return spoke.exclude(pk=supposing.corrects_id) if supposing.corrects_id else spoke

    def newest_publication(self, known_at: datetime) -> date | None:
        """The day (UTC) of the newest publication by this moment, None where there was none."""
        newest = self.published_by(known_at).order_by("-published_at").only("published_at").first()
        return newest.published_at.astimezone(UTC).date() if newest else None

    def noted_by(self, day: date) -> Self:
        """What had been noted by the end of this day."""
        return self.filter(noted_date__lte=day)

    def findings(self) -> Self:
        """Those that set a status."""
        return self.exclude(status="")

    def news(self) -> Self:
        """Without the notes that the site started with."""
        return self.exclude(author__username=BASELINE_AUTHOR)

    def newest_first(self, *, supposed_at: datetime | None = None) -> Self:
        """The order that decides a status: by noted day, then publication (or as supposed), then number."""
        if supposed_at is None:
            return self.order_by("-noted_date", "-published_at", "-pk")
        return self.order_by("-noted_date", Coalesce("published_at", Value(supposed_at)).desc(), "-pk")

    def changes_of_status(self, day: date, *, known_at: datetime) -> Self:
        """The findings that moved a status, with `previous_status`, the newest first."""
        findings = ProgressNote.objects.known_at(known_at).noted_by(day).findings()
        before = findings.filter(stands_before_the_outer()).newest_first().values("status")[:1]
        moved = self.known_at(known_at).noted_by(day).findings()
        previous = Coalesce(Subquery(before), Value(Status.NOT_ASSESSED.value))
        changed = moved.annotate(previous_status=previous).exclude(status=models.F("previous_status"))
        return changed.newest_first()

    def with_evidence(self) -> Self:
        """Brings the evidence of all of them in one query."""
        return self.prefetch_related("evidence")

    def with_replies(self, day: date, *, known_at: datetime) -> Self:
        """Brings what the States had answered, as `known_replies`, in one query."""
        replies = self.model._meta.get_field("replies").related_model.objects
        shown = replies.as_shown(day, known_at=known_at)
        return self.prefetch_related(Prefetch("replies", queryset=shown, to_attr="known_replies"))

    def with_newest_reply(self, day: date, *, known_at: datetime) -> Self:
        """Adds how many replies spoke and joins the newest of them: `reply_count`, `newest_reply`."""
        replies = self.model._meta.get_field("replies").related_model.objects
        spoke = replies.known_at(known_at).given_by(day).filter(note=OuterRef("pk"))
        newest = one_of("replies", spoke.order_by("-replied_date", "-pk"))
        return self.annotate(reply_count=count_of(spoke, by="note"), newest_reply=newest)

    def with_first_evidence(self) -> Self:
        """Joins the first piece of evidence of each: `first_evidence`."""
        links = self.model._meta.get_field("evidence").related_model.objects
        first = links.filter(note=OuterRef("pk")).in_reading_order()
        return self.annotate(first_evidence=one_of("evidence", first))

    def silenced_by(self, known_at: datetime) -> Self:
        """Those that had spoken and were retracted or corrected by this moment, the last silenced first."""
        silenced = self.filter(Q(retracted_at__lte=known_at) | Q(corrected_at__lte=known_at))
        return silenced.order_by(Coalesce("retracted_at", "corrected_at").desc(), "-pk")

    def with_corrections(self, day: date, *, known_at: datetime) -> Self:
        """Brings the notes that took the place of each, as both clocks show them: `public_corrections`."""
        public = ProgressNote.objects.published_by(known_at).noted_by(day)
        return self.prefetch_related(Prefetch("corrections", queryset=public, to_attr="public_corrections"))

    def as_listed(self, day: date, *, known_at: datetime) -> Self:
        """All that a list of published notes shows: the page and the CSV read this one."""
        links = self.model._meta.get_field("evidence").related_model.objects
        listed = self.known_at(known_at).noted_by(day).annotate(evidence_count=count_of(links, by="note"))
        return listed.select_related("obligation__state", "obligation__commitment", "author").newest_first()

    def as_exported(self, day: date, *, known_at: datetime) -> Self:
        """The same rows, with what the file tells of evidence and replies."""
        listed = self.as_listed(day, known_at=known_at).with_first_evidence()
        return listed.with_newest_reply(day, known_at=known_at)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuses as soon as one of them is under review or has been published."""
        for note in self.exclude(stage__in=[Stage.DRAFT, Stage.RETURNED])[:1]:
            note.refuse_when_locked()
        return super().delete()


class ProgressNote(Reviewed):
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
    history = traced()

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

    def get_absolute_url(self) -> str:
        """Its public page, once it is published."""
        return reverse("progress_detail", kwargs={"pk": self.pk})

    def reached_state_id(self) -> int:
        """The State of its obligation."""
        return self.obligation.state_id

    def entry_refusals(self) -> dict[str, list[str]]:
        """Why not even a draft can hold what it says, by field."""
        finding = finding_refusals(
            status=self.status,
            certainty=self.certainty,
            disputed_by=self.disputed_by,
            dispute=self.dispute,
        )
        return finding | super().entry_refusals()

    def content_refusals(self, *, today: date) -> list[str]:
        """Why its content must not be published today."""
        content = content_refusals(
            status=self.status, certainty=self.certainty, text=self.text, links=self.evidence.count()
        )
        return future_refusals(self.noted_date, today=today) + content

    def before_publication(self, *, by: "User", at: datetime) -> None:
        """A correction takes the place of the note it corrects; the next review is planned."""
        if self.corrects_id:
            corrected = self.corrects.lock()
            refuse(step_refusals("correct", corrected.stage))
            corrected._mark(Stage.CORRECTED, by, corrected_at=at)
        self.obligation.plan_review_after(at.date(), by=by)

    @transaction.atomic
    def correct(self, *, by: "User", reason: str = "") -> "ProgressNote":
        """Open a draft with the same content and evidence; once published it takes the place of this note."""
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
