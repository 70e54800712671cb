"""What is known about one State in a few sentences, each with the address of the rows it speaks of.

Every promise that binds the State is told in exactly one sentence of a status; the sentences on deadlines and
disputes say what stands beside it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from commitments.lists.filter_fields import YES
from commitments.models import Obligation, ProgressNote, State
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Certainty, DeadlineState, Precision, Status
from commitments.rules.dates import partial_date
from commitments.rules.deadlines import left_words
from commitments.rules.membership import DECLARATION_DATE
from commitments.rules.status import found_words

from .judged_words import JUDGED, judged_words
from .sentences import PageSentence
from .state_standing import StateStanding

MAX_NAMED = 3

DISPUTED = ngettext_lazy(
    "What is published on one promise is disputed: %(promises)s.",
    "What is published on %(count)s promises is disputed: %(promises)s.",
    "count",
)
DEADLINES = {
    DeadlineState.AHEAD: gettext_lazy(
        "The latest deadline known here for “%(promise)s” is %(due)s: %(left)s."
    ),
    DeadlineState.PASSED: gettext_lazy(
        "The latest deadline known here for “%(promise)s” was %(due)s; it has passed, and no later one is "
        "known here."
    ),
}


@dataclass(frozen=True)
class StateSentences:
    """Why no promise binds the State, if none does; and how it stands or, if it left, how it stood."""

    membership: PageSentence | None
    standing: list[PageSentence]

    @property
    def first(self) -> str:
        """What a search engine shows."""
        return next((each.text for each in (self.membership, *self.standing) if each), "")


def state_sentences(standing: StateStanding, notes: list[ProgressNote], clocks: Clocks) -> StateSentences:
    """From its obligations and the published notes on them, under the clocks of the page."""
    membership = _membership(standing, clocks)
    if membership is None or standing.left_date:
        return StateSentences(membership, list(_standing(standing, notes)))
    return StateSentences(membership, _published_anyway(standing.state, notes, clocks))


def _membership(standing: StateStanding, clocks: Clocks) -> PageSentence | None:
    state = standing.state
    said = {"state": state.name, "day": partial_date(standing.left_date or clocks.day)}
    if standing.is_bound:
        return None
    if standing.left_date:
        text = _("%(state)s left the Convention on %(day)s, so no promise binds it any more.")
    elif standing.has_joined:
        text = _("On %(day)s the Convention was not in force for %(state)s, so no promise bound it.")
    else:
        text = _("%(state)s is not a State Party, so it did not make the promises that are followed here.")
    return PageSentence(text % said, clocks.keep(f"{state.get_absolute_url()}#membership"))


def _published_anyway(state: State, notes: list[ProgressNote], clocks: Clocks) -> list[PageSentence]:
    if not notes:
        return []
    message = ngettext(
        "%(count)s finding about %(state)s is published all the same.",
        "%(count)s findings about %(state)s are published all the same.",
        len(notes),
    )
    address = clocks.keep(reverse("progress_list"), state=state.iso3)
    return [PageSentence(message % {"count": len(notes), "state": state.name}, address)]


def _standing(standing: StateStanding, notes: list[ProgressNote]) -> Iterator[PageSentence]:
    by_status: dict[str, list[Obligation]] = {status.value: [] for status in JUDGED}
    for obligation in standing.obligations:
        by_status.setdefault(obligation.status, []).append(obligation)
    said = {
        status: PageSentence(
            _with_promises(judged_words(status, found), found, map(_promise, found), standing.state),
            _address(standing, found, status=status),
        )
        for status, found in by_status.items()
        if found and status in JUDGED
    }
    after_deadlines = (Status.NOT_STARTED, Status.NO_EVIDENCE, Status.NOT_APPLICABLE, Status.NOTED)
    yield from (sentence for status, sentence in said.items() if status not in after_deadlines)
    if standing.left_date is None:
        yield from _deadlines(standing)
    yield from _disputed(standing, notes)
    yield from (said[status] for status in after_deadlines if status in said)
    yield from _nothing(standing, by_status.get(Status.NOT_ASSESSED, []))


def _deadlines(standing: StateStanding) -> Iterator[PageSentence]:
    for obligation in standing.obligations:
        due, precision = obligation.deadline_date, obligation.deadline_precision or Precision.DAY
        if obligation.deadline_state in DEADLINES and due:
            words = {
                "promise": obligation.commitment.title,
                "due": partial_date(due, precision),
                "left": left_words(due, precision, day=standing.clocks.day),
            }
            text = str(DEADLINES[DeadlineState(obligation.deadline_state)]) % words
            yield PageSentence(text, _address(standing, [obligation]))


def _disputed(standing: StateStanding, notes: list[ProgressNote]) -> Iterator[PageSentence]:
    disputed = [obligation for obligation in standing.obligations if obligation.is_disputed]
    if not disputed:
        return
    by: dict[int, list[str]] = {}
    for note in notes:
        who = by.setdefault(note.obligation_id, [])
        if note.dispute and note.disputed_by not in who and note.noted_date <= standing.clocks.day:
            who.append(note.disputed_by)
    named = [
        _in_brackets(each, [_("by %(who)s") % {"who": get_text_list(by[each.pk], _("and"))}])
        for each in disputed
    ]
    text = _with_promises(DISPUTED, disputed, named, standing.state)
    yield PageSentence(text, _address(standing, disputed, disputed=YES))


def _nothing(standing: StateStanding, empty: list[Obligation]) -> Iterator[PageSentence]:
    if not empty:
        return
    said = {"count": len(empty), "all": len(standing.obligations), "state": standing.state.name}
    if len(empty) == len(standing.obligations):
        message = ngettext(
            "Nothing is published here on the promise of %(state)s, which says nothing about the State.",
            "Nothing is published here on any of the %(count)s promises of %(state)s, which says nothing "
            "about the State.",
            len(empty),
        )
    else:
        message = ngettext(
            "On %(count)s of %(all)s promises nothing is published here, which says nothing about %(state)s.",
            "On %(count)s of %(all)s promises nothing is published here, which says nothing about %(state)s.",
            len(empty),
        )
    yield PageSentence(message % said, _address(standing, empty, status=Status.NOT_ASSESSED.value))


def _with_promises(message: object, found: list[Obligation], named: Iterable[str], state: State) -> str:
    """The sentence with the first of the promises by name, and how many more there are."""
    shown = list(named)[:MAX_NAMED]
    if more := len(found) - len(shown):
        shown.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    promises = get_text_list(shown, _("and"))
    words = {"count": len(found), "state": state.name, "promises": promises}
    return str(message % words)  # type: ignore[operator]  # the stubs do not know a lazy plural


def _promise(obligation: Obligation) -> str:
    """“Destroy all stocks” (on 24 October 2004, before the Declaration)."""
    return _in_brackets(obligation, _beside(obligation))


def _in_brackets(obligation: Obligation, beside: list[str]) -> str:
    title = _("“%(title)s”") % {"title": obligation.commitment.title}
    return f"{title} ({', '.join(beside)})" if beside else title


def _beside(obligation: Obligation) -> list[str]:
    """What keeps the sentence from saying more than its finding: certainty, kind of source, date."""
    if obligation.status == Status.CONTRADICTED:
        return [obligation.grave_words]
    certainty, since = obligation.certainty, obligation.since_date
    doubt = str(Certainty(certainty).label) if certainty and certainty != Certainty.CONFIRMED else ""
    vote = _("a vote in the General Assembly") if obligation.by_vote else ""
    kept_before = obligation.status == Status.FULFILLED and since and since < DECLARATION_DATE
    before = _("before the Declaration") if kept_before else ""
    return [part for part in (doubt, vote, _when(obligation), before) if part]


def _when(obligation: Obligation) -> str:
    """The date that was missed, or when the status came to be, as far as found."""
    due = obligation.deadline_date
    if obligation.deadline_state == DeadlineState.MISSED and due:
        return _("deadline %(due)s") % {
            "due": partial_date(due, obligation.deadline_precision or Precision.DAY)
        }
    return found_words(obligation.status, obligation.since_date, obligation.since_precision)


def _address(standing: StateStanding, obligations: list[Obligation], **query: str) -> str:
    """The page of the one obligation, or the list of exactly these."""
    if len(obligations) == 1:
        return standing.clocks.keep(obligations[0].get_absolute_url())
    return standing.clocks.keep(reverse("obligations_list"), state=standing.state.iso3, **query)
