"""How a reader changes the day: links to the named days, and the fields that the form carries along."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import CLOCK_PARAMETERS, EARLIEST, LATEST, Clocks, with_query
from commitments.rules.milestones import MILESTONES, named_days_by

MAX_KEPT_LENGTH = 200  # no parameter that means anything is longer
OF_THE_CHOICE = frozenset({*CLOCK_PARAMETERS, "page"})


@dataclass(frozen=True)
class NamedDay:
    """A named day from the Declaration to today; `is_present` marks the one that the page shows."""

    day: date
    name: str | Promise
    place: str | Promise
    address: str
    is_present: bool


@dataclass(frozen=True)
class DayPicker:
    """The form for both clocks on one page: its address and its hidden fields.

    `stops` are the Declaration, the review conferences and today; `meetings` those between, newest first.
    """

    action: str
    kept: list[tuple[str, str]]
    stops: list[NamedDay]
    meetings: list[NamedDay]
    earliest: date = EARLIEST
    latest: date = LATEST


def day_picker(
    path: str, query: Iterable[tuple[str, str]], clocks: Clocks, *, today: date, first: date = EARLIEST
) -> DayPicker:
    """The form for the page at this path with this query string; before `first` there is no such page."""
    kept = [
        (name, value)
        for name, value in query
        if name not in OF_THE_CHOICE and max(len(name), len(value)) <= MAX_KEPT_LENGTH
    ]

    def stop(day: date, name: str | Promise, place: str | Promise = "") -> NamedDay:
        there = replace(clocks, day=day, as_of_given=day != today)
        return NamedDay(
            day, name, place, with_query(path, [*kept, *there.parameters.items()]), day == clocks.day
        )

    named = [mark for mark in named_days_by(today) if first <= mark.day < today]
    meetings = [stop(mark.day, mark.name, mark.place) for mark in named if mark not in MILESTONES]
    stops = [stop(mark.day, mark.name, mark.place) for mark in named if mark in MILESTONES]
    stops.append(stop(today, _("Today")))
    if not any(each.is_present for each in (*stops, *meetings)):
        stops.append(stop(clocks.day, _("The day you chose")))
    return DayPicker(path, kept, sorted(stops, key=lambda each: each.day), meetings[::-1], first)
