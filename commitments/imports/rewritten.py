"""Texts that a spreadsheet rewrites because they look like a number, a day or a time: 007, 1/2, 12:30."""

import re
from decimal import Decimal

from commitments.rules.codes import Precision
from commitments.rules.date_reading import UnreadableDate, read_date

MAX_LENGTH = 40
NUMBER = re.compile(r"[+-]?\d[\d.,]*(E[+-]?\d{1,3})? ?%?", re.IGNORECASE)
# A spreadsheet leaves out what a number does not need, so that 3.10 for 3.1 is what somebody has written.
WRITTEN_NUMBER = re.compile(
    r"-?(0|[1-9]\d*)([.,](0|\d*[1-9]))?|-?\d+([.,]\d+)?(E[+-]?\d{1,3}|%)", re.IGNORECASE
)
DAY_AND_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
WRITTEN_DAY = re.compile(r"\d{4}-(\d\d)-(\d\d)|(\d{1,2})[/.](\d{1,2})[/.](?:\d\d|\d{4})")
TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?")
SECONDS_A_DAY = 86_400
BOOLEANS = {"true", "false"}


def is_rewritten(cell: str, stored: str) -> bool:
    """Whether a spreadsheet that opens this text in a CSV file can leave this cell of it."""
    if not (cell and stored) or max(len(cell), len(stored)) > MAX_LENGTH:
        return False
    return (
        (cell.casefold() == stored.casefold() and cell.casefold() in BOOLEANS)
        or bool(WRITTEN_NUMBER.fullmatch(cell) and _numbers(cell) & _numbers(stored))
        or _is_same_day(cell, stored)
        or _is_same_time(cell, stored)
    )


def _numbers(text: str) -> set[Decimal]:
    """What it is with a point before the decimals, and with a comma."""
    if not NUMBER.fullmatch(text):
        return set()
    percent = Decimal(100 if text.endswith("%") else 1)
    plain = text.rstrip("% ")
    readings = (plain.replace(",", ""), plain.replace(".", "").replace(",", "."))
    return {Decimal(each) / percent for each in readings if each.count(".") <= 1}


def _is_same_day(cell: str, stored: str) -> bool:
    """Whether the cell is this day, in any order; of 1/2 a spreadsheet makes a day of this year."""
    found = WRITTEN_DAY.fullmatch(cell)
    if not found:
        return False
    numbers = sorted(int(each) for each in found.groups() if each)
    if parts := DAY_AND_MONTH.fullmatch(stored):
        return numbers == sorted(map(int, parts.groups()))
    try:
        wanted = read_date(stored)
    except UnreadableDate:
        return False
    has_year = cell.startswith(str(wanted.day.year)) or cell.endswith(f"{wanted.day.year % 100:02}")
    is_day = wanted.precision == Precision.DAY
    return is_day and has_year and numbers == sorted((wanted.day.month, wanted.day.day))


def _is_same_time(cell: str, stored: str) -> bool:
    """As a time, or as the part of a day that it is."""
    wanted, found = TIME.fullmatch(stored), TIME.fullmatch(cell)
    if not wanted:
        return False
    if found:
        return _seconds(found) == _seconds(wanted)
    is_part = WRITTEN_NUMBER.fullmatch(cell) and cell.startswith("0.")
    return bool(is_part) and round(float(cell) * SECONDS_A_DAY) == _seconds(wanted)


def _seconds(time: re.Match[str]) -> int:
    hours, minutes, seconds = (int(each or 0) for each in time.groups())
    return (hours * 60 + minutes) * 60 + seconds
