"""How a reader changes the day: links to the named days, and the fields that the form carries along."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import CLOCK_PARAMETERS, Clocks, with_query
from commitments.rules.dates import EARLIEST, LATEST
from commitments.rules.milestones import Milestone

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
    path: str,
    query: Iterable[tuple[str, str]],
    clocks: Clocks,
    *,
    named: Iterable[Milestone],
    today: date,
    first: date = EARLIEST,
) -> DayPicker:
    """The form for the page at this path with this query string, and the `named` days up to today, in order.

    Before `first` there is no such page.
    """
    kept = _kept(query)
    marks = _offered([mark for mark in named if first <= mark.day < today], today, clocks.day)

    def offer(mark: Milestone) -> NamedDay:
        there = replace(clocks, day=mark.day, as_of_given=mark.day != today)
        address = with_query(path, [*kept, *there.parameters.items()])
        return NamedDay(mark.day, mark.name, mark.place, address, mark.day == clocks.day)

    stops = [offer(mark) for mark in marks if mark.is_stop]
    meetings = [offer(mark) for mark in reversed(marks) if not mark.is_stop]
    return DayPicker(path, kept, stops, meetings, first)


def _kept(query: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the form carries along."""
    return [
        (name, value)
        for name, value in query
        if name not in OF_THE_CHOICE and max(len(name), len(value)) <= MAX_KEPT_LENGTH
    ]


def _offered(named: list[Milestone], today: date, chosen: date) -> list[Milestone]:
    """The named days, today, and the chosen day if it is none of them, in order."""
    marks = [*named, Milestone(today, _("Today"), "", is_stop=True)]
    if chosen not in {mark.day for mark in marks}:
        marks.append(Milestone(chosen, _("The day you chose"), "", is_stop=True))
    return sorted(marks, key=lambda mark: mark.day)
