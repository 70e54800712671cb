"""How well each commitment is known: what is published, what was looked through, and what is missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext_lazy

from commitments.lists.obligations import OBLIGATIONS
from commitments.models import Commitment, EvidenceLink, Obligation, ProgressNote
from commitments.models.progress_queries import ProgressNoteQuerySet
from commitments.rules.clocks import Clocks
from commitments.rules.codes import UNJUDGED_STATUSES, Freshness, Status
from commitments.rules.coverage import Reading, readings_of
from commitments.rules.documents import DocumentToOpen, documents_to_open
from commitments.rules.evidence import publisher_name
from commitments.rules.freshness import freshness_on
from commitments.rules.tally import OUTSIDE_DENOMINATOR, Tally

from .sentences import PageSentence

IN_COMMITMENT = "note__obligation__commitment__code"
NOT_OWED = sorted(status.value for status in OUTSIDE_DENOMINATOR)
# each figure with the filters that list exactly its obligations
ASKED: dict[str, dict[str, str | list[str]]] = {
    "owed": {"not_status": NOT_OWED},
    "assessed": {"not_status": [*NOT_OWED, *(status.value for status in UNJUDGED_STATUSES)]},
    "noted": {"status": Status.NOTED.value},
    "not_assessed": {"status": Status.NOT_ASSESSED.value},
    "recent": {"not_status": NOT_OWED, "freshness": Freshness.CURRENT.value},
    "stale": {"not_status": NOT_OWED, "freshness": Freshness.STALE.value},
}

GAPS = {
    "not_assessed": ngettext_lazy(
        "On %(count)s State nothing is published.", "On %(count)s States nothing is published.", "count"
    ),
    "noted": ngettext_lazy(
        "On %(count)s State only notes are published; none says where it stands.",
        "On %(count)s States only notes are published; none says where they stand.",
        "count",
    ),
    "stale": ngettext_lazy(
        "On %(count)s State the newest finding is more than two years old.",
        "On %(count)s States the newest finding is more than two years old.",
        "count",
    ),
}


@dataclass(frozen=True)
class CoverageFigure:
    """A number of obligations, its share of those that are owed, and the list of exactly these."""

    count: int
    percent: float
    address: str


@dataclass(frozen=True)
class PublishedSources:
    """What the published findings on one commitment rest on, in whatever State."""

    newest: ProgressNote | None = None
    urls: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CommitmentCoverage:
    """One commitment: its figures by name as in `ASKED`, its findings, readings and documents to open.

    `commitment` is None for all commitments together.
    """

    commitment: Commitment | None
    figures: dict[str, CoverageFigure]
    sources: PublishedSources = field(default_factory=PublishedSources)
    readings: list[Reading] = field(default_factory=list)
    documents: list[DocumentToOpen] = field(default_factory=list)

    @property
    def published(self) -> int:
        """On how many of those that are owed anything is published."""
        return self.figures["assessed"].count + self.figures["noted"].count

    @property
    def gaps(self) -> list[tuple[str, PageSentence]]:
        """The gaps that there are: the name of the figure, and the sentence that leads to its obligations."""
        return [
            (name, PageSentence(words % {"count": gap.count}, gap.address, str(gap.count)))
            for name, words in GAPS.items()
            if (gap := self.figures[name]).count
        ]


def coverage_on(clocks: Clocks) -> tuple[list[CommitmentCoverage], CommitmentCoverage]:
    """Each commitment in the order of the text, and all together; four queries, whatever their number."""
    counts, sources = _counts(clocks), _published(clocks)
    covered = [
        CommitmentCoverage(
            commitment,
            _figures(counts.get(commitment.code, Counter()), clocks, commitment=commitment.code),
            sources.get(commitment.code, PublishedSources()),
            readings_of(commitment.code, known_date=clocks.known_date),
            documents_to_open(commitment.code),
        )
        for commitment in Commitment.objects.in_reading_order()
    ]
    together: Counter[str] = sum(counts.values(), Counter())
    return covered, CommitmentCoverage(None, _figures(together, clocks))


def obligations_behind(figure: str, clocks: Clocks) -> QuerySet[Any]:
    """The obligations that a figure counts, of all commitments, as the public list filters them."""
    asked = QueryDict(urlencode(ASKED[figure], doseq=True))
    return OBLIGATIONS.filters(asked, queryset=OBLIGATIONS.rows(clocks)).qs


def coverage_of(commitment: Commitment, owed: Iterable[Obligation], clocks: Clocks) -> CommitmentCoverage:
    """The figures of one commitment from its obligations, which need `as_listed`; no query."""
    counts: Counter[str] = Counter()
    for each in owed:
        _add(counts, each.status, freshness_on(clocks.day, each.newest_note_date), 1)
    return CommitmentCoverage(commitment, _figures(counts, clocks, commitment=commitment.code))


def _counts(clocks: Clocks) -> dict[str, Counter[str]]:
    """By code of the commitment and name of the figure; one query, grouped by status and newest finding."""
    grouped_by = ("commitment__code", "status", "newest_note_date")
    listed = Obligation.objects.order_by().with_status_on(clocks).with_findings_on(clocks)
    grouped = listed.values(*grouped_by).annotate(obligations=Count("pk"))
    counts: dict[str, Counter[str]] = {}
    for code, status, newest, count in grouped.values_list(*grouped_by, "obligations"):
        _add(counts.setdefault(code, Counter()), status, freshness_on(clocks.day, newest), count)
    return counts


def _add(counts: Counter[str], status: str, freshness: Freshness, count: int) -> None:
    """Count so many obligations with this status and age under every figure they belong to."""
    tally = Tally.of({status: count})
    counts["owed"] += tally.denominator
    counts["assessed"] += tally.assessed
    counts["noted"] += tally.counts[Status.NOTED]
    counts["not_assessed"] += tally.counts[Status.NOT_ASSESSED]
    counts["recent"] += tally.denominator * (freshness == Freshness.CURRENT)
    counts["stale"] += tally.denominator * (freshness == Freshness.STALE)


def _figures(counts: Counter[str], clocks: Clocks, **query: str) -> dict[str, CoverageFigure]:
    rows, owed = reverse("obligations_list"), counts["owed"]
    return {
        name: CoverageFigure(
            counts[name], 100 * counts[name] / owed if owed else 0, clocks.keep(rows, **query, **asked)
        )
        for name, asked in ASKED.items()
    }


def _published(clocks: Clocks) -> dict[str, PublishedSources]:
    """By code of the commitment: the newest of its published notes, and all that they cite; two queries."""
    cited: dict[str, list[tuple[str, str]]] = {}
    links = EvidenceLink.objects.known_at(clocks).order_by()
    told = links.with_source().values_list(IN_COMMITMENT, "source", "publisher").distinct()
    for code, source, publisher in told:
        cited.setdefault(code, []).append((source, publisher_name(publisher)))
    newest = {note.obligation.commitment.code: note for note in _newest_notes(clocks)}
    return {
        code: PublishedSources(
            newest.get(code),
            frozenset(source for source, _name in cited.get(code, [])),
            frozenset(name for _source, name in cited.get(code, []) if name),
        )
        for code in {*newest, *cited}
    }


def _newest_notes(clocks: Clocks) -> ProgressNoteQuerySet:
    """The newest note of each commitment, with its State."""
    known = ProgressNote.objects.known_at(clocks)
    of_commitment = known.filter(obligation__commitment=OuterRef("pk")).newest_first()
    newest = Commitment.objects.order_by().values_list(Subquery(of_commitment.values("pk")[:1]))
    return known.filter(pk__in=newest).select_related("obligation__state", "obligation__commitment")
