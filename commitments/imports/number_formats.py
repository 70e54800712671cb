"""What the format of a cell shows of a date: the whole day, its month, or its year."""

import re

from commitments.rules.codes import Precision

# Formats that every XLSX file knows by number; those of East Asia differ by country and count as days.
DAY_FORMATS = {14, 15, 16, 22, *range(27, 32), 36, *range(50, 55), 57, 58}
MONTH_FORMAT = 17  # mmm-yy
# What stands in a format for itself: quoted words, escaped letters, colours, languages, “AM/PM”.
LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]|am/pm|a/p|general', re.IGNORECASE)


def precision_of_code(code: str) -> Precision | None:
    """What a format such as `dd/mm/yyyy` or `mmm-yy` shows; None where it shows no date."""
    letters = set(LITERAL.sub("", code.partition(";")[0]).lower())
    return _precision(
        year="y" in letters, month="m" in letters, day="d" in letters, time=bool({"h", "s"} & letters)
    )


def precision_of_number(number: int) -> Precision | None:
    """The same for a format that has a number only."""
    if number == MONTH_FORMAT:
        return Precision.MONTH
    return Precision.DAY if number in DAY_FORMATS else None


def precision_of_parts(parts: set[str]) -> Precision | None:
    """The same for a style of ODS, which names its parts."""
    time = bool(parts & {"hours", "minutes", "seconds"})
    return _precision(year="year" in parts, month="month" in parts, day="day" in parts, time=time)


def shown_date(iso: str, precision: Precision) -> str:
    """As much of a date in ISO 8601 as the cell shows."""
    return iso[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, len(iso))]


def _precision(*, year: bool, month: bool, day: bool, time: bool) -> Precision | None:
    if day or (year and time):
        return Precision.DAY
    if month and not time:
        return Precision.MONTH
    return Precision.YEAR if year else None
