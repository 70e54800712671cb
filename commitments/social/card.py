"""The content of a page's preview picture: plain values, ready to be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from commitments.models import Commitment, Obligation, State
from commitments.rules.codes import Certainty, Mode, Status
from commitments.rules.status import SENTENCES
from commitments.rules.tally import OUTSIDE_DENOMINATOR, Tally

ON_THE_PROMISES = "On the promises of the 2009 Cartagena Declaration"
OUTSIDE = "No membership of the Convention is recorded."


@dataclass(frozen=True)
class CardSetting:
    """What every picture shows: the day, and the address of the page."""

    situation: str
    address: str


@dataclass(frozen=True)
class CardCount:
    status: str
    word: str
    number: int

    @property
    def is_owed(self) -> bool:
        """Whether it has a segment in the bar."""
        return self.status not in OUTSIDE_DENOMINATOR


@dataclass(frozen=True)
class CardMark:
    """One commitment in the strip of a State."""

    code: str
    status: str


@dataclass(frozen=True)
class CardStatus:
    """One status, large: its label, the line beside it, its meaning, and what its deadline says."""

    status: str
    word: str
    details: str
    sentence: str
    deadline: str = ""


@dataclass(frozen=True)
class Card:
    """One picture. It has a bar and counts, a strip and counts, or one status."""

    setting: CardSetting
    title: str
    line: str
    counts: tuple[CardCount, ...] = ()
    marks: tuple[CardMark, ...] = ()
    standing: CardStatus | None = None


def overview_card(tally: Tally, *, parties: int, promises: int, setting: CardSetting) -> Card:
    line = f"{promises} promises, {parties} States Parties, {tally.denominator:,} obligations"
    return Card(setting, "Who kept the promises of Cartagena?", line, _counts(tally))


def commitment_card(commitment: Commitment, tally: Tally, *, setting: CardSetting) -> Card:
    mode = Mode(commitment.mode).label
    line = f"{mode[0].upper()}{mode[1:]}. {tally.assessed} of {tally.denominator} States have a finding."
    if noted := tally.counts[Status.NOTED]:
        line = f"{line[:-1]}, {noted} are noted."
    return Card(setting, str(commitment), line, _counts(tally))


def state_card(state: State, obligations: Iterable[Obligation], *, setting: CardSetting) -> Card:
    """One State on all its commitments; `obligations` have their status."""
    marks = tuple(CardMark(each.commitment.code, str(each.status)) for each in obligations)
    statuses = [mark.status for mark in marks]
    counts = _counts(Tally.of({status: statuses.count(status) for status in set(statuses)}))
    return Card(setting, state.name_en, ON_THE_PROMISES if marks else OUTSIDE, counts, marks)


def obligation_card(obligation: Obligation, *, found: str, deadline: str, setting: CardSetting) -> Card:
    """One State on one commitment; `found` says when its status came to be, `deadline` stands beside it."""
    status = Status(obligation.status)
    details = [
        found,
        str(Certainty(obligation.certainty).label) if found and obligation.certainty else "",
        "disputed" if obligation.is_disputed else "",
    ]
    shown = " · ".join(detail for detail in details if detail)
    beside = f"Deadline: {deadline}" if deadline else ""
    standing = CardStatus(status.value, str(status.label), shown, str(SENTENCES[status]), beside)
    return Card(setting, obligation.state.name_en, str(obligation.commitment), standing=standing)


def _counts(tally: Tally) -> tuple[CardCount, ...]:
    """The statuses that occur, in the order of the site."""
    return tuple(
        CardCount(code, str(Status(code).label), number) for code, number in tally.counts.items() if number
    )
