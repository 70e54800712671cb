"""The two clocks of every page: the situation on a day, as this site knew it at a moment."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

EARLIEST = date(1997, 9, 18)  # the Convention was adopted in Oslo
LATEST = date(2100, 12, 31)
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHOWN_LENGTH = 40


class MalformedClock(ValueError):
    """A clock in the address that nobody can read; `parameter` names it, the message says why."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True)
class Clocks:
    """Both clocks as asked for. `query` is what an address needs to keep them."""

    day: date
    known_at: datetime
    as_of_given: bool = False
    known_at_given: bool = False
    query: str = ""

    @property
    def is_now(self) -> bool:
        """Whether the reader sees the present, with neither clock set."""
        return not (self.as_of_given or self.known_at_given)

    def on(self, day: date) -> "Clocks":
        """What was known at the same moment, of another day; its own day stays as it was asked for."""
        return self if day == self.day else replace(self, day=day, as_of_given=True, query=self.at(day))

    def at(self, day: date | None) -> str:
        """What an address needs to ask for this day, or for the present where it is None, as known alike."""
        known_day = self.known_at.astimezone(UTC).date() if self.known_at_given else None
        asked = {"as_of": day, "known_at": known_day}
        return "&".join(f"{name}={value.isoformat()}" for name, value in asked.items() if value)


def parse_day(parameter: str, text: str) -> date:
    """A day written as 2015-12-31; anything else is a MalformedClock that names the parameter."""
    shown = text[:SHOWN_LENGTH]
    try:
        day = date.fromisoformat(text if ISO_DAY.fullmatch(text) else "")
    except ValueError:
        message = _("%(parameter)s: “%(text)s” is not a date. Write a day as 2015-12-31.")
        raise MalformedClock(parameter, message % {"parameter": parameter, "text": shown}) from None
    if not EARLIEST <= day <= LATEST:
        message = _("%(parameter)s: %(text)s lies outside %(earliest)s to %(latest)s.")
        span = {"earliest": EARLIEST.isoformat(), "latest": LATEST.isoformat()}
        raise MalformedClock(parameter, message % {"parameter": parameter, "text": shown, **span})
    return day


def end_of(day: date) -> datetime:
    """The last moment of a day, in UTC."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def clocks_from(as_of: str | None, known_at: str | None, *, now: datetime) -> Clocks:
    """The clocks an address asks for; what it leaves out is today and now.

    `as_of` and `known_at` are days as text; `known_at` means all that was published by the end of that
    day (UTC). Raises MalformedClock.
    """
    day = parse_day("as_of", as_of) if as_of else now.astimezone(UTC).date()
    moment = end_of(parse_day("known_at", known_at)) if known_at else now
    asked = [("as_of", as_of), ("known_at", known_at)]
    query = "&".join(f"{name}={text}" for name, text in asked if text)
    return Clocks(day, moment, as_of_given=bool(as_of), known_at_given=bool(known_at), query=query)


def last_day_known(published_at: datetime, silenced_at: datetime | None) -> date | None:
    """The last day that `known_at` can name and still find it; None where it still speaks or never lasted."""
    if silenced_at is None:
        return None
    last = silenced_at.astimezone(UTC).date() - timedelta(days=1)
    return last if published_at.astimezone(UTC).date() <= last else None
