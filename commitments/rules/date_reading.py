"""Dates as people type, paste and import them: to the day, the month or the year, or “by” one of these.

Nothing is guessed. `03/02/2026` may be 3 February or 2 March, so whoever asked for a date has to ask which.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .codes import Precision
from .dates import last_day, partial_date, stored_day
from .problems import MAX_SHOWN_LENGTH
from .text_search import fold

FURTHEST_EAST = timedelta(hours=14)  # Kiritimati is the first to have a new day

# English, French, Spanish, German, Portuguese, Russian (alone, and after a day), Arabic; the beginning of a
# name is enough, and “Mrz” is how German spreadsheets write March.
_WRITTEN = (
    "january janvier enero januar janeiro январь января يناير",
    "february fevrier febrero februar fevereiro февраль февраля فبراير",
    "march mars marzo marz mrz marco март марта مارس",
    "april avril abril апрель апреля أبريل",
    "may mai mayo maio май мая مايو",
    "june juin junio juni junho июнь июня يونيو يونيه",
    "july juillet julio juli julho июль июля يوليو يوليه",
    "august aout agosto август августа أغسطس",
    "september septembre septiembre setiembre setembro сентябрь сентября سبتمبر",
    "october octobre octubre oktober outubro октябрь октября أكتوبر",
    "november novembre noviembre novembro ноябрь ноября نوفمبر",
    "december decembre diciembre dezember dezembro декабрь декабря ديسمبر",
)
MONTHS = tuple(fold(names).split() for names in _WRITTEN)
MIN_MONTH_LETTERS = 3

BY = re.compile(r"(?:by|not? later than|au plus tard(?: le| en)?|a mas tardar(?: el| en)?)\b:? ")
MIDNIGHT = re.compile(r"[t ]00:00(?::00(?:\.0+)?)?(?:z|[+-]00:?00)?$")
TIME_OF_DAY = re.compile(r"[t ][0-9]{1,2}:[0-9]{2}")
SLASHES = str.maketrans("⁄∕／،、", "///,,")
CHINESE = re.compile(r"([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})[日号])?)?")
COMPACT = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])")
YEAR_FIRST = re.compile(r"([0-9]{4})(?: ?[-/. ] ?([0-9]{1,2}))?(?: ?[-/. ] ?([0-9]{1,2}))?\.?")
MONTH_AND_YEAR = re.compile(r"([0-9]{1,2}) ?[-/. ] ?([0-9]{4})")
YEAR_LAST = re.compile(r"([0-9]{1,2}) ?([-/. ]) ?([0-9]{1,2}) ?\2 ?([0-9]{4})\.?")
SHORT_YEAR = re.compile(r"[0-9]{1,2} ?[-/. ] ?[0-9]{1,2} ?[-/. ] ?[0-9]{2}")
LONG_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
YEAR_AND_NEXT = re.compile(r"([0-9]{4}) ?[/–—] ?([0-9]{2})")  # 2009/10 may be a month, or two years
CUT_MONTH = re.compile(r"([0-9]{4})\.1")  # a spreadsheet writes the number 2026.10 so
SPAN = re.compile(r"[0-9]{1,2}\.? ?[-/] ?[0-9]{1,2}\.? ?[^\W\d_]{3,}")
SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|o|º|ª)")
BETWEEN_PARTS = re.compile(r"[-/., ]+")
FILLERS = frozenset({"of", "the", "de", "del", "le", "el", "г"})
# Two digits after a month's name are a year of this time; the Convention was adopted in 1997.
SHORT_YEARS = {f"{year % 100:02}": year for year in range(1997, 2050)}


class DayOrder(TextChoices):
    """Which comes first in a date such as 03/02/2026."""

    DAY_FIRST = "day_first", gettext_lazy("day, month, year")
    MONTH_FIRST = "month_first", gettext_lazy("month, day, year")


class UnreadableDate(ValueError):
    """A text that is no date; the message says what to write."""


class AmbiguousDate(UnreadableDate):
    """A date whose day and month cannot be told apart; `readings` holds both."""

    def __init__(self, text: str, readings: dict[DayOrder, date]) -> None:
        self.readings = readings
        first, second = (partial_date(day) for day in readings.values())
        refusal = _("“%(text)s” can be %(first)s or %(second)s: write the month as a word, or %(iso)s.")
        words = {"text": text, "first": first, "second": second, "iso": min(readings.values()).isoformat()}
        super().__init__(refusal % words)


@dataclass(frozen=True)
class PartialDate:
    """A date that was read.

    `period` says whether a day, a month or a year was given, also of a date known as “by” one of these.
    """

    day: date
    precision: Precision
    period: Precision

    def settled(self, *, today: date) -> date:
        """The day to store: the last of its period, or today while the period still runs."""
        return stored_day(self.day, self.period, today=today)


def latest_today(now: datetime) -> date:
    """The day it is furthest east: nothing up to it lies in the future of everybody."""
    return (now.astimezone(UTC) + FURTHEST_EAST).date()


def read_date(text: str, *, order: DayOrder | None = None) -> PartialDate:
    """The date that a text says, as exactly as it says it.

    With an `order` a date such as 03/02/2026 is read in it. Raises AmbiguousDate if it needs one and there is
    none, and UnreadableDate for what is no date.
    """
    plain = _plain(text)
    by = BY.match(plain)
    if refusal := _two_meanings(text.strip(), plain[by.end() :] if by else plain):
        raise UnreadableDate(refusal)
    day, period = _read(plain[by.end() :] if by else plain, text.strip(), order)
    end = last_day(day, period)
    return PartialDate(end if by else day, Precision.BY if by else period, period)


def _read(plain: str, text: str, order: DayOrder | None) -> tuple[date, Precision]:
    if found := YEAR_FIRST.fullmatch(plain) or COMPACT.fullmatch(plain) or CHINESE.fullmatch(plain):
        return _date(text, *found.groups())
    if found := MONTH_AND_YEAR.fullmatch(plain):
        return _date(text, found[2], found[1])
    if found := YEAR_LAST.fullmatch(plain):
        first, separator, second, year = found.groups()
        # with dots the day comes first wherever dots are written
        known = DayOrder.DAY_FIRST if separator == "." else order
        return _in_order(text, int(first), int(second), int(year), known), Precision.DAY
    if parts := _named(plain):
        return _date(text, *parts)
    raise UnreadableDate(_reason(plain) % {"text": text[:MAX_SHOWN_LENGTH]})


def _two_meanings(text: str, plain: str) -> str:
    """Why a year with two digits or one behind it is not clear; empty if it is."""
    shown = {"text": text[:MAX_SHOWN_LENGTH]}
    if CUT_MONTH.fullmatch(plain):
        words = _("“%(text)s” can be January or October: write %(year)s-01 or %(year)s-10.")
        return words % {**shown, "year": plain[:4]}
    written = YEAR_AND_NEXT.search(text.translate(SLASHES))
    if plain.count("-") + plain.count("/") == 1 and written:
        year, short = (int(number) for number in written.groups())
        if (year + 1) % 100 == short and 1 <= short <= 12:
            words = _("“%(text)s” can be a month or two years: write %(month)s, or by %(next)s.")
            return words % {**shown, "month": f"{year}-{short:02}", "next": year + 1}
    return ""


def _plain(text: str) -> str:
    """Small letters without accents and invisible signs, digits of every script as 0 to 9, single blanks."""
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in text.translate(SLASHES))
    return MIDNIGHT.sub("", " ".join(fold(digits).split())).strip()


def _date(text: str, year: str, month: str | None = None, day: str | None = None) -> tuple[date, Precision]:
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return _day(text, int(year), int(month or 1), int(day or 1)), precision


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        refusal = _("“%(text)s” names a day that no calendar has.")
        raise UnreadableDate(refusal % {"text": text[:MAX_SHOWN_LENGTH]}) from None


def _in_order(text: str, first: int, second: int, year: int, order: DayOrder | None) -> date:
    """A day from two numbers: in this order, or in the only one in which there is such a day."""
    numbers = {DayOrder.DAY_FIRST: (second, first), DayOrder.MONTH_FIRST: (first, second)}
    if order:
        return _day(text, year, *numbers[order])
    readings = {}
    for possible, (month, day) in numbers.items():
        try:
            readings[possible] = date(year, month, day)
        except ValueError:
            continue
    if len(set(readings.values())) > 1:
        raise AmbiguousDate(text[:MAX_SHOWN_LENGTH], readings)
    month, day = numbers[next(iter(readings), DayOrder.DAY_FIRST)]
    return _day(text, year, month, day)


def _named(plain: str) -> tuple[str, ...]:
    """Year, month and, if there is one, day of a date that names its month; empty if it does not."""
    parts = [part for part in BETWEEN_PARTS.split(plain) if part and part not in FILLERS]
    words = [part for part in parts if not part[0].isdigit()]
    month = _month(words[0]) if len(words) == 1 else 0
    if not month:
        return ()
    place = parts.index(words[0])
    rest = [ORDINAL.sub(r"\1", part) for part in parts if part != words[0]]
    return _year_and_day(rest, str(month), place)


def _year_and_day(numbers: list[str], month: str, place: int) -> tuple[str, ...]:
    """`place` is where the month stood: behind the day a year may have two digits, as in 2-Nov-26."""
    lengths = [len(number) if number.isdecimal() else 0 for number in numbers]
    match lengths:
        case [4]:
            return (numbers[0], month)
        case [1 | 2, 4] if place < 2:
            return (numbers[1], month, numbers[0])
        case [4, 1 | 2] if place == 1:
            return (numbers[0], month, numbers[1])
        case [1 | 2, 2] if place == 1 and numbers[1] in SHORT_YEARS:
            return (str(SHORT_YEARS[numbers[1]]), month, numbers[0])
    return ()


def _month(word: str) -> int:
    """The month that a word is, or is the beginning of; 0 if it is none, or not of one alone."""
    if len(word) < MIN_MONTH_LETTERS:
        return 0
    found = [
        number for number, names in enumerate(MONTHS, start=1) if any(name.startswith(word) for name in names)
    ]
    return found[0] if len(found) == 1 else 0


def _months_named(plain: str) -> int:
    return sum(_month(part) > 0 for part in BETWEEN_PARTS.split(plain))


def _reason(plain: str) -> str:
    """What is wrong with a text that is no date, with a place for the text."""
    if TIME_OF_DAY.search(plain):
        return _("“%(text)s” holds a time of day: write the day alone, such as 2026-11-02.")
    if len(LONG_YEAR.findall(plain)) > 1 or SPAN.match(plain) or _months_named(plain) > 1:
        return _("“%(text)s” names more than one date: write one, such as by 2026.")
    if SERIAL.fullmatch(plain):
        return _("“%(text)s” is how a spreadsheet counts days: give the cell the format of a date.")
    if SHORT_YEAR.fullmatch(plain) or (_months_named(plain) and not LONG_YEAR.search(plain)):
        return _("“%(text)s” has no year of four digits: write it as 2026.")
    return _("“%(text)s” is no date: write 2 November 2026, 2026-11-02, November 2026, 2026-11 or 2026.")
