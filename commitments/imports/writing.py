"""Notes written into a file that an import takes back: CSV or a workbook, block by block."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from django.db.models import Count, Max, QuerySet
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from commitments.rules.formulas import FORMULA_STARTS

from .columns import EVIDENCE_NAME, NOTE, VERSION, headers
from .stored import in_cells, whole_row

ROWS_A_BLOCK = 500
FIRST_DATE = "1900-03-01"  # before it a spreadsheet counts a day that never was
FULL_DAY = len("2009-12-04")
WIDTHS = {"text": 60, "dispute": 40, "state": 20, "commitment_title": 30}
MAX_ROWS = 1_048_575


def headers_for(notes: QuerySet) -> list[str]:
    """The columns that hold all evidence of these notes."""
    counted = notes.order_by().annotate(links=Count("evidence")).aggregate(most=Max("links"))
    return headers(counted["most"] or 0)


def rows(notes: QuerySet, names: list[str]) -> Iterator[list[str]]:
    """One row for each note, in the order of the numbers."""
    whole = notes.select_related("obligation__state", "obligation__commitment").prefetch_related("evidence")
    for note in whole.order_by("pk").iterator(chunk_size=ROWS_A_BLOCK):
        cells = whole_row(note)
        yield [cells.get(name, "") for name in names]


def csv_blocks(notes: QuerySet) -> Iterator[str]:
    """A CSV file (RFC 4180, UTF-8) in blocks, the head first."""
    names = headers_for(notes)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(names)
    for number, row in enumerate(rows(notes, names), start=1):
        writer.writerow(in_cells(row))
        if number % ROWS_A_BLOCK == 0:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()


def write_xlsx(notes: QuerySet, file: BinaryIO) -> None:
    """A workbook: dates as dates, everything else as text, so that 001 stays 001."""
    names = headers_for(notes)
    book = Workbook(file, {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet("notes")
    sheet.freeze_panes(1, 1)
    head = book.add_format({"bold": True})
    for place, name in enumerate(names):
        sheet.set_column(place, place, WIDTHS.get(name, 14))
        sheet.write_string(0, place, name, head)
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    quoted = book.add_format({"quote_prefix": True})
    for number, row in enumerate(rows(notes, names), start=1):
        for place, (name, value) in enumerate(zip(names, row, strict=True)):
            if _is_day(name, value):
                sheet.write_datetime(number, place, date.fromisoformat(value), day)
            elif name in {NOTE, VERSION}:
                sheet.write_number(number, place, int(value))
            elif value:
                _write_text(sheet, number, place, value, quoted)
    book.close()


def _write_text(sheet: Worksheet, number: int, place: int, value: str, quoted: object) -> None:
    """Text is never run as a formula, not even when somebody edits the cell later."""
    sheet.write_string(number, place, value, quoted if value.startswith(FORMULA_STARTS) else None)


def _is_day(name: str, value: str) -> bool:
    found = EVIDENCE_NAME.fullmatch(name)
    is_date = name == "noted_date" or bool(found and found[2] == "date")
    return is_date and len(value) == FULL_DAY and value >= FIRST_DATE
