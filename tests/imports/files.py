"""Files of notes for tests, and what an import makes of them."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from xlsxwriter import Workbook

from commitments.imports.reader import FileLimits, NoteFile
from commitments.imports.results import ImportJob, ImportResult, checksum_of
from commitments.imports.runner import import_file, preview
from commitments.imports.writer import notes_csv, write_notes_xlsx
from commitments.models import ProgressNote, User

from .spreadsheets import as_ods

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HEADINGS = ("note", "state_iso3", "commitment", "noted_date", "status", "text")
HEADINGS += ("evidence_url", "evidence_title")
ROW = {
    "state_iso3": "COL",
    "commitment": "16b",
    "noted_date": "2024-05-01",
    "status": "in_progress",
    "text": "Two provinces were declared clear.",
    "evidence_url": "https://example.org/report",
    "evidence_title": "Report",
}


def as_csv(*rows: dict[str, str], headings: Iterable[str] = HEADINGS, separator: str = ",") -> bytes:
    """A file with these rows."""
    written = io.StringIO()
    writer = csv.DictWriter(written, headings, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def as_xlsx(*rows: Iterable[object], formats: dict[type, str] | None = None) -> bytes:
    """A workbook with these rows, each value as a spreadsheet holds it."""
    file = io.BytesIO()
    book = Workbook(file)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if hasattr(value, "isoformat"):
                sheet.write_datetime(number, place, value, day)
            elif isinstance(value, str):
                sheet.write_string(number, place, value)
            else:
                sheet.write(number, place, value)
    book.close()
    return file.getvalue()


def exported(form: str = "csv") -> bytes:
    """Every note, as `export_notes` gives it, or as LibreOffice would save that."""
    if form == "csv":
        return "".join(notes_csv(ProgressNote.objects.all())).encode()
    if form == "ods":
        head, *rows = csv.reader(io.StringIO(exported().decode(), newline=""))
        return as_ods({"notes": [head, *([*map(_typed, head, row)] for row in rows)]})
    file = io.BytesIO()
    write_notes_xlsx(ProgressNote.objects.all(), file)
    return file.getvalue()


def _typed(name: str, cell: str) -> object:
    """As LibreOffice holds what it has opened: whole days as dates, numbers as numbers."""
    if name.endswith("date") and len(cell) == len("2009-12-04"):
        return date.fromisoformat(cell)
    return int(cell) if name in {"note", "version"} else cell


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return [*csv.DictReader(io.StringIO(content.decode(), newline=""))]


def job_of(content: bytes, by: User, **options: Any) -> ImportJob:
    """This person asks for this file, whatever is there already."""
    options = {"all_the_same": True, **options}
    return ImportJob(by, NOW, "notes.csv", checksum_of(io.BytesIO(content)), **options)


def look(content: bytes, by: User, *, limits: FileLimits | None = None, **options: Any) -> list[ImportResult]:
    """What would become of each row."""
    table = NoteFile(io.BytesIO(content), limits or FileLimits())
    return [*preview(table, job_of(content, by, **options))]


def bring(content: bytes, by: User, **options: Any) -> list[ImportResult]:
    """Do it."""
    job = job_of(content, by, **options)
    return [entry for _batch, entry in import_file(io.BytesIO(content), job, FileLimits())]


def reasons(entries: Iterable[ImportResult]) -> list[tuple[int, str, str]]:
    """What is wrong: row, column, reason."""
    return [(found.row, found.column, found.reason) for entry in entries for found in entry.refusals]
