"""The notes that the site starts with: the importer's own format, read and refused by the same resource.

Three things are its own. Its author is no person, so nobody's rights are asked; facts of before the
Convention stand in it; and it keeps the numbers and the stage that the file gives, for nobody reviews it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from django.core.management.color import no_style
from django.db import connection
from django.utils.translation import gettext as _

from commitments.models import EvidenceLink, ProgressNote, User
from commitments.rules.codes import Stage
from commitments.rules.dates import future_refusals

from .block import Reach
from .columns import NOTE
from .entries import Order, checksum_of
from .importing import refusals_of
from .links import groups_in
from .reading import Limits, Row, Table
from .refusals import FileRefused, Refusal
from .resource import NotedField, NoteResource
from .work import Work

STAGE = "stage"
ROWS_A_STATEMENT = 500


class BaselineDayField(NotedField):
    """The day of a fact, however early."""

    refusals = staticmethod(future_refusals)


class BaselineResource(NoteResource):
    """Reads rows for an empty database; saves none of them."""

    noted_date = BaselineDayField(attribute="noted_date", column_name="noted_date")

    def right_errors(self) -> dict[str, list[str]]:
        """None: nobody can sign in as its author."""
        return {}

    def twin_errors(self) -> dict[str, list[str]]:
        """Within the file, for there is nothing beside it."""
        self.refuse_same_words()
        return {}


def load(file: BinaryIO, author: User, at: datetime) -> int:
    """Stores every note of the file in few statements, all of them or none; raises FileRefused."""
    notes, links, refusals, published = [], [], [], []
    for row, work, found in _works(file, author, at):
        refusals += found
        if found:
            continue
        work.note.pk, work.note.author, work.note.created_at = int(row.cells[NOTE]), author, at
        notes.append(work.note)
        links += [EvidenceLink(note=work.note, **step.values) for step in work.evidence.steps]
        if row.cells[STAGE] == Stage.PUBLISHED:
            published.append(work.note.pk)
    if refusals:
        raise FileRefused(refusals)
    for number, link in enumerate(links, start=1):
        link.pk = number
    _store(notes, links)
    # evidence stands before its note is published: the database refuses it afterwards
    marks = {f"{step}_at": at for step in ("submitted", "published")}
    marks |= {f"{step}_by": author for step in ("submitted", "published")}
    ProgressNote.objects.filter(pk__in=published).update(stage=Stage.PUBLISHED, **marks)
    return len(notes)


def _works(
    file: BinaryIO, author: User, at: datetime
) -> Iterator[tuple[Row, Work | None, tuple[Refusal, ...]]]:
    order = Order(author, at, "notes.csv", checksum_of(file))
    table = Table(file, Limits())
    numbers: dict[str, int] = {}
    resource = BaselineResource(order, groups_in(table.headings), Reach(author))
    for row in table:
        odd = _odd_marks(row, numbers)
        if odd:
            yield row, None, odd
            continue
        resource.submit = row.cells[STAGE] == Stage.PUBLISHED
        cells = {name: cell for name, cell in row.cells.items() if name != STAGE} | {NOTE: ""}
        result = resource.import_row(
            cells, None, dry_run=True, using_transactions=False, row_number=row.number
        )
        for unexpected in result.errors:
            raise unexpected.error
        yield row, resource.work, refusals_of(row, result.validation_error)


def _odd_marks(row: Row, numbers: dict[str, int]) -> tuple[Refusal, ...]:
    """What is wrong with the number or the stage that the file gives."""
    number, found = row.cells[NOTE], []
    first = numbers.setdefault(number, row.number)
    if not (number.isascii() and number.isdecimal()):
        found.append((NOTE, _("This cell is empty or no number.")))
    elif first != row.number:
        found.append((NOTE, _("Row %(row)s is about the same note.") % {"row": first}))
    if row.cells.get(STAGE) not in {Stage.DRAFT, Stage.PUBLISHED}:
        found.append((STAGE, _("Only a draft or a published note stands here.")))
    return tuple(Refusal(row.number, column, reason) for column, reason in found)


def _store(notes: list[ProgressNote], links: list[EvidenceLink]) -> None:
    """With their numbers, after which the database goes on counting."""
    ProgressNote.objects.bulk_create(notes, batch_size=ROWS_A_STATEMENT)
    EvidenceLink.objects.bulk_create(links, batch_size=ROWS_A_STATEMENT)
    statements = connection.ops.sequence_reset_sql(no_style(), [ProgressNote, EvidenceLink])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
