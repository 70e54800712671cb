"""Notes written into a file that an import takes back: CSV or a workbook, by the writers of the exports."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from django.db.models import Count, Max, QuerySet

from commitments.exports.csv import csv_of
from commitments.exports.rows import ROWS_A_BLOCK
from commitments.exports.xlsx import xlsx_of
from commitments.lists.declaration import Column
from commitments.models import ProgressNote

from .cells import evidence_cell, note_cell
from .columns import EVIDENCE, FILE_LEADING, NOTE, STAGE, VERSION, evidence_column, file_columns


def notes_csv(notes: QuerySet[ProgressNote]) -> Iterator[str]:
    """A CSV file (RFC 4180, UTF-8) in blocks, the head first."""
    columns = _columns_for(notes)
    return csv_of(columns, _rows(notes, columns))


def write_notes_xlsx(notes: QuerySet[ProgressNote], file: BinaryIO) -> None:
    """A workbook; addresses stay text, so that they come back as they are."""
    columns = _columns_for(notes)
    xlsx_of(file, "notes", columns, _rows(notes, columns))


def _columns_for(notes: QuerySet[ProgressNote]) -> list[Column]:
    counted = notes.order_by().annotate(links=Count("evidence")).aggregate(most=Max("links"))
    return file_columns(counted["most"] or 0)


def _rows(notes: QuerySet[ProgressNote], columns: Sequence[Column]) -> Iterator[list[object]]:
    whole = notes.select_related("obligation__state", "obligation__commitment").prefetch_related("evidence")
    for note in whole.order_by("pk").iterator(chunk_size=ROWS_A_BLOCK):
        cells = file_row(note)
        yield [cells.get(column.name, "") for column in columns]


def file_row(note: ProgressNote) -> dict[str, object]:
    """Every cell of an export about this note; asks for its obligation and evidence."""
    links = list(note.evidence.all())
    content = {name: note_cell(name, note, links=len(links)) for name in (*FILE_LEADING, STAGE)}
    evidence = {
        evidence_column(number, column): evidence_cell(link, field)
        for number, link in enumerate(links, start=1)
        for column, field in EVIDENCE.items()
    }
    return {**content, NOTE: note.pk, VERSION: note.version, **evidence}
