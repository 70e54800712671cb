"""Search: a record matches if each word of the query is in one of its fields, in any order.

A word of a query is found where a word of a text begins with it. What it says of States and commitments is
read once, from all their names and codes: the conditions below then ask for their keys.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from commitments.models import Commitment, EvidenceWords, NoteWords, State
from commitments.rules.search_index import COMMITMENT_MARK, STATE_MARK, IndexedWord
from commitments.rules.search_words import COMMITMENT_WORDS
from commitments.rules.text_search import (
    MAX_SEARCH_LENGTH,
    SoughtWord,
    search_refusals,
    search_text,
    sought,
)

_kept_text = lru_cache(8_192)(search_text)  # the names of all States, which every query asks about


@dataclass(frozen=True)
class SearchWord(SoughtWord):
    """A word of a query, with the keys of the States and commitments that it may mean.

    `commitments` have it in their title or among the words that people use for them, `coded` as their code,
    `readings` anywhere in their texts.
    """

    states: frozenset[int] = frozenset()
    commitments: frozenset[int] = frozenset()
    coded: frozenset[int] = frozenset()
    readings: frozenset[int] = frozenset()

    @property
    def indexed(self) -> IndexedWord:
        """What the index of findings and sources is asked for."""
        marks = [
            *(f"{STATE_MARK}{key}" for key in sorted(self.states)),
            *(f"{COMMITMENT_MARK}{key}" for key in sorted(self.coded)),
        ]
        if self.is_whole:
            return IndexedWord(self.glued, (self.text, *marks))
        return IndexedWord((self.text, *self.glued), tuple(marks))


def validate_search(query: str) -> None:
    """Refuses a query that cannot be searched for; the form field checks its length and null bytes."""
    if len(query) <= MAX_SEARCH_LENGTH and "\x00" not in query and (refusals := search_refusals(query)):
        raise ValidationError(refusals)


def read_search(query: str) -> list[SearchWord]:
    """The words of the query, with what each may mean; three small queries whatever it says."""
    words = sought(query)
    if not words:
        return []
    book = _read_names()
    promises = [_read_promise(each) for each in Commitment.objects.order_by()]
    return [_read(word, book, promises) for word in words]


@dataclass(frozen=True)
class _Names:
    """The search text of all names of each State by its key, its codes, and all names of a single word."""

    texts: dict[int, str]
    codes: dict[int, set[str]]
    single: set[str]


def _read_names() -> _Names:
    called = {key: [*map(_kept_text, names)] for key, names in State.objects.all_names().items()}
    codes = State.objects.order_by().values_list("pk", "iso3", "iso2")
    return _Names(
        {key: "".join(texts) for key, texts in called.items()},
        {key: {iso3.lower(), iso2.lower()} for key, iso3, iso2 in codes},
        {text.strip() for texts in called.values() for text in texts},
    )


def _read_promise(commitment: Commitment) -> tuple[Commitment, str, str]:
    """The commitment, the search text of its title with the words that people use, and that of its texts."""
    known = str(COMMITMENT_WORDS.get(commitment.code, ""))
    return (
        commitment,
        _kept_text(f"{commitment.title} {known}"),
        _kept_text(f"{commitment.quotation} {commitment.reading}"),
    )


def _read(word: SoughtWord, names: _Names, promises: Sequence[tuple[Commitment, str, str]]) -> SearchWord:
    # a word that is the whole name of a State is that State and not the beginning of another: UK, Niger
    asked = SoughtWord(word.text, word.text in names.single, word.glued)
    states = (key for key, text in names.texts.items() if word.text in names.codes[key] or asked.is_in(text))
    coded = frozenset(each.pk for each, _title, _text in promises if each.code in (word.text, *word.glued))
    titled = coded | {each.pk for each, title, _text in promises if asked.is_in(title)}
    readings = titled | {each.pk for each, _title, text in promises if asked.is_in(text)}
    return SearchWord(asked.text, asked.is_whole, asked.glued, frozenset(states), titled, coded, readings)


def having_every_word(
    queryset: QuerySet[Any], words: Sequence[SearchWord], holds: Callable[[SearchWord], Q]
) -> QuerySet[Any]:
    """The rows that contain each of these words."""
    for word in words:
        queryset = queryset.filter(holds(word))
    return queryset


def any_field(word: SoughtWord, *fields: str) -> Q:
    """A word of one of these fields begins with the word."""
    found = Q()
    for field in fields:
        for pattern in word.patterns:
            found |= Q(**{f"{field}__search_text__contains": pattern})
    return found


def state_holds(word: SearchWord, path: str = "pk") -> Q:
    """A State one of whose names has the word, or whose ISO code it is; `path` leads to its key."""
    return Q(**{f"{path}__in": word.states})


def commitment_holds(word: SearchWord) -> Q:
    """A commitment with this code, or with the word in its title, quotation or reading."""
    return Q(pk__in=word.readings)


def obligation_holds(word: SearchWord, path: str = "") -> Q:
    """An obligation whose State matches the word, or the code or title of whose commitment does."""
    return state_holds(word, f"{path}state") | Q(**{f"{path}commitment__in": word.commitments})


def notes_holding(words: Sequence[SearchWord]) -> Q:
    """Notes with every word in their text or sources, or in their State or the code of their commitment."""
    return Q(pk__in=NoteWords.objects.found([word.indexed for word in words]))


def evidence_holding(words: Sequence[SearchWord]) -> Q:
    """Sources with every word in title, publisher, archive, State or the code of their commitment."""
    return Q(pk__in=EvidenceWords.objects.found([word.indexed for word in words]))
