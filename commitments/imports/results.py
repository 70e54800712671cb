"""What an import does with each row: the same for the preview and for what is saved."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import ProgressNote, User
from commitments.rules.codes import Stage
from commitments.rules.date_reading import AmbiguousDate, DayOrder

from .cell_values import is_number
from .cells import ImportChange, note_cell
from .columns import NOTE
from .evidence import RowEvidence
from .likeness import Likeness
from .reader import FileRow
from .refusals import Errors, Refusal, refusals_of


class Outcome(TextChoices):
    ERROR = "error", gettext_lazy("with errors")
    NEW = "new", gettext_lazy("new drafts")
    CHANGED = "changed", gettext_lazy("changed drafts")
    CORRECTION = "correction", gettext_lazy("corrections of published notes")
    QUESTION = "question", gettext_lazy("with a date to ask about")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")


CHANGING = (Outcome.NEW, Outcome.CHANGED, Outcome.CORRECTION)


@dataclass(frozen=True)
class DateQuestion:
    """A cell whose date is another one for each order of day and month."""

    row: int
    column: str
    text: str
    readings: Mapping[DayOrder, date]
    reason: str

    @property
    def refusal(self) -> Refusal:
        return Refusal(self.row, self.column, self.reason)


@dataclass(frozen=True)
class ImportResult:
    """One row: what becomes of it, and why. `note` is the number it names, `made` the note it led to.

    `remarks` say what was completed in a cell, `hints` what is missing before a reviewer takes the note, and
    `alike` what perhaps tells the same finding.
    """

    row: int
    outcome: Outcome
    note: int | None
    title: str
    changes: tuple[ImportChange, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    hints: tuple[str, ...] = ()
    made: int | None = None
    alike: tuple[Likeness, ...] = ()
    remarks: tuple[str, ...] = ()
    questions: tuple[DateQuestion, ...] = ()
    orders: tuple[DayOrder, ...] = ()  # of dates that can be read in one order only


@dataclass
class ImportRow:
    """A row and its note, in memory as the row says it; `correction` is the open one of a published note."""

    row: FileRow
    note: ProgressNote
    is_new: bool
    evidence: RowEvidence
    correction: ProgressNote | None
    misfits: Sequence[str]  # columns that are not read in and say something else than what was stored
    own_changes: list[ImportChange] = field(default_factory=list)
    said: dict[str, str] = field(
        default_factory=dict
    )  # cells as an export says them, where they are written otherwise
    questions: list[DateQuestion] = field(default_factory=list)
    errors: Errors = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    made: int | None = None
    alike: tuple[Likeness, ...] = ()
    is_waiting: bool = False  # the open correction says the same already

    def __post_init__(self) -> None:
        self.state_before = None if self.is_new else self.note.obligation.state_id

    @property
    def cells(self) -> Mapping[str, str]:
        return self.row.cells

    def ask(self, column: str, cell: str, error: AmbiguousDate) -> None:
        """Note that somebody has to say which reading of a date is meant."""
        self.questions.append(DateQuestion(self.row.number, column, cell, error.readings, str(error)))

    def cell(self, name: str) -> str:
        """What the cell says, in the form of an export where it could be read."""
        return self.said.get(name, self.cells.get(name, ""))

    @property
    def outcome(self) -> Outcome:
        """What becomes of the row when nothing refuses it."""
        if self.is_new:
            return Outcome.NEW
        if self.is_waiting or not (self.own_changes or self.evidence.changes):
            return Outcome.UNCHANGED
        return Outcome.CORRECTION if self.note.stage == Stage.PUBLISHED else Outcome.CHANGED

    @property
    def title(self) -> str:
        """State, commitment and day, as far as they are known."""
        names = ("state_iso3", "commitment", "noted_date")
        if self.note.obligation_id and self.note.noted_date:
            return " · ".join(note_cell(name, self.note, links=0) for name in names)
        return " · ".join(self.cell(name) for name in names)

    def result(self) -> ImportResult:
        changes = (*self.own_changes, *self.evidence.changes)
        refusals = refusals_of(self.row.number, self.errors)
        asked = tuple(self.questions)
        outcome = Outcome.ERROR if refusals else Outcome.QUESTION if asked else self.outcome
        if outcome == Outcome.UNCHANGED:
            changes = ()
        return ImportResult(
            self.row.number,
            outcome,
            number_in(self.row),
            self.title,
            changes,
            (*refusals, *(question.refusal for question in asked)),
            self.hints,
            self.made,
            self.alike,
            tuple(self.evidence.remarks),
            asked,
        )


def number_in(row: FileRow) -> int | None:
    """The number of a note that the row gives, whether there is such a note or not."""
    cell = row.cells.get(NOTE, "")
    return int(cell) if is_number(cell) else None


def refused_row(row: FileRow, errors: Errors) -> ImportResult:
    refusals = refusals_of(row.number, errors)
    return ImportResult(row.number, Outcome.ERROR, number_in(row), "", refusals=refusals)


@dataclass(frozen=True)
class ImportJob:
    """Who brings in which file, when, and how it is read.

    `submit` hands the notes to a reviewer at once, `order` is how the file writes dates such as 03/02/2026,
    and `skip_unknown` passes over columns that are not known. `all_the_same`: the person has looked at what
    perhaps is there already, and wants it all the same.
    """

    by: User
    at: datetime
    name: str
    checksum: str
    submit: bool = False
    order: DayOrder | None = None
    skip_unknown: bool = False
    all_the_same: bool = False

    @property
    def reason(self) -> str:
        content = {"name": self.name, "checksum": self.checksum}
        return _("Import of %(name)s (SHA-256 %(checksum)s)") % content


@dataclass
class ImportCount:
    """How many rows came to what; `digest` is equal for two imports that do the same."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    alike: int = 0  # rows that perhaps tell what is there already
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, result: ImportResult) -> None:
        self.outcomes[result.outcome] += 1
        self.alike += bool(result.alike)
        if result.outcome != Outcome.UNCHANGED:
            outcome = (result.row, str(result.outcome), result.note, result.changes, *result.alike)
            self._hash.update(repr(outcome).encode())

    @property
    def digest(self) -> str:
        """Of every row that changes something or is refused."""
        return self._hash.hexdigest()

    @property
    def rows(self) -> int:
        return self.outcomes.total()

    @property
    def errors(self) -> int:
        return self.outcomes[Outcome.ERROR]

    @property
    def shown(self) -> list[tuple[Outcome, int]]:
        """Every outcome with its number; a question only where there is one."""
        counted = [(outcome, self.outcomes[outcome]) for outcome in Outcome]
        return [(outcome, number) for outcome, number in counted if number or outcome != Outcome.QUESTION]

    @property
    def questions(self) -> int:
        return self.outcomes[Outcome.QUESTION]

    @property
    def changing(self) -> int:
        return sum(self.outcomes[outcome] for outcome in CHANGING)


def checksum_of(file: BinaryIO) -> str:
    """The SHA-256 of an open file, which then stands at its beginning."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # the stubs want readinto
    file.seek(0)
    return found
