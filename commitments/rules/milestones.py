"""Days with a name, the Declaration first among them, and the days of a trend."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .membership import DECLARATION_DATE

MAX_YEARS = 40  # a day far in the future is allowed, but nothing happens in the years before it


@dataclass(frozen=True)
class Milestone:
    """A day with a name; a stop is one of the few between which the others lie."""

    day: date
    name: str | Promise
    place: str | Promise
    is_stop: bool = False


DECLARATION = Milestone(DECLARATION_DATE, _("Declaration"), _("Cartagena"), is_stop=True)


def days_of_trend(day: date, known: date) -> list[date]:
    """The day of the Declaration, the last day of each full year after it, and the day itself.

    Years after `known` are left out, because nothing in them could have been noted.
    """
    return [*_ends_of_years(min(day, known)), day]


def _ends_of_years(day: date) -> Iterator[date]:
    if day > DECLARATION_DATE:
        yield DECLARATION_DATE
    for year in range(DECLARATION_DATE.year + 1, min(day.year, DECLARATION_DATE.year + MAX_YEARS) + 1):
        if (last := date(year, 12, 31)) < day:
            yield last
