"""Results of the site search, by kind; first the records whose code or full name is the query."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from commitments.lists.filter_fields import search_field
from commitments.lists.filterset import StrictFilterSet
from commitments.lists.search import (
    NAMES,
    commitment_holds,
    evidence_holds,
    having_every_word,
    note_holds,
    obligation_holds,
    state_holds,
)
from commitments.models import Commitment, EvidenceLink, Obligation, ProgressNote, State
from commitments.rules.clocks import Clocks
from commitments.rules.text_search import fold, search_words, spans

ROWS_SHOWN = 5
NAMES_OF_CONVENTION = (
    "Ottawa Treaty",
    "Ottawa Convention",
    "Mine Ban Treaty",
    "Mine Ban Convention",
    "Anti-Personnel Mine Ban Convention",
    "Ottawa",
    "APMBC",
)


class SearchFilter(StrictFilterSet):
    """The one parameter of the page, validated like the search of the lists."""

    q = search_field()

    class Meta:
        model = State
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Does not filter: the page searches each kind by itself."""
        return queryset


@dataclass(frozen=True)
class SearchGroup:
    """The matching records of one kind: how many, and the first of them."""

    count: int = 0
    rows: list = field(default_factory=list)

    @property
    def is_longer(self) -> bool:
        """Whether there are more than the page shows."""
        return self.count > len(self.rows)


@dataclass(frozen=True)
class SearchResults:
    """All results; `hits` are the records whose code or full name is the query.

    `is_about_convention` if it is a name of the Convention, which has no record of its own.
    """

    words: list[str] = field(default_factory=list)
    hits: list[State | Commitment | Obligation] = field(default_factory=list)
    states: SearchGroup = field(default_factory=SearchGroup)
    commitments: SearchGroup = field(default_factory=SearchGroup)
    obligations: SearchGroup = field(default_factory=SearchGroup)
    notes: SearchGroup = field(default_factory=SearchGroup)
    evidence: SearchGroup = field(default_factory=SearchGroup)
    is_about_convention: bool = False

    @property
    def is_empty(self) -> bool:
        groups = (self.states, self.commitments, self.obligations, self.notes, self.evidence)
        return not (self.hits or self.is_about_convention) and not any(group.count for group in groups)


def search_results(query: str, clocks: Clocks) -> SearchResults:
    """The records that contain every word of the query, under both clocks; empty if there are no words."""
    words = search_words(query)
    if not words:
        return SearchResults()
    commitments = list(having_every_word(Commitment.objects.in_reading_order(), query, commitment_holds))
    return SearchResults(
        words=words,
        hits=_hits(query, clocks),
        states=_states(query, words),
        commitments=SearchGroup(len(commitments), commitments),
        obligations=_first(Obligation.objects.as_listed(clocks), query, obligation_holds),
        notes=_first(ProgressNote.objects.as_listed(clocks), query, note_holds),
        evidence=_first(EvidenceLink.objects.as_listed(clocks), query, evidence_holds),
        is_about_convention=_names_convention(query),
    )


def _first(queryset: QuerySet, query: str, holds: Callable[[str], Q]) -> SearchGroup:
    found = having_every_word(queryset, query, holds)
    count = found.count()
    return SearchGroup(count, list(found[:ROWS_SHOWN]))


def _states(query: str, words: list[str]) -> SearchGroup:
    """The States, each with those of its names in other languages that match."""
    states = list(having_every_word(State.objects.in_reading_order(), query, state_holds))
    for state in states[:ROWS_SHOWN]:
        names = dict.fromkeys(getattr(state, name) for name in NAMES)
        state.other_names = [name for name in names if name != state.name and spans(name, words)]
    return SearchGroup(len(states), states[:ROWS_SHOWN])


def _hits(query: str, clocks: Clocks) -> list[State | Commitment | Obligation]:
    """Records whose code or full name is the query: a State, a commitment, or the obligation of both."""
    words = fold(query).split()
    commitments = [*Commitment.objects.filter(code__in=words)]
    codes = {commitment.code for commitment in commitments}
    name = " ".join(word for word in words if word not in codes)
    named = [*having_every_word(State.objects.in_reading_order(), name, state_holds)] if name else []
    states = [state for state in named if _is_named(state, name)]
    if name and not states:
        return []
    if not (states and commitments):
        return [*states, *commitments]
    obligations = Obligation.objects.as_listed(clocks)
    return [*obligations.filter(state__in=states, commitment__in=commitments)]


def _names_convention(query: str) -> bool:
    return fold(query).split() in [fold(name).split() for name in NAMES_OF_CONVENTION]


def _is_named(state: State, name: str) -> bool:
    names = {" ".join(fold(getattr(state, each)).split()) for each in NAMES}
    return name in names | {fold(state.iso3)}
