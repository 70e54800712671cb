"""The first sheet of an Excel workbook, row by row, its values as the CSV would say them."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import BinaryIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from .refusals import FileRefused, Refusal

# A workbook is packed text: what would unpack into more than this is an attack or a mistake.
MAX_UNPACKED = 200_000_000
WORKBOOK = "xl/workbook.xml"


def xlsx_rows(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, the headings first."""
    _refuse_odd(file)
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            sheet = book.get_sheet_by_index(0)
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                yield number, [as_text(cell) for cell in cells]
    except (CalamineError, zipfile.BadZipFile) as error:
        refusal = _("The workbook cannot be read: %(error)s")
        raise FileRefused([Refusal(None, "", refusal % {"error": error})]) from None


def _refuse_odd(file: BinaryIO) -> None:
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


def as_text(value: object) -> str:
    """A date as ISO 8601, a whole number without a point, a text as it is."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
