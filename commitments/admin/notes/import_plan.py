"""What a file would do, as far as a page shows it, and the mark by which it can be confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.imports.cells import ImportChange
from commitments.imports.results import DateQuestion, ImportCount, ImportJob, ImportResult, Outcome
from commitments.models import User
from commitments.rules.date_reading import DayOrder
from commitments.rules.difference import Piece, pieces

SALT = "commitments.note_import"
MAX_SHOWN, MAX_QUESTIONS = 100, 5
LONG_TEXTS = ("text", "dispute")
TITLES: dict[Outcome, str | Promise] = {
    Outcome.ERROR: _("Rows with errors"),
    Outcome.QUESTION: _("Rows with a date that can be read in two ways"),
    Outcome.CORRECTION: _("Corrections of published notes"),
    Outcome.CHANGED: _("Changed drafts"),
    Outcome.NEW: _("New drafts"),
}


class ShownChange(NamedTuple):
    """One cell before and after; of long texts word by word."""

    label: str
    before: str
    after: str
    pieces: list[Piece]


class ShownEntry(NamedTuple):
    entry: ImportResult
    changes: list[ShownChange]


@dataclass
class OutcomeGroup:
    """The first rows of one outcome, and how many there are."""

    outcome: Outcome
    entries: list[ShownEntry] = field(default_factory=list)
    total: int = 0

    @property
    def title(self) -> str | Promise:
        return TITLES[self.outcome]

    @property
    def rest(self) -> int:
        return self.total - len(self.entries)


class Plan:
    """Every row counted, and the first of each kind shown; errors stand first.

    `questions` are the first dates that can be read in two ways, `orders` the ways of others.
    """

    def __init__(self, entries: Iterable[ImportResult]) -> None:
        self.count = ImportCount()
        self.questions: list[DateQuestion] = []
        self.orders: set[DayOrder] = set()
        found = {outcome: OutcomeGroup(outcome) for outcome in TITLES}
        for entry in entries:
            self.count.add(entry)
            self.questions += entry.questions[: MAX_QUESTIONS - len(self.questions)]
            self.orders |= set(entry.orders)
            if entry.outcome in found:
                group = found[entry.outcome]
                group.total += 1
                if len(group.entries) < MAX_SHOWN:
                    group.entries.append(ShownEntry(entry, [shown(each) for each in entry.changes]))
        self.groups = [group for group in found.values() if group.total]

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(str(outcome.label), number) for outcome, number in self.count.shown]

    @property
    def is_too_much(self) -> bool:
        """Whether it would hold the server up for too long."""
        return self.count.changing > settings.IMPORT_MAX_CHANGES

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there is something to do, and nothing in its way."""
        stopped = self.count.errors or self.count.questions or self.is_too_much
        return bool(self.count.changing) and not stopped


def shown(change: ImportChange) -> ShownChange:
    compared = pieces(change.before, change.after) if change.column in LONG_TEXTS and change.before else []
    return ShownChange(change.column, change.before, change.after, compared)


def sign(job: ImportJob, digest: str = "") -> str:
    """What a page sends back: this file, by this person, read in this way, and with this outcome."""
    held = {"file": job.checksum, "name": job.name, "by": job.by.pk, "submit": job.submit}
    held |= {"order": job.order and job.order.value, "skip_unknown": job.skip_unknown, "digest": digest}
    return signing.dumps(held, salt=SALT)


def signed(mark: str, person: User, at: datetime, *, seconds: int) -> tuple[ImportJob, str] | None:
    """The same read back; None where it is forged, too old, or of another person."""
    try:
        held = signing.loads(mark, salt=SALT, max_age=seconds)
    except signing.BadSignature:
        return None
    if held["by"] != person.pk:
        return None
    order = DayOrder(held["order"]) if held["order"] else None
    job = ImportJob(person, at, held["name"], held["file"], held["submit"], order, held["skip_unknown"])
    return job, held["digest"]
