"""A file, opened: its headings and its rows as text, whichever of the formats it is in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from commitments.rules.difference import same_lines

from .columns import header_refusals
from .csv_reading import csv_rows
from .refusals import FileRefused, Refusal
from .xlsx_reading import xlsx_rows

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MAX_HEADINGS_LENGTH = 1000


@dataclass(frozen=True)
class Limits:
    """How large a file is taken; None where there is no limit."""

    rows: int | None = None
    size: int | None = None


@dataclass(frozen=True)
class Row:
    """One row below the headings: its number as a spreadsheet shows it, and its cells by heading."""

    number: int
    cells: dict[str, str]
    beyond: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.beyond and not any(self.cells.values())


class Table:
    """The headings, and the rows one by one; raises FileRefused, with all that is wrong in the first row."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        self.separator = ","
        refuse_large(file, limits)
        self._rows = iter(self._open(file))
        _number, names = next(self._rows, (1, []))
        self.headings = [name.strip() for name in names]
        while self.headings and not self.headings[-1]:
            self.headings.pop()
        if len(self.headings) > MAX_HEADINGS_LENGTH:
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
            return xlsx_rows(file)
        self.separator, rows = csv_rows(file)
        return rows

    def __iter__(self) -> Iterator[Row]:
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

    def _row(self, number: int, cells: list[str]) -> Row:
        named = {
            name: same_lines(cell).strip() for name, cell in zip(self.headings, cells, strict=False) if name
        }
        unnamed = [cell for name, cell in zip(self.headings, cells, strict=False) if not name]
        rest = [*unnamed, *cells[len(self.headings) :]]
        return Row(number, named, beyond=any(cell.strip() for cell in rest))


def refuse_large(file: BinaryIO, limits: Limits) -> None:
    """Raises FileRefused where the file is over the limit."""
    size = file.seek(0, 2)
    file.seek(0)
    if limits.size is not None and size > limits.size:
        refusal = _("The file has %(size)s bytes, and at most %(most)s are taken: divide it.")
        raise FileRefused([Refusal(None, "", refusal % {"size": f"{size:,}", "most": f"{limits.size:,}"})])
