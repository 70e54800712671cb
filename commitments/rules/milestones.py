"""Named days: the Declaration, the closing days of the meetings after it, and the year ends between."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .meetings import MEETINGS
from .membership import DECLARATION_DATE

MAX_YEARS = 40  # a day far in the future is allowed, but nothing happens in the years before it


@dataclass(frozen=True)
class Milestone:
    """A day with a name."""

    day: date
    name: str | Promise
    place: str | Promise


DECLARATION = Milestone(DECLARATION_DATE, _("Declaration"), _("Cartagena"))
_LATER = [meeting for meeting in MEETINGS if meeting.last > DECLARATION_DATE]
# what the trends show: the Declaration and the review conferences after it
MILESTONES = (
    DECLARATION,
    *(Milestone(each.last, each.name, each.place) for each in _LATER if each.is_review_conference),
)
# what readers choose from: the Meetings of the States Parties as well
NAMED_DAYS = (DECLARATION, *(Milestone(each.last, each.name, each.place) for each in _LATER))


def named_days_by(day: date) -> list[Milestone]:
    """Those that had come by this day: a meeting that has not closed is none."""
    return [mark for mark in NAMED_DAYS if mark.day <= day]


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
