"""What every kind of file comes to: sheets with rows of text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from string import ascii_uppercase

from django.utils.translation import gettext as _

from .refusals import FileRefused, Refusal

# The number of a row as a spreadsheet shows it, and its cells.
NumberedRow = tuple[int, list[str]]

MAX_COLUMNS = 16_384  # of a sheet, in every spreadsheet
MAX_ROWS = 1_048_576
# A small file can name a cell very far away, or repeat one without end.
MAX_CELLS = 20_000_000
# What a cell says whose formula was never calculated: a program that calculates nothing wrote it.
NO_RESULT = "#FORMULA!"


@dataclass(frozen=True)
class Sheet:
    """One sheet, or the only table of a CSV file, which has no name; `rows` reads it from its beginning."""

    name: str
    rows: Callable[[], Iterator[NumberedRow]]


def counted(rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
    """The rows; raises FileRefused where they are more than a spreadsheet has."""
    cells = 0
    for number, row in rows:
        cells += len(row)
        if number > MAX_ROWS or cells > MAX_CELLS:
            raise FileRefused([Refusal(number, "", _("The sheet is too large: divide it."))])
        yield number, row


def column_number(name: str, following: int) -> int:
    """0 for `A1`, 27 for `AB7`; `following` for a cell that does not say where it stands."""
    place = 0
    for letter in name.rstrip("0123456789"):
        place = place * 26 + ascii_uppercase.index(letter) + 1
    place = place - 1 if name else following
    if place >= MAX_COLUMNS:
        raise too_many_columns()
    return place


def too_many_columns() -> FileRefused:
    return FileRefused([Refusal(None, "", _("The file has too many columns."))])


def number_text(text: str) -> str:
    """A whole number without a point, any other as it is."""
    number = float(text)
    return str(int(number)) if number.is_integer() else str(number)


def date_text(moment: datetime) -> str:
    """ISO 8601, with the time only where there is one."""
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(timespec="seconds")
