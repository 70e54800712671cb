"""The content of a page's preview picture: plain values, ready to be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from commitments.models import Commitment, Obligation, State
from commitments.rules.codes import Certainty, Mode, Status
from commitments.rules.tally import OUTSIDE_DENOMINATOR, Tally

ON_THE_PROMISES = "On the promises of the 2009 Cartagena Declaration"
# what a status says that tells nothing about the State
NOTHING_KNOWN = {Status.NOT_ASSESSED: "nothing published", Status.NOT_BOUND: "not a Party on this day"}
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
class CardGroup:
    """The promises of one State that have the same status, in the order of the text.

    `beside` says of each how sure a grave status is, and of which years.
    """

    status: str
    word: str
    promises: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """One promise with its title, several by their codes; certainty and years of grave ones."""
        if len(self.promises) == 1:
            return " · ".join([*self.beside, *self.promises])
        codes = [promise.partition(" ")[0] for promise in self.promises]
        if not any(self.beside):
            return ", ".join(codes)
        return " · ".join(f"{code} {words}" for code, words in zip(codes, self.beside, strict=True))


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
    """One picture. It has a bar and counts, groups and what is not known, or one status."""

    setting: CardSetting
    title: str
    line: str
    counts: tuple[CardCount, ...] = ()
    groups: tuple[CardGroup, ...] = ()
    unknown: str = ""
    standing: CardStatus | None = None


def overview_card(tally: Tally, *, parties: int, promises: int, setting: CardSetting) -> Card:
    line = f"{promises} promises of {parties} States Parties: {tally.denominator:,} to be kept"
    return Card(setting, "Who kept the promises of Cartagena?", line, _counts(tally))


def commitment_card(commitment: Commitment, tally: Tally, *, setting: CardSetting) -> Card:
    mode = Mode(commitment.mode).label
    line = f"{mode[0].upper()}{mode[1:]}. {tally.assessed} of {tally.denominator} States have a finding."
    if noted := tally.counts[Status.NOTED]:
        line = f"{line[:-1]}, on {noted} facts are noted."
    return Card(setting, str(commitment), line, _counts(tally))


def state_card(state: State, obligations: Iterable[Obligation], *, setting: CardSetting) -> Card:
    """What is known of one State first, in groups; the rest in one line.

    `obligations` have their status and their grave findings.
    """
    promises: dict[str, list[Obligation]] = {}
    for each in obligations:
        promises.setdefault(str(each.status), []).append(each)
    groups = tuple(
        _group(status, promises[status])
        for status in Status
        if status in promises and status not in NOTHING_KNOWN
    )
    unknown = " · ".join(
        _unknown(len(promises[status]), words)
        for status, words in NOTHING_KNOWN.items()
        if status in promises
    )
    line = ON_THE_PROMISES if promises else OUTSIDE
    return Card(setting, state.name_en, line, groups=groups, unknown=unknown)


def _group(status: Status, obligations: list[Obligation]) -> CardGroup:
    beside = tuple(each.grave_words for each in obligations)
    named = tuple(str(each.commitment) for each in obligations)
    return CardGroup(status.value, str(status.label), named, beside if any(beside) else ())


def _unknown(number: int, words: str) -> str:
    return f"{number} {'promise' if number == 1 else 'promises'}: {words}"


def obligation_card(obligation: Obligation, *, found: str, deadline: str, setting: CardSetting) -> Card:
    """One State on one commitment; `found` says when its status came to be, `deadline` stands beside it."""
    status = Status(obligation.status)
    sure = str(Certainty(obligation.certainty).label) if found and obligation.certainty else ""
    when = [obligation.grave_words] if status == Status.CONTRADICTED else [found, sure]
    details = [*when, "disputed" if obligation.is_disputed else ""]
    shown = " · ".join(detail for detail in details if detail)
    beside = f"Deadline: {deadline}" if deadline else ""
    standing = CardStatus(status.value, str(status.label), shown, obligation.status_sentence, beside)
    return Card(setting, obligation.state.name_en, str(obligation.commitment), standing=standing)


def _counts(tally: Tally) -> tuple[CardCount, ...]:
    """The statuses that occur, in the order of the site."""
    return tuple(
        CardCount(code, str(Status(code).label), number) for code, number in tally.counts.items() if number
    )
