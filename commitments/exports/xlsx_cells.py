"""Writes values into the cells of a workbook: dates as dates, addresses as links, text always as text."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urljoin

from django.utils.translation import gettext
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from commitments.lists.declaration import Kind
from commitments.rules.formulas import FORMULA_STARTS

MAX_CELL_LENGTH = 32_767  # in UTF-16 units, as spreadsheets count
MAX_LINK_LENGTH = 2_000
FIRST_DATE = date(1900, 3, 1)  # before it spreadsheets count a 29 February 1900 that never was
FULL_DAY = len("2009-12-04")

Write = Callable[[int, int, object], object]


def fitted(text: str) -> str:
    """The text, cut to what a cell can hold, with a note at its end that it was cut."""
    if len(text) <= MAX_CELL_LENGTH // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL_LENGTH:
        return text
    said = gettext(" … [cut here: a cell holds no more; the CSV has all %(count)s characters]")
    said %= {"count": len(text)}
    return units[: 2 * (MAX_CELL_LENGTH - len(said))].decode("utf-16-le", "ignore") + said


class Cells:
    """Writes values into a sheet; `address` is the base of relative paths."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, *, address: str, linked: bool) -> None:
        self._sheet, self._address, self._linked = sheet, address, linked
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
        self._quoted = workbook.add_format({"quote_prefix": True})
        self._link = workbook.get_default_url_format()

    def writer_of(self, kind: Kind) -> Write:
        """The method for values of this kind: row, column, value."""
        writers: dict[Kind, Write] = {
            Kind.NUMBER: self._sheet.write_number,
            Kind.BOOLEAN: self._sheet.write_boolean,
            Kind.DATE: self.write_date,
            Kind.DAY: self.write_date,
            Kind.MOMENT: self.write_moment,
            Kind.PATH: self.write_link,
            Kind.LINK: self.write_link,
        }
        return writers.get(kind, self.write_text)

    def write_text(self, row: int, place: int, value: object) -> None:
        """Text is never run as a formula, not even if somebody edits the cell later."""
        text = str(value)
        form = self._quoted if text.startswith(FORMULA_STARTS) else None
        self._sheet.write_string(row, place, fitted(text), form)

    def write_date(self, row: int, place: int, value: object) -> None:
        """A date if the whole day is known; a month or a year stays text."""
        day = value
        if isinstance(value, str) and len(value) == FULL_DAY:
            day = date.fromisoformat(value)
        if isinstance(day, date) and day >= FIRST_DATE:
            self._sheet.write_datetime(row, place, day, self._day)
        else:
            self.write_text(row, place, value)

    def write_moment(self, row: int, place: int, value: object) -> None:
        """A moment in UTC, because spreadsheets have no time zones."""
        if isinstance(value, datetime):
            at = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
            self._sheet.write_datetime(row, place, at, self._moment)

    def write_link(self, row: int, place: int, value: object) -> None:
        """A web address as a link; a path of this site is made absolute."""
        whole = urljoin(self._address, str(value))
        if self._linked and whole.startswith(("https://", "http://")) and len(whole) <= MAX_LINK_LENGTH:
            self._sheet.write_url(row, place, whole, self._link, whole)
        else:
            self.write_text(row, place, whole)
