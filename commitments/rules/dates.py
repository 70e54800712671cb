"""Dates that are known to a day, a month or a year only, or only as “not later than”."""

import calendar
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .codes import Precision

EARLIEST = date(1997, 9, 18)  # the Convention was adopted in Oslo
LATEST = date(2100, 12, 31)

DATE_FORMATS = {Precision.YEAR: "Y", Precision.MONTH: "F Y", Precision.DAY: "j F Y", Precision.BY: "F Y"}


def partial_date(day: date, precision: str = Precision.DAY) -> str:
    """A date as exactly as it is known: 4 December 2009, December 2009, 2009 or by December 2009."""
    shown = date_format(day, DATE_FORMATS[Precision(precision)])
    return gettext("by %(month)s") % {"month": shown} if precision == Precision.BY else shown


def finding_words(day: date, precision: str) -> str:
    """A finding by its date, within a sentence: “the finding of 2009”, “the finding known by May 2024”."""
    words = (
        gettext("the finding known %(day)s")
        if precision == Precision.BY
        else gettext("the finding of %(day)s")
    )
    return words % {"day": partial_date(day, precision)}


def last_day(day: date, precision: str) -> date:
    """The last day of the month or year that is known: by then the fact was sure to have happened.

    A note of "2009" is stored as 31 December 2009, so that the situation on 1 June 2009 does not show it. One
    known by the day of a page is stored as that day.
    """
    if precision == Precision.YEAR:
        return date(day.year, 12, 31)
    if precision == Precision.MONTH:
        return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
    return day


def last_full_year(day: date) -> int:
    """The last year that is over at the end of this day."""
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1


def settle(day: date, precision: str, *, today: date) -> date:
    """The date stored for a note: the last day of its period, or today while the period still runs."""
    end = last_day(day, precision)
    return today if day <= today < end else end


def future_refusals(day: date, *, today: date) -> list[str | Promise]:
    """Refuses a day in the future as the day of a fact."""
    return [_("This day lies in the future: log what has happened.")] if day > today else []


def noted_refusals(day: date, *, today: date) -> list[str | Promise]:
    """Refuses a day in the future or before the Convention as the day of a fact."""
    if day < EARLIEST:
        return [_("This day lies before the Convention was adopted on 18 September 1997.")]
    return future_refusals(day, today=today)


def stored_day(day: date, precision: str, *, today: date) -> date:
    """The same for any day within the period; for a period that still runs, today."""
    if last_day(day, precision) == last_day(today, precision):
        day = today
    return settle(day, precision, today=today)


def iso_form(day: date, precision: str) -> str:
    """The date in ISO 8601 with this precision: 2009, 2009-12, 2009-12-04 or by 2009-12."""
    length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.BY: 7}.get(Precision(precision), 10)
    written = day.isoformat()[:length]
    return f"by {written}" if precision == Precision.BY else written


def year_before(day: date) -> date:
    """The same day a year ago; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
