"""A file of notes, opened: its headings and its rows as text, from CSV, Excel or OpenDocument."""

import csv
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from commitments.rules.difference import same_lines

from .archive import MAX_UNPACKED, Archive, refusal
from .columns import NOTE, OBLIGATION, VERSION
from .csv_file import CsvFile
from .head import MAX_SHEETS, find_head
from .ods_file import CONTENT, ods_sheets
from .refusals import FileRefused, Refusal
from .sheets import NumberedRow, Sheet
from .xlsx_file import workbook_entry, xlsx_sheets

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ODS_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
BINARY_WORKBOOK, NUMBERS = "xl/workbook.bin", "Index/Document.iwa"
EXAMPLE = "example"  # stands in the column of numbers of a row that only shows what to write
CODED = {NOTE, VERSION, *OBLIGATION, "evidence_count"}
WITH_POINT_ZERO = re.compile(r"^(\d+)\.0+$")  # as pandas writes numbers where some are missing
TIMES_UNPACKED = 10  # the largest file that is taken
NOT_UTF_8 = gettext_noop(
    "This is not UTF-8, perhaps Windows-1252 or Latin-1. Save the file as “CSV UTF-8” and send it again."
)
SURROGATE = re.compile("[\ud800-\udfff]")
SEPARATORS = {
    ";": gettext_lazy("Read with semicolons between the cells."),
    "\t": gettext_lazy("Read with tabulators between the cells."),
    "|": gettext_lazy("Read with vertical bars between the cells."),
}
# All that can go wrong within bytes that somebody else wrote: `zipfile` says NotImplementedError of a way of
# packing that it does not know, and RuntimeError of a password.
BROKEN = (
    *(csv.Error, ExpatError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, UnicodeError),
    *(ValueError, LookupError, OverflowError, RuntimeError, NotImplementedError, OSError),
)


@dataclass(frozen=True)
class FileLimits:
    """How large a file is taken; None where there is no limit."""

    rows: int | None = None
    size: int | None = None

    @property
    def unpacked(self) -> int:
        """A workbook of five thousand long notes, read twice, has some forty million bytes."""
        return min(MAX_UNPACKED, TIMES_UNPACKED * self.size) if self.size else MAX_UNPACKED


@dataclass(frozen=True)
class FileRow:
    """One row below the headings: its number as a spreadsheet shows it, and its cells by heading."""

    number: int
    cells: dict[str, str]
    beyond: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.beyond and not any(self.cells.values())

    @property
    def is_example(self) -> bool:
        return self.cells.get(NOTE, "").casefold() == EXAMPLE


