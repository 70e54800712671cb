"""Queries on progress notes, under both clocks."""

from datetime import UTC, date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Substr

from commitments.rules.clocks import Clocks
from commitments.rules.codes import Position, Precision, Stage, Status
from commitments.rules.grave import ADMITTED, BY
from commitments.rules.roles import BASELINE_AUTHOR

from .expressions import count_of, note_is_known, one_of, stands_before_outer, status_found
from .review_queries import ReviewedQuerySet


class ProgressNoteQuerySet(ReviewedQuerySet):
    state_lookup = "obligation__state"

    def published_by(self, moment: datetime) -> Self:
        """All notes published by this moment, on any day, including those retracted since."""
        return self.filter(published_at__lte=moment)

    def public_at(self, clocks: Clocks) -> Self:
        """Notes published by the moment on facts up to the day, including those retracted since."""
        return self.published_by(clocks.known_at).filter(noted_date__lte=clocks.day)

    def known_at(self, clocks: Clocks, *, supposing: Any | None = None) -> Self:
        """The same without those retracted or corrected by the moment.

        `supposing` is a note to be treated as published too, replacing the one it corrects.
        """
        if supposing is None:
            return self.filter(note_is_known(clocks))
        supposed = Q(pk=supposing.pk, noted_date__lte=clocks.day)
        known = self.filter(note_is_known(clocks) | supposed)
        return known.exclude(pk=supposing.corrects_id) if supposing.corrects_id else known

    def newest_publication(self, moment: datetime) -> date | None:
        """The day (UTC) of the newest publication by this moment, None if there was none."""
        newest = self.published_by(moment).order_by("-published_at").only("published_at").first()
        return newest.published_at.astimezone(UTC).date() if newest else None

    def first_publication_after(self, clocks: Clocks) -> date | None:
        """The day (UTC) of the first publication here, if `known_at` lies before it; a query only then."""
        if not clocks.known_at_given:
            return None
        first = self.filter(published_at__isnull=False).order_by("published_at")
        found = first.values_list("published_at", flat=True).first()
        return found.astimezone(UTC).date() if found and found > clocks.known_at else None

    def findings(self) -> Self:
        """Those that set a status."""
        return self.exclude(status="")

    def news(self) -> Self:
        """Without the notes that a new site is loaded with."""
        return self.exclude(author__username=BASELINE_AUTHOR)

    def withdrawn_by_people(self) -> Self:
        """The retracted and corrected notes, without those that an edition of the baseline withdrew."""
        # a condition on the author of the correction would tempt SQLite to look through all of theirs
        correction = self.model.objects.filter(corrects=OuterRef("pk"), published_at__isnull=False)
        withdrawn = self.alias(correction_author=Subquery(correction.order_by().values("author")[:1]))
        return withdrawn.filter(
            ~Q(author__username=BASELINE_AUTHOR)
            | Q(stage=Stage.RETRACTED) & ~Q(retracted_by=models.F("author"))
            | Q(stage=Stage.CORRECTED) & ~Q(correction_author=models.F("author")),
            # this has an index, and people withdraw few notes
            stage__in=[Stage.RETRACTED, Stage.CORRECTED],
        )

    def newest_first(self, *, supposed_at: datetime | None = None) -> Self:
        """The order that decides a status: by noted day, then publication (or as supposed), then id."""
        if supposed_at is None:
            return self.order_by("-noted_date", "-published_at", "-pk")
        return self.order_by("-noted_date", Coalesce("published_at", Value(supposed_at)).desc(), "-pk")

    def changes_of_status(self, clocks: Clocks) -> Self:
        """The findings that changed a status, with `previous_status`, newest first."""
        moved = self.known_at(clocks).findings().with_previous_status(clocks)
        return moved.exclude(status=models.F("previous_status")).newest_first()

    def with_previous_status(self, clocks: Clocks) -> Self:
        """Adds `previous_status`: what the notes known before each say; not assessed without one."""
        known = self.model.objects.known_at(clocks).filter(stands_before_outer())
        return self.annotate(previous_status=status_found(known.findings().newest_first(), known))

    def published_without_evidence(self) -> Self:
        """Those that stand though they cite nothing: published before every note had to."""
        links = self._related("evidence").filter(note=OuterRef("pk"))
        return self.filter(~Exists(links), stage=Stage.PUBLISHED).exclude(status=Status.NO_EVIDENCE)

    def with_evidence(self, *, checked: Clocks | None = None) -> Self:
        """Prefetches the evidence with its documents in one query, and by another `link_check` of each."""
        links = self._related("evidence").select_related("document")
        return self.prefetch_related(
            Prefetch("evidence", queryset=links.with_link_checks(checked) if checked else links)
        )

    def with_replies(self, clocks: Clocks) -> Self:
        """Prefetches the replies published by then, as `known_replies`, in one query."""
        replies = self._related("replies")
        shown = replies.as_shown(clocks)
        return self.prefetch_related(Prefetch("replies", queryset=shown, to_attr="known_replies"))

    def with_newest_reply(self, clocks: Clocks) -> Self:
        """Adds the number of known replies and joins the newest of them: `reply_count`, `newest_reply`."""
        replies = self._related("replies")
        spoke = replies.known_at(clocks).filter(note=OuterRef("pk"))
        newest = one_of("replies", spoke.order_by("-replied_date", "-pk"))
        return self.annotate(reply_count=count_of(spoke, by="note"), newest_reply=newest)

    def with_grave_finding(self, clocks: Clocks) -> Self:
        """Adds `grave_finding`: year and certainty as `rules.grave` reads them, such as “2011 admitted”."""
        agreed = (
            self._related("replies").known_at(clocks).filter(note=OuterRef("pk"), position=Position.AGREES)
        )
        admitted = When(Exists(agreed), status=Status.CONTRADICTED, then=Value(ADMITTED))
        told = Concat(
            Case(When(noted_precision=Precision.BY, then=Value(BY)), default=Value("")),
            Substr(Cast("noted_date", models.CharField()), 1, 4),
            Value(" "),
            Case(admitted, default=models.F("certainty"), output_field=models.CharField()),
            output_field=models.CharField(),
        )
        return self.annotate(grave_finding=told)

    def with_first_evidence(self) -> Self:
        """Joins the first piece of evidence of each: `first_evidence`."""
        links = self._related("evidence")
        first = links.filter(note=OuterRef("pk")).in_reading_order()
        return self.annotate(first_evidence=one_of("evidence", first))

    def withdrawn_by(self, moment: datetime) -> Self:
        """Those that were retracted or corrected by this moment, the last one first."""
        withdrawn = self.filter(Q(retracted_at__lte=moment) | Q(corrected_at__lte=moment))
        return withdrawn.order_by(Coalesce("retracted_at", "corrected_at").desc(), "-pk")

    def with_corrections(self, clocks: Clocks) -> Self:
        """Prefetches the notes that replaced each, under both clocks: `public_corrections`."""
        public = self.model.objects.public_at(clocks)
        return self.prefetch_related(Prefetch("corrections", queryset=public, to_attr="public_corrections"))

    def as_listed(self, clocks: Clocks) -> Self:
        """Everything a list of published notes shows; the page and the CSV both use this queryset.

        `known_stage` is the stage at the moment, so that a cited address says the same after a correction.
        """
        links = self._related("evidence")
        listed = self.known_at(clocks).annotate(
            evidence_count=count_of(links, by="note"), known_stage=Value(Stage.PUBLISHED.value)
        )
        return listed.select_related("obligation__state", "obligation__commitment", "author").newest_first()

    def as_exported(self, clocks: Clocks) -> Self:
        """The same rows, with the evidence and replies that files contain."""
        return self.as_listed(clocks).with_first_evidence().with_newest_reply(clocks)

    def _related(self, relation: str) -> Any:
        """All rows that a relation can lead to."""
        return self.model._meta.get_field(relation).related_model.objects

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuses if one of them is under review or has been published."""
        for note in self.exclude(stage__in=[Stage.DRAFT, Stage.RETURNED])[:1]:
            note.refuse_when_locked()
        return super().delete()
