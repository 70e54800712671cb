"""Questions about what staff found, under both clocks."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce

from commitments.rules.codes import Stage, Status

from .belonging import count_of, one_of
from .people import BASELINE_AUTHOR, Reachable
from .speaking import spoke_at, stands_before_the_outer

if TYPE_CHECKING:
    from .progress import ProgressNote


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
        findings = self.model.objects.known_at(known_at).noted_by(day).findings()
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
        replies = self._related("replies")
        shown = replies.as_shown(day, known_at=known_at)
        return self.prefetch_related(Prefetch("replies", queryset=shown, to_attr="known_replies"))

    def with_newest_reply(self, day: date, *, known_at: datetime) -> Self:
        """Adds how many replies spoke and joins the newest of them: `reply_count`, `newest_reply`."""
        replies = self._related("replies")
        spoke = replies.known_at(known_at).given_by(day).filter(note=OuterRef("pk"))
        newest = one_of("replies", spoke.order_by("-replied_date", "-pk"))
        return self.annotate(reply_count=count_of(spoke, by="note"), newest_reply=newest)

    def with_first_evidence(self) -> Self:
        """Joins the first piece of evidence of each: `first_evidence`."""
        links = self._related("evidence")
        first = links.filter(note=OuterRef("pk")).in_reading_order()
        return self.annotate(first_evidence=one_of("evidence", first))

    def silenced_by(self, known_at: datetime) -> Self:
        """Those that had spoken and were retracted or corrected by this moment, the last silenced first."""
        silenced = self.filter(Q(retracted_at__lte=known_at) | Q(corrected_at__lte=known_at))
        return silenced.order_by(Coalesce("retracted_at", "corrected_at").desc(), "-pk")

    def with_corrections(self, day: date, *, known_at: datetime) -> Self:
        """Brings the notes that took the place of each, as both clocks show them: `public_corrections`."""
        public = self.model.objects.published_by(known_at).noted_by(day)
        return self.prefetch_related(Prefetch("corrections", queryset=public, to_attr="public_corrections"))

    def as_listed(self, day: date, *, known_at: datetime) -> Self:
        """All that a list of published notes shows: the page and the CSV read this one."""
        links = self._related("evidence")
        listed = self.known_at(known_at).noted_by(day).annotate(evidence_count=count_of(links, by="note"))
        return listed.select_related("obligation__state", "obligation__commitment", "author").newest_first()

    def as_exported(self, day: date, *, known_at: datetime) -> Self:
        """The same rows, with what the file tells of evidence and replies."""
        listed = self.as_listed(day, known_at=known_at).with_first_evidence()
        return listed.with_newest_reply(day, known_at=known_at)

    def _related(self, relation: str) -> models.QuerySet:
        """All that a relation can lead to."""
        return self.model._meta.get_field(relation).related_model.objects

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuses as soon as one of them is under review or has been published."""
        for note in self.exclude(stage__in=[Stage.DRAFT, Stage.RETURNED])[:1]:
            note.refuse_when_locked()
        return super().delete()
