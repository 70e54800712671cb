"""What a query names: a record, a status or a page, in whatever words, and with one typing error."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commitments.lists.search import SearchWord
from commitments.models import Commitment, Obligation, State
from commitments.rules.clocks import Clocks
from commitments.rules.code_reading import commitment_code
from commitments.rules.codes import Status
from commitments.rules.search_words import PAGES, STATUS_WORDS, SearchedPage
from commitments.rules.text_search import SoughtWord, search_text, search_words, words_of
from commitments.rules.typing_errors import is_one_error_away

MIN_GUESSED_LENGTH = 4
MAX_GUESSES = 5
CODE_LENGTH = 3
# Between the code of a State and that of a commitment: COL16b, 16b-COL.
NEXT_TO_A_CODE = re.compile(r"(?<=^[^\W\d_]{3})[-/:]?(?=\d)|(?<=^\d\d[^\W\d_])[-/:](?=[^\W\d_]{3}$)")

NamedRecord = State | Commitment | Obligation


@dataclass(frozen=True)
class FoundPage:
    """A page of this site that answers the query."""

    page: SearchedPage

    @property
    def name(self) -> str:
        return self.page.name

    @property
    def title(self) -> str:
        return str(self.page.title)


def named_records(query: str, clocks: Clocks) -> list[NamedRecord]:
    """Records whose code or full name is the query: States, a commitment, or the obligation of both."""
    whole = _commitment(query)
    if whole:
        return [whole]
    if states := states_named(query):
        return [*states]
    state, commitment = _state_and_commitment(NEXT_TO_A_CODE.sub(" ", query).split())
    if state and commitment:
        return [*Obligation.objects.filter(state=state, commitment=commitment).as_listed(clocks)]
    return []


def states_named(text: str) -> list[State]:
    """The State of this name or code; several where a name means several."""
    if text.strip().isdecimal() and len(text.strip()) < CODE_LENGTH:
        return []  # no code of M49, which would be completed with zeros
    if not text.strip().isdecimal() and "".join(words_of(text)).isdecimal():
        return []  # a figure: 100% is not Bulgaria
    found = [*State.objects.all_named(text)]
    words = " ".join(search_words(text))
    if found or (len(words) <= CODE_LENGTH and "." not in text):
        return found  # what is left of “what can” is no code
    return [*State.objects.all_named(words)]


def likeliest_first(states: Iterable[State], words: Sequence[SoughtWord]) -> list[State]:
    """Those whose own name begins with the words come before those that are found by another name."""
    typed = " ".join(word.text for word in words)
    return sorted(states, key=lambda state: not " ".join(words_of(state.name)).startswith(typed))


def _commitment(text: str) -> Commitment | None:
    try:
        return Commitment.objects.filter(code=commitment_code(text)).first()
    except ValueError:
        return None


def _state_and_commitment(words: Sequence[str]) -> tuple[State | None, Commitment | None]:
    """Both, in whichever order, wherever the name of the State ends."""
    for place in range(1, len(words)):
        left, right = " ".join(words[:place]), " ".join(words[place:])
        for name, code in ((left, right), (right, left)):
            commitment = _commitment(code)
            state = State.objects.named(name) if commitment else None
            if state:
                return state, commitment
    return None, None


def found_status(words: Sequence[SearchWord]) -> tuple[Status | None, list[State]]:
    """The status that the query names, alone or beside a State, and those States."""
    about = [word for word in words if word.is_whole and word.states]
    rest = [word for word in words if word not in about] if len(about) < len(words) else []
    for each in STATUS_WORDS:
        for phrase in (each.status.label, *str(each.words).split(",")):
            if rest and sorted(words_of(str(phrase))) == sorted(word.text for word in rest):
                keys = frozenset.intersection(*(word.states for word in about)) if about else frozenset()
                return each.status, [*State.objects.filter(pk__in=keys).in_reading_order()]
    return None, []


def found_pages(words: Sequence[SoughtWord]) -> list[FoundPage]:
    """The pages among whose words each of these is; those that have it in their title first."""
    found = [page for page in PAGES if _all_in(words, str(page.title), str(page.words))]
    return [FoundPage(page) for page in sorted(found, key=lambda page: not _all_in(words, str(page.title)))]


def _all_in(words: Iterable[SoughtWord], *texts: str) -> bool:
    held = search_text(*texts)
    return all(word.is_in(held) for word in words)


def did_you_mean(words: Sequence[SearchWord]) -> list[State]:
    """The States that have a name with every word of the query, one of them with one typing error."""
    wrong = [word for word in words if not word.states and len(word.text) >= MIN_GUESSED_LENGTH]
    if not wrong:
        return []
    kept = [word for word in words if word.states]
    near = {
        key
        for key, names in State.objects.all_names().items()
        if all(key in word.states for word in kept)
        and all(any(is_one_error_away(word.text, each) for each in _words_of_all(names)) for word in wrong)
    }
    return [*State.objects.filter(pk__in=near).in_reading_order()[:MAX_GUESSES]]


def _words_of_all(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in words_of(name)}
