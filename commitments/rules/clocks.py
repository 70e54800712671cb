"""The two clocks of every page: the situation on a day, as this site knew it at a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .date_reading import AmbiguousDate, UnreadableDate, read_date
from .dates import EARLIEST, LATEST, last_day
from .problems import MAX_SHOWN_LENGTH

AS_OF, KNOWN_AT = "as_of", "known_at"
CLOCK_PARAMETERS = (AS_OF, KNOWN_AT)


class MalformedClock(ValueError):
    """An invalid clock in the query string; `parameter` names it, the message gives the reason."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True)
class Clocks:
    """Both clocks as one value: the situation on `day`, from what was published here by `known_at`.

    `as_of_given` and `known_at_given` say which of them the query string sets; the others are today and now.
    """

    day: date
    known_at: datetime
    as_of_given: bool = False
    known_at_given: bool = False

    @property
    def is_now(self) -> bool:
        """Whether neither clock is set."""
        return not (self.as_of_given or self.known_at_given)

    @property
    def known_date(self) -> date:
        """The day (UTC) up to which publications count."""
        return self.known_at.astimezone(UTC).date()

    @property
    def parameters(self) -> dict[str, str]:
        """The clocks that the query string sets, as given there."""
        given = {AS_OF: self.as_of_given and self.day, KNOWN_AT: self.known_at_given and self.known_date}
        return {name: day.isoformat() for name, day in given.items() if day}

    @property
    def query(self) -> str:
        """The query string that keeps the clocks, such as `as_of=2015-12-31`; empty for the present."""
        return urlencode(self.parameters)

    def keep(self, address: str, **query: object) -> str:
        """The address with this query and with the clocks that were set; empty values are left out."""
        asked = {name: value for name, value in query.items() if value not in (None, "")}
        return with_query(address, {**asked, **self.parameters})

    def on(self, day: date) -> "Clocks":
        """The same `known_at` with another day, set explicitly; unchanged if the day is the same."""
        return self if day == self.day else replace(self, day=day, as_of_given=True)

    def fixed(self) -> "Clocks":
        """The same situation with both clocks set, so that an address always shows it."""
        return replace(self, as_of_given=True, known_at_given=True)


def with_query(address: str, query: Mapping[str, Any] | Sequence[tuple[str, Any]]) -> str:
    """The address with this query after its own, before its fragment; a list of values repeats its name."""
    asked = urlencode(query, doseq=True)
    path, hash_mark, fragment = address.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}{asked}{hash_mark}{fragment}" if asked else address


def parse_day(parameter: str, text: str) -> date:
    """The day that a text says, the last one of a month or a year.

    Raises MalformedClock, which names the parameter, for what is no date and for what can be two.
    """
    shown = text[:MAX_SHOWN_LENGTH]
    try:
        read = read_date(text)
    except AmbiguousDate as asked:
        raise MalformedClock(parameter, f"{parameter}: {asked}") from None
    except UnreadableDate:
        message = _("%(parameter)s: “%(text)s” is not a date. Write a day as 2015-12-31.")
        raise MalformedClock(parameter, message % {"parameter": parameter, "text": shown}) from None
    day = last_day(read.day, read.period)
    if not EARLIEST <= day <= LATEST:
        message = _("%(parameter)s: %(text)s lies outside %(earliest)s to %(latest)s.")
        span = {"earliest": EARLIEST.isoformat(), "latest": LATEST.isoformat()}
        raise MalformedClock(parameter, message % {"parameter": parameter, "text": shown, **span})
    return day


def end_of(day: date) -> datetime:
    """The last moment of a day, in UTC."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def read_clocks(query: Mapping[str, str], *, now: datetime) -> Clocks:
    """The clocks of a query string; by default today and now.

    `known_at` means all that was published by the end of that day (UTC). Raises MalformedClock.
    """
    as_of, known_at = query.get(AS_OF), query.get(KNOWN_AT)
    return Clocks(
        day=parse_day(AS_OF, as_of) if as_of else now.astimezone(UTC).date(),
        known_at=end_of(parse_day(KNOWN_AT, known_at)) if known_at else now,
        as_of_given=bool(as_of),
        known_at_given=bool(known_at),
    )


def last_day_known(published_at: datetime, withdrawn_at: datetime | None) -> date | None:
    """The last `known_at` day that still finds a note; None if still published or never lasted a day."""
    if withdrawn_at is None:
        return None
    last = withdrawn_at.astimezone(UTC).date() - timedelta(days=1)
    return last if published_at.astimezone(UTC).date() <= last else None