class NoteFile:
    """The headings, and the rows one by one; raises FileRefused, with all that is wrong with the headings.

    `skip_unknown` passes over columns that are not known; otherwise they raise UnknownColumns.
    """

    def __init__(self, file: BinaryIO, limits: FileLimits, *, skip_unknown: bool = False) -> None:
        self._limits = limits
        self.examples = 0  # rows passed over
        self._has_row_numbers = False
        _refuse_large(file, limits)
        with _refusing_the_broken():
            sheets, self.separator = _opened(file, limits)
            self.head, self._others = find_head(sheets[:MAX_SHEETS])
        self._sheets = len(sheets)
        _refuse_other_encodings(self.head.row, (), self.head.written)
        self.head.refuse(unless_unknown=skip_unknown)
        self.headings = [name for name in self.head.names if name not in self.head.passed_over]

    @property
    def remarks(self) -> list[str]:
        """How the file was read, where that is not as everybody expects; complete after the last row."""
        head, found = self.head, []
        if self._sheets > 1:
            found.append(_("Read from the sheet “%(name)s”.") % {"name": head.sheet.name})
        if self._others:
            words = _("Not read, though it has the headings too: %(names)s.")
            found.append(words % {"names": ", ".join(f"“{name}”" for name in self._others)})
        if self.separator in SEPARATORS:
            found.append(str(SEPARATORS[self.separator]))
        if head.row > 1:
            found.append(_("The headings stand in row %(row)s.") % {"row": head.row})
        if head.unknown:
            found.append(_("Columns passed over: %(names)s.") % {"names": ", ".join(head.unknown)})
        if self._has_row_numbers:
            found.append(_("The numbers in the first column, which has no heading, were passed over."))
        if self.examples:
            words = ngettext(
                "%(number)s example row was passed over.",
                "%(number)s example rows were passed over.",
                self.examples,
            )
            found.append(words % {"number": self.examples})
        return found

    def whole_rows(self) -> Iterator[NumberedRow]:
        """Every row of the sheet as it stands, those above the headings too."""
        with _refusing_the_broken():
            yield from self.head.sheet.rows()

    def __iter__(self) -> Iterator[FileRow]:
        """The rows that hold something; blank ones are passed over and counted in the numbers."""
        found, self.examples = 0, 0
        for number, cells in self.whole_rows():
            if number <= self.head.row:
                continue
            _refuse_other_encodings(number, self.head.written, cells)
            row = self._row(number, cells)
            if row.is_example:
                self.examples += 1
            elif not row.is_blank:
                found += 1
                self._refuse_many(found, number)
                yield row

    def _refuse_many(self, found: int, number: int) -> None:
        if self._limits.rows is not None and found > self._limits.rows:
            reason = _("The file has more than %(most)s rows: divide it, or ask for the command line.")
            raise FileRefused([Refusal(number, "", reason % {"most": f"{self._limits.rows:,}"})])

    def _row(self, number: int, cells: Sequence[str]) -> FileRow:
        names, passed = self.head.names, self.head.passed_over
        named = list(zip(names, cells, strict=False))
        taken = {name: _plain(name, cell) for name, cell in named if name and name not in passed}
        rest = [*(cell for name, cell in named if not name), *cells[len(names) :]]
        if rest and not names[0] and cells[0].strip().isdecimal():
            self._has_row_numbers = True
            rest = rest[1:]
        return FileRow(number, taken, beyond=any(cell.strip() for cell in rest))


def _plain(name: str, cell: str) -> str:
    """The cell with one kind of line end; numbers and codes without invisible signs and without “.0”."""
    text = same_lines(cell).strip()
    if name not in CODED:
        return text
    return WITH_POINT_ZERO.sub(r"\1", "".join(sign for sign in text if unicodedata.category(sign) != "Cf"))


def _refuse_large(file: BinaryIO, limits: FileLimits) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if limits.size is not None and size > limits.size:
        reason = _("The file has %(size)s bytes, and at most %(most)s are taken: divide it.")
        raise refusal(reason % {"size": f"{size:,}", "most": f"{limits.size:,}"})


def _opened(file: BinaryIO, limits: FileLimits) -> tuple[list[Sheet], str]:
    """The sheets of a file by what it holds, whatever its name; and the separator of a CSV file."""
    start = file.read(4)
    if not start:
        raise refusal(_("The file is empty."))
    if start == OLD_EXCEL:
        raise refusal(
            _("This is an old workbook (.xls), or one with a password: save it as .xlsx or “CSV UTF-8”.")
        )
    if start != ZIP:
        table = CsvFile(file)
        return [Sheet("", table.rows)], table.separator
    archive = Archive(file, limits.unpacked)
    if workbook := workbook_entry(archive):
        return xlsx_sheets(archive, workbook), ""
    if CONTENT in archive and archive.read("mimetype").startswith(ODS_KIND):
        return ods_sheets(archive), ""
    if BINARY_WORKBOOK in archive or NUMBERS in archive:
        raise refusal(_("This kind of workbook (.xlsb, .numbers) is not read: save or export it as .xlsx."))
    raise refusal(
        _("This is neither a CSV file nor a workbook (.xlsx, .ods): unpack it, or save its table as .xlsx.")
    )


def _refuse_other_encodings(number: int, headings: Sequence[str], cells: Sequence[str]) -> None:
    """Name the row and column of the first cell that is not UTF-8."""
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        place = next(place for place, cell in enumerate(cells) if SURROGATE.search(cell))
        column = headings[place] if place < len(headings) else ""
        raise FileRefused([Refusal(number, column, _(NOT_UTF_8))]) from None


@contextmanager
def _refusing_the_broken() -> Iterator[None]:
    try:
        yield
    except BROKEN:
        raise refusal(
            _("The file is damaged: open it where it was made, save it anew and send it again.")
        ) from None
