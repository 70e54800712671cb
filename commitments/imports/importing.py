"""A whole file: looked at first, then brought in all or not at all."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import RowResult

from commitments.models.history import change_batch

from .block import BlockLoader, Reach
from .entries import Count, Entry, Order, Outcome
from .links import groups_in
from .reading import Limits, Row, Table
from .refusals import FileRefused, Refusal
from .resource import NoteResource

ROWS_A_BLOCK = 500


class Moved(Exception):
    """Something has changed since the file was looked at, so that it would do something else now."""


def entries(table: Table, order: Order, *, save: bool = False) -> Iterator[Entry]:
    """What becomes of each row, block by block; `save` does it, and wants a transaction around."""
    reach = Reach(order.by)
    resource = NoteResource(order, groups_in(table.headings), reach)
    for block in _blocks(table):
        loader = BlockLoader(resource, block, reach)
        for row in block:
            yield _entry(resource, loader, row, save=save)


def bring_in(
    file: BinaryIO, order: Order, limits: Limits, *, expected: str | None = None
) -> Iterator[tuple[UUID, Entry]]:
    """Do it, in one transaction and one batch; raises FileRefused with the errors, and nothing is done.

    `expected` is the digest of what was looked at; raises Moved where it would do something else now.
    """
    refusals: list[Refusal] = []
    count = Count()
    file.seek(0)
    with transaction.atomic(), change_batch() as batch:
        for entry in entries(Table(file, limits), order, save=True):
            count.add(entry)
            refusals += entry.refusals
            yield batch, entry
        if refusals:
            raise FileRefused(refusals)
        if expected is not None and count.digest != expected:
            raise Moved


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while block := list(islice(remaining, ROWS_A_BLOCK)):
        yield block


def _entry(resource: NoteResource, loader: BlockLoader, row: Row, *, save: bool) -> Entry:
    if row.beyond:
        beyond = Refusal(row.number, "", _("Something stands in this row beyond the last heading."))
        return Entry(row.number, Outcome.ERROR, None, "", (), (beyond,))
    result: RowResult = resource.import_row(
        row.cells, loader, dry_run=not save, using_transactions=False, row_number=row.number
    )
    for unexpected in result.errors:
        raise unexpected.error
    work, note = resource.work, row.cells.get("note", "")
    number = int(note) if note.isascii() and note.isdecimal() else None
    title = work.title if work else ""
    changes = work.changes if work else ()
    refusals = refusals_of(row, result.validation_error)
    if refusals:
        return Entry(row.number, Outcome.ERROR, number, title, changes, refusals)
    outcome = Outcome.UNCHANGED if result.is_skip() else work.outcome
    if outcome == Outcome.UNCHANGED:
        changes = ()
    return Entry(row.number, outcome, number, title, changes, (), tuple(work.hints), work.made)


def refusals_of(row: Row, error: ValidationError | None) -> tuple[Refusal, ...]:
    """The reasons of a row that the resource refused, each with its column."""
    if error is None:
        return ()
    by_column = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return tuple(
        Refusal(row.number, "" if column == NON_FIELD_ERRORS else column, str(reason))
        for column, reasons in by_column.items()
        for reason in reasons
    )
