"""The notes that the site starts with: a file in the format of an import, read and refused by the same rules.

Three things are its own. Its author is no person, so nobody's permission is asked; facts of before the
Convention stand in it; and it keeps the numbers and the stage that the file gives, for nobody reviews it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from django.core.management.color import no_style
from django.db import connection
from django.utils.translation import gettext as _

from commitments.models import EvidenceLink, ProgressNote, User
from commitments.rules.codes import Stage
from commitments.rules.dates import future_refusals

from .columns import NOTE, STAGE
from .editions import BaselineEdition, digest_of_note
from .likeness import Likeness
from .loader import ImportReach
from .reader import FileLimits, FileRow, NoteFile
from .refusals import Errors, FileRefused, Refusal, refusals_of
from .results import ImportJob, ImportRow, checksum_of
from .row import RowReader

ROWS_A_STATEMENT = 500


class BaselineReader(RowReader):
    """Reads rows for an empty database; saves none of them."""

    day_refusals = staticmethod(future_refusals)  # a fact may be however early

    def permission_errors(self, read: ImportRow) -> Errors:
        """None: nobody can sign in as its author."""
        return {}

    def twin_errors(self, note: ProgressNote, sources: Collection[str]) -> Errors:
        """None: nothing is stored yet."""
        return {}

    def alike(self, read: ImportRow) -> tuple[Likeness, ...]:
        """None: the notes of an edition have been compared with one another."""
        return ()


@dataclass(frozen=True)
class BaselineRow:
    """One row of the file: the note and evidence that it says, in memory, and its own number and stage."""

    number: int
    stage: str
    note: ProgressNote
    links: list[EvidenceLink]

    @property
    def digest(self) -> str:
        return digest_of_note(self.note, self.links)


def load(file: BinaryIO, author: User, at: datetime, edition: BaselineEdition | None = None) -> int:
    """Stores every note of the file in few statements, all of them or none; raises FileRefused."""
    rows = baseline_rows(file, author, at)
    links = [link for row in rows for link in row.links]
    for row in rows:
        row.note.pk, row.note.author, row.note.created_at = row.number, author, at
        row.note.entry_key = edition.entry_key_of(row.digest) if edition else None
    for number, link in enumerate(links, start=1):
        link.pk = number
    _store([row.note for row in rows], links)
    # evidence stands before its note is published: the database refuses it afterwards
    publish_notes([row.number for row in rows if row.stage == Stage.PUBLISHED], author, at)
    return len(rows)


def publish_notes(numbers: Sequence[int], author: User, at: datetime) -> None:
    """Marks these drafts as submitted and published, by the author of the baseline."""
    marks = {f"{step}_at": at for step in ("submitted", "published")}
    by = {f"{step}_by": author for step in ("submitted", "published")}
    for chunk in batched(numbers):
        ProgressNote.objects.filter(pk__in=chunk).update(stage=Stage.PUBLISHED, **marks, **by)


def batched(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as a statement takes."""
    for start in range(0, len(numbers), ROWS_A_STATEMENT):
        yield numbers[start : start + ROWS_A_STATEMENT]


def baseline_rows(file: BinaryIO, author: User, at: datetime) -> list[BaselineRow]:
    """Every row as the import reads and checks it, on the day of the edition; raises FileRefused."""
    refusals: list[Refusal] = []
    rows = [
        BaselineRow(int(row.cells[NOTE]), row.cells[STAGE], read.note, _links(read))
        for row, read in _rows(file, author, at, refusals)
    ]
    if refusals:
        raise FileRefused(refusals)
    return rows


def _links(read: ImportRow) -> list[EvidenceLink]:
    return [EvidenceLink(note=read.note, **edit.values or {}) for edit in read.evidence.edits]


def _rows(
    file: BinaryIO, author: User, at: datetime, refusals: list[Refusal]
) -> Iterator[tuple[FileRow, ImportRow]]:
    """The rows that are right; `refusals` takes what is wrong with the others."""
    job = ImportJob(author, at, "notes.csv", checksum_of(file))
    table = NoteFile(file, FileLimits())
    reader = BaselineReader(job, table.headings, ImportReach(author))
    numbers: dict[str, int] = {}
    for row in table:
        errors = _own_errors(row, numbers)
        if not errors:
            reader.submit = row.cells[STAGE] == Stage.PUBLISHED
            cells = {name: cell for name, cell in row.cells.items() if name not in {NOTE, STAGE}}
            read = reader.read(replace(row, cells=cells))
            errors = read.errors
        refusals += refusals_of(row.number, errors)
        if not errors:
            yield row, read


def _own_errors(row: FileRow, numbers: dict[str, int]) -> Errors:
    """What is wrong with the number or the stage that the file gives; `numbers` holds the rows so far."""
    number = row.cells[NOTE]
    errors: Errors = {}
    first = numbers.setdefault(number, row.number)
    if not (number.isascii() and number.isdecimal()):
        errors[NOTE] = [_("This cell is empty or no number.")]
    elif first != row.number:
        errors[NOTE] = [_("Row %(row)s is about the same note.") % {"row": first}]
    if row.cells.get(STAGE) not in {Stage.DRAFT, Stage.PUBLISHED}:
        errors[STAGE] = [_("Only a draft or a published note stands here.")]
    return errors


def _store(notes: list[ProgressNote], links: list[EvidenceLink]) -> None:
    """With their numbers, after which the database goes on counting."""
    ProgressNote.objects.bulk_create(notes, batch_size=ROWS_A_STATEMENT)
    EvidenceLink.objects.bulk_create(links, batch_size=ROWS_A_STATEMENT)
    statements = connection.ops.sequence_reset_sql(no_style(), [ProgressNote, EvidenceLink])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
