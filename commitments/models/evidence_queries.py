"""Queries on evidence: what is known under both clocks, and what rests on one source."""

from collections.abc import Iterable
from typing import Any, Self

from django.db.models import CharField, Count, F, Min, QuerySet, Value, Window
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear, NullIf, RowNumber

from commitments.rules.clocks import Clocks
from commitments.rules.codes import EvidenceKind

from .expressions import note_is_known
from .link_check_queries import LinkCheckedQuerySet

UNDATED = "undated"


def source() -> Coalesce:
    """By what a source is told from others, as `rules.evidence.source_of` says it."""
    citation = Concat("archive", Value(", "), "archive_number")
    return Coalesce(NullIf("url", Value("")), "document_id", citation, output_field=CharField())


class EvidenceQuerySet(LinkCheckedQuerySet):
    state_lookup = "note__obligation__state"

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuses if one of them belongs to a note that is locked."""
        for link in self.select_related("note"):
            link.refuse_when_locked()
        return super().delete()

    def in_reading_order(self) -> Self:
        """In the order of entry."""
        return self.order_by("pk")

    def known_at(self, clocks: Clocks) -> Self:
        """Those of notes on facts up to the day that were published at the moment."""
        return self.filter(note_is_known(clocks, note="note__"))

    def with_source_year(self) -> Self:
        """Adds `source_year`: the year of the source as text, or “undated”."""
        year = Cast(ExtractYear("published_date"), CharField())
        return self.annotate(source_year=Coalesce(year, Value(UNDATED)))

    def with_source(self) -> Self:
        """Adds `source`: by what it is told from others."""
        return self.annotate(source=source())

    def as_listed(self, clocks: Clocks) -> Self:
        """Everything the library shows; the page and the CSV both use this queryset."""
        spoke = self.known_at(clocks).with_source_year().with_source()
        related = spoke.select_related("note__obligation__state", "note__obligation__commitment", "document")
        return related.newest_source_first()

    def by_source(self) -> QuerySet[Any, dict[str, Any]]:
        """Each source once, the most cited first: `links`, `notes`, `states` and `promises` that rest on it.

        `promises` are as many commitments.
        """
        counted = self.with_source().order_by().values("source")
        return counted.annotate(
            links=Count("pk"),
            notes=Count("note", distinct=True),
            states=Count("note__obligation__state", distinct=True),
            promises=Count("note__obligation__commitment", distinct=True),
        ).order_by("-links", "source")

    def newest_of_each(self, sources: Iterable[str], most: int) -> Self:
        """Of each of these sources the links of the newest facts, at most so many, newest first."""
        newest = (F("note__noted_date").desc(), F("pk").desc())
        place = Window(RowNumber(), partition_by=F("source"), order_by=newest)
        asked = self.with_source().order_by().filter(source__in=list(sources))
        return asked.alias(place=place).filter(place__lte=most).order_by("source", *newest)

    def newest_source_first(self) -> Self:
        """By the date of the source, the undated ones last."""
        return self.order_by(F("published_date").desc(nulls_last=True), "-pk")

    def source_count(self) -> int:
        """How many different sources they cite: one address is one source, however often it is cited."""
        return self.order_by().aggregate(sources=Count(source(), distinct=True))["sources"]

    def first_of_each_source(self) -> Self:
        """One link for each source, the first that was entered."""
        first = self.with_source().order_by().values("source").annotate(first=Min("pk")).values("first")
        return self.filter(pk__in=first)

    def count_by_kind(self) -> dict[str, int]:
        """How many different sources of each kind they cite, for the kinds that occur."""
        by_kind = self.order_by().values("kind").annotate(sources=Count(source(), distinct=True))
        counted = by_kind.values_list("kind", "sources")
        found = dict(counted)
        return {kind: found[kind] for kind in EvidenceKind.values if kind in found}
