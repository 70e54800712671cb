"""What the search box offers while somebody types: States, promises, statuses and pages."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.lists.search import SearchWord, having_every_word, obligation_holds, read_search, state_holds
from commitments.models import Commitment, Obligation, State
from commitments.rules.clocks import with_query
from commitments.rules.text_search import search_refusals

from .search_named import did_you_mean, found_pages, found_status, likeliest_first

MOST = 8
MOST_OF_A_KIND = 5


class Suggestion(NamedTuple):
    """One line that is offered."""

    words: str
    kind: str
    address: str


def suggestions(typed: str) -> list[Suggestion]:
    """The most likely ones first; none for a text that cannot be searched for."""
    words = [] if search_refusals(typed) else read_search(typed)
    if not words:
        return []
    found = [*_states(words), *_status(words), *_promises(words), *_pages(words)]
    found = found[:MOST] or [_of_state(state) for state in did_you_mean(words)]
    everything = with_query(reverse("search"), {"q": typed, "stay": "1"})
    return [*found, Suggestion(_("All results for “%(typed)s”") % {"typed": typed}, "", everything)]


def _of_state(state: State) -> Suggestion:
    return Suggestion(state.name, _("State"), state.get_absolute_url())


def _states(words: Sequence[SearchWord]) -> Iterator[Suggestion]:
    states = having_every_word(State.objects.in_reading_order(), words, state_holds)
    for state in likeliest_first(states, words)[:MOST_OF_A_KIND]:
        yield _of_state(state)


def _promises(words: Sequence[SearchWord]) -> Iterator[Suggestion]:
    """The promises that all words are about; those of a State where some words are about one."""
    kind = _("Promise")
    keys = frozenset.intersection(*(word.commitments for word in words))
    for commitment in Commitment.objects.filter(pk__in=keys).in_reading_order()[:MOST_OF_A_KIND]:
        yield Suggestion(str(commitment), kind, commitment.get_absolute_url())
    if any(word.states for word in words) and not frozenset.intersection(*(word.states for word in words)):
        every = Obligation.objects.select_related("state", "commitment").in_reading_order()
        for one in having_every_word(every, words, obligation_holds)[:MOST_OF_A_KIND]:
            yield Suggestion(f"{one.state} · {one.commitment}", kind, one.get_absolute_url())


def _status(words: Sequence[SearchWord]) -> Iterator[Suggestion]:
    status, states = found_status(words)
    if status:
        asked = {"status": status.value, "state": [state.iso3 for state in states]}
        told = " · ".join([*(state.name for state in states), str(status.label)])
        yield Suggestion(told, _("Status"), with_query(reverse("obligations_list"), asked))


def _pages(words: Sequence[SearchWord]) -> Iterator[Suggestion]:
    for page in found_pages(words)[:MOST_OF_A_KIND]:
        yield Suggestion(page.title, _("Page"), reverse(page.name))
