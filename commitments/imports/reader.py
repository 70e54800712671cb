"""A file of notes, opened: its headings and its rows as text, from CSV or from an Excel workbook."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from python_calamine import CalamineError, CalamineWorkbook

from commitments.rules.difference import same_lines

from .columns import KNOWN, evidence_place, header_refusals
from .refusals import FileRefused, Refusal

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MAX_HEADINGS = 1000
SEPARATORS = (",", ";", "\t")
MAX_HEAD_LENGTH = 65_536
MAX_CELL_LENGTH = 1_000_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_UTF_8 = gettext_noop(
    "This is not UTF-8, perhaps Windows-1252 or Latin-1. Save the file as “CSV UTF-8” and send it again."
)
# A workbook is packed text: what would unpack into more than this is an attack or a mistake.
MAX_UNPACKED = 200_000_000
WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class FileLimits:
    """How large a file is taken; None where there is no limit."""

    rows: int | None = None
    size: int | None = None


@dataclass(frozen=True)
class FileRow:
    """One row below the headings: its number as a spreadsheet shows it, and its cells by heading."""

    number: int
    cells: dict[str, str]
    beyond: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.beyond and not any(self.cells.values())


class NoteFile:
    """The headings, and the rows one by one; raises FileRefused, with all that is wrong in the first row."""

    def __init__(self, file: BinaryIO, limits: FileLimits) -> None:
        self._limits = limits
        self.separator = ","
        _refuse_large(file, limits)
        self._rows = iter(self._open(file))
        _number, names = next(self._rows, (1, []))
        self.headings = [name.strip() for name in names]
        while self.headings and not self.headings[-1]:
            self.headings.pop()
        if len(self.headings) > MAX_HEADINGS:
            raise FileRefused([Refusal(1, "", _("The file has too many columns."))])
        refusals = header_refusals(self.headings)
        if refusals:
            raise FileRefused([Refusal(1, name, reason) for name, reason in refusals])

    def _open(self, file: BinaryIO) -> Iterable[tuple[int, list[str]]]:
        start = file.read(4)
        file.seek(0)
        if not start:
            raise FileRefused([Refusal(None, "", _("The file is empty."))])
        if start == OLD_EXCEL:
            old = _(
                "This is an old workbook (.xls), or one with a password: save it as .xlsx or “CSV UTF-8”."
            )
            raise FileRefused([Refusal(None, "", old)])
        if start == ZIP:
            return _xlsx_rows(file)
        self.separator, rows = _csv_rows(file)
        return rows

    def __iter__(self) -> Iterator[FileRow]:
        """The rows that hold something; blank ones are passed over and counted in the numbers."""
        found = 0
        for number, cells in self._rows:
            row = self._row(number, cells)
            if row.is_blank:
                continue
            found += 1
            if self._limits.rows is not None and found > self._limits.rows:
                refusal = _("The file has more than %(most)s rows: divide it, or ask for the command line.")
                raise FileRefused([Refusal(number, "", refusal % {"most": f"{self._limits.rows:,}"})])
            yield row

    def _row(self, number: int, cells: list[str]) -> FileRow:
        named = {
            name: same_lines(cell).strip() for name, cell in zip(self.headings, cells, strict=False) if name
        }
        unnamed = [cell for name, cell in zip(self.headings, cells, strict=False) if not name]
        rest = [*unnamed, *cells[len(self.headings) :]]
        return FileRow(number, named, beyond=any(cell.strip() for cell in rest))


def _refuse_large(file: BinaryIO, limits: FileLimits) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if limits.size is not None and size > limits.size:
        refusal = _("The file has %(size)s bytes, and at most %(most)s are taken: divide it.")
        raise FileRefused([Refusal(None, "", refusal % {"size": f"{size:,}", "most": f"{limits.size:,}"})])


# ---------------------------------------------------------------- CSV


def _csv_rows(file: BinaryIO) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """The separator, and the rows with their numbers, the headings first."""
    head = file.read(MAX_HEAD_LENGTH)
    file.seek(0)
    if head.startswith(UTF_16) or b"\x00" in head[:4]:
        refusal = _("The file is UTF-16. Save it as “CSV UTF-8” and send it again.")
        raise FileRefused([Refusal(None, "", refusal)])
    separator = _separator(head)
    # what is not UTF-8 comes through marked, so that its row can be named
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    return separator, _csv_cells(text, separator)


def _separator(head: bytes) -> str:
    """The one that finds the most headings."""
    line = head.decode("utf-8-sig", errors="replace").partition("\n")[0].strip("\r")

    def found(separator: str) -> int:
        names = next(csv.reader([line], delimiter=separator), [])
        return sum(name.strip() in KNOWN or bool(evidence_place(name.strip())) for name in names)

    return max(SEPARATORS, key=found)


def _csv_cells(text: io.TextIOWrapper, separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL_LENGTH))
    reader = csv.reader(text, delimiter=separator, strict=True)
    number = 0
    headings: list[str] = []
    try:
        for number, cells in enumerate(reader, start=1):
            headings = headings or cells
            try:
                "".join(cells).encode("utf-8")
            except UnicodeEncodeError:
                raise _not_utf_8(number, headings, cells) from None
            yield number, cells
    except csv.Error as error:
        refusal = _("This row cannot be read as CSV (%(error)s): look for a quotation mark without a second.")
        raise FileRefused([Refusal(number + 1, "", refusal % {"error": error})]) from None
    finally:
        with suppress(ValueError):  # it was closed in the middle
            text.detach()  # the file stays open for whoever opened it


def _not_utf_8(number: int, headings: list[str], cells: list[str]) -> FileRefused:
    place = next(
        place for place, cell in enumerate(cells) if any("\udc80" <= letter <= "\udcff" for letter in cell)
    )
    column = headings[place] if number > 1 and place < len(headings) else ""
    return FileRefused([Refusal(number, column, _(NOT_UTF_8))])


# ---------------------------------------------------------------- Excel


def _xlsx_rows(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, the headings first."""
    _refuse_odd_archive(file)
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            sheet = book.get_sheet_by_index(0)
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                yield number, [_as_text(cell) for cell in cells]
    except (CalamineError, zipfile.BadZipFile) as error:
        refusal = _("The workbook cannot be read: %(error)s")
        raise FileRefused([Refusal(None, "", refusal % {"error": error})]) from None


def _refuse_odd_archive(file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names, unpacked = archive.namelist(), sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise FileRefused([Refusal(None, "", _("The workbook is damaged."))]) from None
    finally:
        file.seek(0)
    if WORKBOOK not in names:
        refusal = _("This is neither a CSV file nor an Excel workbook (.xlsx).")
        raise FileRefused([Refusal(None, "", refusal)])
    if unpacked > MAX_UNPACKED:
        raise FileRefused([Refusal(None, "", _("The workbook is too large once unpacked: divide it."))])


def _as_text(value: object) -> str:
    """A date as ISO 8601, a whole number without a point, a text as it is."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
