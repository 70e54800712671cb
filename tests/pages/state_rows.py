"""What the stored rows say of each State, worked out by the pure rules, to hold sentences against."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, urlsplit

from commitments.models import Deadline, EvidenceLink, Membership, Obligation, ProgressNote, Reply
from commitments.pages.sentences import PageSentence
from commitments.pages.state_sentences import MAX_NAMED
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.dates import partial_date
from commitments.rules.deadlines import DueDate, days_left, deadline_state, latest_due
from commitments.rules.grave import ADMITTED, grave_words
from commitments.rules.membership import DECLARATION_DATE, is_party_on
from commitments.rules.status import Finding, decisive, found_words, run_of, status_of

# the words by which a sentence is known, the status that it tells, and whether it names promises
TOLD = {
    r"Sources show that .* kept (one|\d+) promises?: (.*)": "fulfilled",
    r"Sources report (?:signs )?that .* acted against (one|\d+) promises?: (.*)": "contradicted",
    r"Sources say that .* missed the dates? of (one|\d+) promises?: (.*)": "overdue",
    r"Sources show steps towards (one|\d+) promises?, and none shows (?:it|them) kept: (.*)": "in_progress",
    r"Sources show that .* has not begun with (one|\d+) promises?: (.*)": "not_started",
    r"Somebody looked for evidence on (one|\d+) promises? and found none: (.*)": "no_evidence",
    r"(One|\d+) dut(?:y|ies) never arose for .*?: (.*)": "not_applicable",
    r"On (one|\d+) promises? facts are published that do not say where .* stands()": "noted",
    r"On (\d+) of 17 promises nothing is published here, which says nothing about .*()": "not_assessed",
    r"Nothing is published here on any of the (\d+) promises of .*()": "not_assessed",
    r"What is published on (one|\d+) promises? is disputed: (.*)": "disputed",
}
NAMED = re.compile(r"“([^”]+)”(?: \(((?:[^()]|\([^)]*\))*)\))?")


@dataclass(frozen=True)
class PromiseRow:
    """One promise of one State on a day, from its notes and deadlines."""

    code: str
    title: str
    status: str
    when: str
    doubts: tuple[str, ...]
    disputed_by: tuple[str, ...]
    deadline: str
    due: DueDate | None
    grave: str = ""


class PromiseRows:
    """All stored notes, deadlines and memberships, read once; `of_state` works out one State on a day."""

    def __init__(self) -> None:
        self.owed: dict[str, list[Obligation]] = {}
        self.notes: dict[int, list[ProgressNote]] = {}
        self.dues: dict[int, list[Deadline]] = {}
        self.stays: dict[str, list[Membership]] = {}
        for one in Obligation.objects.select_related("commitment", "state").in_reading_order():
            self.owed.setdefault(one.state.iso3, []).append(one)
        for note in ProgressNote.objects.filter(stage="published"):
            self.notes.setdefault(note.obligation_id, []).append(note)
        for deadline in Deadline.objects.all():
            self.dues.setdefault(deadline.obligation_id, []).append(deadline)
        for stay in Membership.objects.select_related("state"):
            self.stays.setdefault(stay.state.iso3, []).append(stay)
        self.agreed = [*Reply.objects.filter(stage="published", position="agrees")]
        self.votes = {*EvidenceLink.objects.filter(kind="vote_record").values_list("note", flat=True)}

    def is_bound(self, iso3: str, day: date) -> bool:
        return any(
            is_party_on(
                day,
                entry_into_force=stay.entry_into_force_date,
                withdrawal_effective=stay.withdrawal_effective_date,
            )
            for stay in self.stays.get(iso3, [])
        )

    def of_state(self, iso3: str, clocks: Clocks) -> list[PromiseRow]:
        bound = self.is_bound(iso3, clocks.day)
        return [self.row(one, clocks, bound=bound) for one in self.owed.get(iso3, [])]

    def row(self, one: Obligation, clocks: Clocks, *, bound: bool) -> PromiseRow:
        known = [
            note
            for note in self.notes.get(one.pk, [])
            if note.noted_date <= clocks.day and note.published_at <= clocks.known_at
        ]
        by_id = {note.pk: note for note in known}
        found = [
            Finding(note.noted_date, note.published_at, note.pk, note.status) for note in known if note.status
        ]
        status = status_of(found, noted=bool(known), bound=bound)
        newest, run = decisive(found), run_of(found)
        latest = latest_due(
            DueDate(due.due_date, due.due_precision, due.pk)
            for due in self.dues.get(one.pk, [])
            if due.decided_date is None or due.decided_date <= clocks.day
        )
        state = deadline_state(
            commitment=one.commitment.code,
            status=status,
            found=newest and newest.noted_date,
            latest=latest,
            day=clocks.day,
        )
        first = by_id[run[0].id] if run else None
        return PromiseRow(
            code=one.commitment.code,
            title=one.commitment.title,
            status=status.value,
            when=found_words(status, first and first.noted_date, first and first.noted_precision),
            doubts=self.doubts(status, first, newest and by_id[newest.id]),
            disputed_by=tuple(dict.fromkeys(note.disputed_by for note in known if note.dispute)),
            deadline=state.value if state else "",
            due=latest,
            grave=grave_words(
                status,
                self.grave([by_id[each.id] for each in run], clocks),
                commitment=one.commitment.code,
            ),
        )

    def grave(self, run: list[ProgressNote], clocks: Clocks) -> str:
        """Year and certainty of the findings that carry a status, as the database is to tell them."""
        admitted = {
            reply.note_id
            for reply in self.agreed
            if reply.replied_date <= clocks.day and reply.published_at <= clocks.known_at
        }
        told = set()
        for note in run:
            sure = ADMITTED if note.status == "contradicted" and note.pk in admitted else note.certainty
            by = "by " if note.noted_precision == "by" else ""
            told.add(f"{by}{note.noted_date.year} {sure}")
        return "; ".join(sorted(told))

    def doubts(self, status: str, first: ProgressNote | None, newest: ProgressNote | None) -> tuple[str, ...]:
        """What a sentence must not leave out about the finding that decides."""
        told = []
        if newest and newest.certainty != "confirmed":
            told.append(newest.certainty)
        if newest and newest.pk in self.votes:
            told.append("a vote in the General Assembly")
        if first and status == Status.FULFILLED and first.noted_date < DECLARATION_DATE:
            told.append("before the Declaration")
        return tuple(told)


def faults(
    sentences: list[PageSentence], rows: list[PromiseRow], clocks: Clocks, *, left: bool
) -> Iterator[str]:
    """Where the sentences on one State differ from its rows under these clocks."""
    of_deadlines = {each: told_of_deadline(each.text, rows, clocks) for each in sentences}
    for sentence, deadline in of_deadlines.items():
        if deadline and rows_behind(sentence.address, rows) != [deadline]:
            yield f"{sentence.text} leads to {sentence.address}"
    told = [each for each in of_deadlines.values() if each]
    if told != [row for row in rows if row.deadline in ("ahead", "passed") and not left]:
        yield f"deadlines told are {told}"
    yield from faults_of_promises([each for each, deadline in of_deadlines.items() if not deadline], rows)


def faults_of_promises(sentences: list[PageSentence], rows: list[PromiseRow]) -> Iterator[str]:
    """The same for those that count promises: together they tell each of them once, and each dispute."""
    told: list[tuple[str, str]] = []
    for sentence in sentences:
        kind, count, named = read(sentence.text)
        held = [row for row in rows if (row.disputed_by if kind == "disputed" else row.status == kind)]
        told += [("disputed" if kind == "disputed" else "", row.code) for row in held]
        if (len(held), rows_behind(sentence.address, rows)) != (count, held):
            yield f"{sentence.text} stands for {[row.code for row in held]}, leads to {sentence.address}"
        for (title, brackets), row in zip(named, held, strict=False):
            needed = (row.title, *beside(row, kind))
            if any(words not in f"{title} {brackets}" for words in needed):
                yield f"{sentence.text} does not say {needed}"
        if kind not in {"noted", "not_assessed"} and len(named) != min(count, MAX_NAMED):
            yield f"{sentence.text} names {len(named)} of {count}"
    expected = [("", row.code) for row in rows] + [("disputed", row.code) for row in rows if row.disputed_by]
    if sorted(told) != sorted(expected):
        yield f"told are {sorted(told)}"


def read(text: str) -> tuple[str, int, list[tuple[str, str]]]:
    """The status that a sentence tells, of how many promises, and those that it names with what is beside."""
    for words, kind in TOLD.items():
        if found := re.fullmatch(rf"{words}\.", text):
            count = 1 if found[1].lower() == "one" else int(found[1])
            return kind, count, NAMED.findall(found[2])
    return "nothing that this test knows", 0, []


def beside(row: PromiseRow, kind: str) -> tuple[str, ...]:
    if kind == "disputed":
        return row.disputed_by
    if kind == Status.CONTRADICTED:
        return (row.grave,)
    if row.deadline == "missed" and row.due:
        return (*row.doubts, f"deadline {partial_date(row.due.day, row.due.precision)}")
    return (*row.doubts, row.when)


def told_of_deadline(text: str, rows: list[PromiseRow], clocks: Clocks) -> PromiseRow | None:
    """The promise of whose deadline exactly this is told."""
    for row in rows:
        if row.due and row.deadline in ("ahead", "passed"):
            due = partial_date(row.due.day, row.due.precision)
            left = days_left(row.due.day, row.due.precision, day=clocks.day)
            begin = f"The latest deadline known here for “{row.title}”"
            ahead = rf"{re.escape(begin)} is {due}: (at most )?{left:,} days? left\."
            passed = f"{begin} was {due}; it has passed, and no later one is known here."
            if re.fullmatch(ahead, text) if row.deadline == "ahead" else text == passed:
                return row
    return None


def rows_behind(address: str, rows: list[PromiseRow]) -> list[PromiseRow]:
    """The rows of the State that an address shows: the page of one promise, or the list with its filters."""
    path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
    if path.startswith("/states/"):
        return [row for row in rows if path.endswith(f"/{row.code}/")]
    shown = [row for row in rows if "disputed" not in query or row.disputed_by]
    return [row for row in shown if "status" not in query or row.status in query["status"]]
