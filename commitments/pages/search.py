"""Results of the site search, by kind; first the records whose code or full name is the query."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from commitments.lists.filter_fields import search_field
from commitments.lists.filterset import StrictFilterSet
from commitments.lists.search import (
    SearchWord,
    commitment_holds,
    having_every_word,
    obligation_holds,
    read_search,
    state_holds,
)
from commitments.models import (
    Commitment,
    EvidenceLink,
    EvidenceWords,
    NoteWords,
    Obligation,
    ProgressNote,
    State,
)
from commitments.models.search_words import WordsQuerySet, among
from commitments.models.state import NAME_FIELDS
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.search_index import AFTER_ALL, after, of_newest_days, records
from commitments.rules.search_marks import spans

from .search_named import (
    FoundPage,
    NamedRecord,
    did_you_mean,
    found_pages,
    found_status,
    likeliest_first,
)

ROWS_SHOWN = 5
MAX_COUNTED = (
    1_000  # more are "more than 1,000": a word that every record has would cost as much as all of them
)


class SearchFilter(StrictFilterSet):
    """The parameters of the page: the words, and `stay`, to see all results of what has a page of its own."""

    q = search_field()
    stay = filters.ChoiceFilter(choices=[("1", "1")], method="search")

    class Meta:
        model = State
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Does not filter: the page searches each kind by itself."""
        return queryset


@dataclass(frozen=True)
class SearchGroup:
    """The matching records of one kind: how many, and the first of them; `is_more` than were counted."""

    count: int = 0
    rows: list = field(default_factory=list)
    is_more: bool = False

    @property
    def is_longer(self) -> bool:
        """Whether there are more than the page shows."""
        return self.count > len(self.rows)


@dataclass(frozen=True)
class SearchResults:
    """All results; `hits` are the records whose code or full name is the query.

    `status` is one that the query names, `of_states` the States whose obligations with it are asked for;
    `guesses` are names of States one typing error away, if nothing was found.
    """

    words: Sequence[SearchWord] = ()
    hits: list[NamedRecord] = field(default_factory=list)
    status: Status | None = None
    of_states: list[State] = field(default_factory=list)
    pages: list[FoundPage] = field(default_factory=list)
    states: SearchGroup = field(default_factory=SearchGroup)
    commitments: SearchGroup = field(default_factory=SearchGroup)
    obligations: SearchGroup = field(default_factory=SearchGroup)
    notes: SearchGroup = field(default_factory=SearchGroup)
    evidence: SearchGroup = field(default_factory=SearchGroup)
    guesses: list[State] = field(default_factory=list)

    @property
    def is_about_states(self) -> bool:
        """Whether a word names a State, so that the promises of single States come before those of all."""
        return any(word.states for word in self.words)

    @property
    def is_empty(self) -> bool:
        groups = (self.states, self.commitments, self.obligations, self.notes, self.evidence)
        return not (self.hits or self.pages or self.status) and not any(group.count for group in groups)


def search_results(query: str, clocks: Clocks, named: Sequence[NamedRecord] = ()) -> SearchResults:
    """The records that contain every word of the query, under both clocks; empty if there are no words.

    `named` are those that the query names as a whole (`named_records`).
    """
    words = read_search(query)
    if not words:
        return SearchResults()
    status, about = found_status(words)
    commitments = list(having_every_word(Commitment.objects.in_reading_order(), words, commitment_holds))
    found = SearchResults(
        words=words,
        hits=[*named],
        status=status,
        of_states=about,
        pages=found_pages(words),
        states=_states(words),
        commitments=SearchGroup(len(commitments), commitments),
        obligations=_obligations(words, clocks),
        notes=found_notes(words, clocks),
        evidence=found_evidence(words, clocks),
    )
    return SearchResults(words=words, guesses=did_you_mean(words)) if found.is_empty else found


def found_notes(words: Sequence[SearchWord], clocks: Clocks) -> SearchGroup:
    """The newest published findings that hold every word."""
    return _newest(NoteWords.objects.all(), ProgressNote.objects, words, clocks, after(clocks.day))


def found_evidence(words: Sequence[SearchWord], clocks: Clocks) -> SearchGroup:
    """The newest sources of published findings that hold every word."""
    return _newest(EvidenceWords.objects.all(), EvidenceLink.objects, words, clocks, AFTER_ALL)


def _obligations(words: Sequence[SearchWord], clocks: Clocks) -> SearchGroup:
    """Found by their keys alone; only the few that are shown get their status."""
    matching = having_every_word(Obligation.objects.in_reading_order(), words, obligation_holds)
    keys = [*matching.values_list("pk", flat=True)]
    shown = Obligation.objects.as_listed(clocks).filter(pk__in=keys[:ROWS_SHOWN]) if keys else ()
    return SearchGroup(len(keys), [*shown])


def _newest(
    index: WordsQuerySet, known_records: Any, words: Sequence[SearchWord], clocks: Clocks, before: int
) -> SearchGroup:
    """The newest of the matching records that are known, and how many there are, up to `MAX_COUNTED`.

    The index holds drafts and what was published later too, so each list that it gives is narrowed.
    """
    known = known_records.known_at(clocks).order_by()
    visible: list[int] = []
    for numbers in index.newest([word.indexed for word in words], before=before):
        keys = {*known.filter(pk__in=among(records(numbers))).values_list("pk", flat=True)}
        visible += [number for number, key in zip(numbers, records(numbers), strict=True) if key in keys]
        if len(visible) > MAX_COUNTED:
            break
    count, first = len(visible), of_newest_days(visible, ROWS_SHOWN)
    shown = known_records.as_listed(clocks).filter(pk__in=among(first))[:ROWS_SHOWN] if first else ()
    return SearchGroup(min(count, MAX_COUNTED), [*shown], is_more=count > MAX_COUNTED)


def _states(words: Sequence[SearchWord]) -> SearchGroup:
    """The States, each with those of its names in other languages that match."""
    matching = having_every_word(State.objects.in_reading_order(), words, state_holds)
    states = likeliest_first(matching, words)
    for state in states[:ROWS_SHOWN]:
        names = dict.fromkeys(getattr(state, name) for name in NAME_FIELDS)
        state.names_found = [name for name in names if name != state.name and spans(name, words)]
    return SearchGroup(len(states), states[:ROWS_SHOWN])
