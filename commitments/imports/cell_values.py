"""A cell of a file read back as a value, by the readers that form and search ask too."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from commitments.rules.address_reading import read_address
from commitments.rules.code_reading import read_choice
from commitments.rules.codes import STORED_STATUSES, Certainty, EvidenceKind, Precision, Status
from commitments.rules.date_reading import DayOrder, PartialDate, UnreadableDate, read_date
from commitments.rules.formulas import restored
from commitments.rules.problems import MAX_SHOWN_LENGTH
from commitments.rules.text_reading import read_line, read_text

from .cells import day_cell, says_the_same
from .rewritten import is_rewritten
from .sheets import NO_RESULT

TIME_OF_DAY = re.compile(
    r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?( ?(Z|[+-]\d{2}:?\d{2}))?$", re.IGNORECASE
)
POINT_ZERO = re.compile(r"(\d+)\.0+")  # a whole number, as pandas writes a column with gaps
SHORT_YEAR = re.compile(r"(.*\D)(\d{2})", re.DOTALL)
LIBREOFFICE_ERROR = re.compile(r"Err:\d{3}")
SPREADSHEET_ERRORS = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
# What programs write where nothing stands.
NOTHING = {"nan", "NaN", "NaT", "None", "<NA>", "NULL", "null"}
MAX_NUMBER_LENGTH = 18  # digits of a number that every database can look for
DATES = {"noted_date", "published_date"}
ADDRESSES = {"url", "archived_url"}
LINES = {"title", "publisher", "locator", "archive", "archive_number", "disputed_by"}
TEXTS = {*LINES, "text", "dispute", "quotation"}
CHOICES: Mapping[str, tuple[type[TextChoices], Collection[str] | None]] = {
    "status": (Status, STORED_STATUSES),
    "certainty": (Certainty, None),
    "kind": (EvidenceKind, None),
}


@dataclass(frozen=True)
class CellValue:
    """What a cell says: the fields that it fills, how an export says it, and words on what was completed."""

    fields: Mapping[str, object]
    said: str
    remarks: tuple[str, ...] = ()


class CellReader:
    """Reads the cells of one file; `order` is how it writes dates such as 03/02/2026, where somebody said so.

    `orders` counts the dates of the file by the only order in which they can be read.
    """

    def __init__(self, *, today: date, order: DayOrder | None = None) -> None:
        self.today, self.order = today, order
        self.orders: Counter[DayOrder] = Counter()

    def changed(self, field: str, cell: str, stored: str) -> CellValue | None:
        """What the cell says, if that is not what is stored. Raises ValueError with the reason.

        A date that has several readings raises AmbiguousDate, unless one of them is stored.
        """
        refuse_uncalculated(cell)
        if says_the_same(cell, stored) or (field in DATES and self._is_stored_date(cell, stored)):
            return None
        if field in TEXTS and is_rewritten(cell, stored):
            return None
        value = self._value(field, cell)
        return None if value.said == stored else value

    def _value(self, field: str, cell: str) -> CellValue:
        if field in DATES:
            return self._date(field, cell)
        if field in CHOICES:
            choices, allowed = CHOICES[field]
            code = read_choice(cell, choices, allowed) if cell or field != "status" else ""
            return CellValue({field: code}, code)
        if field in ADDRESSES and cell:
            address = read_address(restored(cell))
            return CellValue({field: address.address}, address.address, address.notes)
        text = _text(cell, read_line if field in LINES else read_text)
        return CellValue({field: text}, text)

    # ---------------------------------------------------------------- dates

    def _date(self, field: str, cell: str) -> CellValue:
        precision_field = field.replace("_date", "_precision")
        if not cell and field == "published_date":
            return CellValue({field: None, precision_field: Precision.DAY.value}, "")
        found = self._read_date(_plain_date(cell))
        if found.precision == Precision.BY and field == "published_date":
            raise UnreadableDate(_("A source bears a date of its own: leave out “by”."))
        day = found.settled(today=self.today)
        return CellValue({field: day, precision_field: found.precision.value}, day_cell(day, found.precision))

    def _read_date(self, text: str) -> PartialDate:
        """In the order of the file; a date that contradicts it is refused by that word."""
        readings = _readings(text)
        if len(readings) == 1:
            (only,) = readings
            self.orders[only] += 1
        if self.order and readings and self.order not in readings:
            raise UnreadableDate(_contradiction(text, readings))
        return read_date(text, order=self.order)

    def _is_stored_date(self, cell: str, stored: str) -> bool:
        """Whether some reading of the cell is the stored date: a spreadsheet rewrites dates its own way."""
        if not (cell and stored):
            return False
        wanted, text = read_date(stored), _plain_date(cell)
        short = SHORT_YEAR.fullmatch(text)
        if short and short[2] == f"{wanted.day.year % 100:02}" and not _can_be_read(text):
            text = f"{short[1]}{wanted.day.year}"
        readings = _readings(text)
        if len(readings) > 1 and len(set(readings.values())) == 1:
            return wanted in readings.values()
        orders = [order for order, reading in readings.items() if reading == wanted]
        if self.order and orders and self.order not in orders:
            raise UnreadableDate(_contradiction(text, {order: readings[order] for order in orders}))
        if len(orders) == 1:
            self.orders[orders[0]] += 1
        return bool(orders)


def read_number(cell: str) -> int | None:
    """The number of a note; None where the cell is empty. Raises ValueError with the reason."""
    if not cell:
        return None
    if not is_number(cell):
        raise ValueError(_("“%(text)s” is no number of a note.") % {"text": cell[:MAX_SHOWN_LENGTH]})
    return int(cell)


def refuse_uncalculated(cell: str) -> None:
    """Raise ValueError where the file holds a formula and not what comes of it."""
    if cell == NO_RESULT:
        raise ValueError(_("This formula has no result: open the file in a spreadsheet, and save it there."))


def is_number(cell: str) -> bool:
    """Whether a note can have this number."""
    return cell.isascii() and cell.isdecimal() and len(cell) <= MAX_NUMBER_LENGTH


def whole_number(cell: str) -> str:
    """`3129` for `3129.0`; any other cell as it is."""
    found = POINT_ZERO.fullmatch(cell)
    return found[1] if found else cell


def _text(cell: str, read: Callable[[str], str]) -> str:
    """The text, without the apostrophe that an export put before a formula. Raises ValueError."""
    if "\x00" in cell:
        raise ValueError(_("The text holds a character that cannot be kept (a null byte)."))
    if cell in NOTHING:
        words = _("“%(text)s” is how a program writes an empty cell: leave it empty.")
        raise ValueError(words % {"text": cell})
    if cell in SPREADSHEET_ERRORS or LIBREOFFICE_ERROR.fullmatch(cell):
        raise ValueError(_("“%(text)s” is an error of the spreadsheet: mend the formula.") % {"text": cell})
    return read(restored(cell))


def _plain_date(cell: str) -> str:
    """The day of a cell that holds a time of day too; a year that a program made a number with a point."""
    return whole_number(TIME_OF_DAY.sub("", cell))


def _can_be_read(text: str) -> bool:
    try:
        read_date(text)
    except UnreadableDate:
        return False
    return True


def _readings(text: str) -> dict[DayOrder, PartialDate]:
    """A date in each order in which there is such a day: the same twice where it does not matter."""
    found = {}
    for order in DayOrder:
        try:
            found[order] = read_date(text, order=order)
        except UnreadableDate:
            continue
    return found


def _contradiction(text: str, readings: Mapping[DayOrder, PartialDate]) -> str:
    (order, reading), *_others = readings.items()
    words = _("“%(text)s” can only be %(order)s, and another order was chosen for this file: write %(iso)s.")
    return words % {"text": text, "order": order.label, "iso": reading.day.isoformat()}
