"""The notes that the site starts with: a file in the format of an import, read and refused by the same rules.

Three things are its own. Its author is no person, so nobody's permission is asked; facts of before the
Convention stand in it; and it keeps the numbers and the stage that the file gives, for nobody reviews it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from django.core.management.color import no_style
from django.db import connection
from django.utils.translation import gettext as _

from commitments.models import EvidenceLink, ProgressNote, User
from commitments.rules.codes import Stage
from commitments.rules.dates import future_refusals

from .columns import NOTE, STAGE
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

    def twin_errors(self, note: ProgressNote) -> Errors:
        """None: nothing is stored yet."""
        return {}


def load(file: BinaryIO, author: User, at: datetime) -> int:
    """Stores every note of the file in few statements, all of them or none; raises FileRefused."""
    notes: list[ProgressNote] = []
    links: list[EvidenceLink] = []
    refusals: list[Refusal] = []
    published: list[int] = []
    for row, read in _rows(file, author, at, refusals):
        note = read.note
        note.pk, note.author, note.created_at = int(row.cells[NOTE]), author, at
        notes.append(note)
        links += [EvidenceLink(note=note, **edit.values or {}) for edit in read.evidence.edits]
        if row.cells[STAGE] == Stage.PUBLISHED:
            published.append(note.pk)
    if refusals:
        raise FileRefused(refusals)
    for number, link in enumerate(links, start=1):
        link.pk = number
    _store(notes, links)
    # evidence stands before its note is published: the database refuses it afterwards
    marks = {f"{step}_at": at for step in ("submitted", "published")}
    by = {f"{step}_by": author for step in ("submitted", "published")}
    ProgressNote.objects.filter(pk__in=published).update(stage=Stage.PUBLISHED, **marks, **by)
    return len(notes)


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
