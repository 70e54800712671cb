"""Named days: the Declaration, the review conferences after it, and the year ends between."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .membership import DECLARATION_DATE

MAX_YEARS = 40  # a day far in the future is allowed, but nothing happens in the years before it


@dataclass(frozen=True)
class Milestone:
    """A day with a name."""

    day: date
    name: str | Promise
    place: str | Promise


# The closing days of the conferences, as the United Nations Office for Disarmament Affairs announced them
# (meetings.unoda.org, unog.ch): 23 to 27 June 2014, 25 to 29 November 2019, 25 to 29 November 2024.
MILESTONES = (
    Milestone(DECLARATION_DATE, _("Declaration"), _("Cartagena")),
    Milestone(date(2014, 6, 27), _("Third Review Conference"), _("Maputo")),
    Milestone(date(2019, 11, 29), _("Fourth Review Conference"), _("Oslo")),
    Milestone(date(2024, 11, 29), _("Fifth Review Conference"), _("Siem Reap-Angkor")),
)


def milestones_by(day: date) -> list[Milestone]:
    """Those that had come by this day."""
    return [mark for mark in MILESTONES if mark.day <= day]


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
