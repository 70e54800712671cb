"""What a deadline says on a day, beside the status: it never makes one.

The rule, in this order:
1. An obligation without a dated duty (all commitments but those of Articles 4 and 5), one of a State that is
   not bound, and one whose duty never arose have no deadline to speak of: nothing.
2. No deadline known on the day: `none_known`.
3. The finding that decides says fulfilled: `met`, whether in time or late.
4. The latest known deadline has not passed: `ahead`, also where an earlier one was missed.
5. It has passed, and the finding that decides says overdue and speaks of a day after it: `missed`.
6. It has passed: `passed`. Only that no later deadline is known here and no finding says fulfilled, never
   that the State missed it.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .codes import DeadlineState, Precision, Status
from .dates import last_day, partial_date
from .tally import OUTSIDE_DENOMINATOR

DATED_COMMITMENTS = frozenset({"16b", "16c"})

DEADLINE_SYMBOLS = {
    DeadlineState.AHEAD: "◇",
    DeadlineState.PASSED: "◆",
    DeadlineState.MISSED: "!",
    DeadlineState.MET: "✓",
    DeadlineState.NONE_KNOWN: "?",
}

DEADLINE_SENTENCES = {
    DeadlineState.AHEAD: gettext_lazy("The latest deadline known here lies ahead."),
    DeadlineState.PASSED: gettext_lazy(
        "The latest deadline known here has passed; no later one is known here, and no finding says that the "
        "duty is fulfilled. That does not say that the State missed it."
    ),
    DeadlineState.MISSED: gettext_lazy(
        "The latest deadline known here has passed, and a source says that the State missed it."
    ),
    DeadlineState.MET: gettext_lazy(
        "A source shows that the duty was fulfilled; the finding tells whether in time."
    ),
    DeadlineState.NONE_KNOWN: gettext_lazy("No deadline of this State is known here."),
}


class DueDate(NamedTuple):
    """A deadline as exactly as it is known; `id` tells two of the same day apart."""

    day: date
    precision: str = Precision.DAY
    id: int = 0


def period_start(day: date, precision: str) -> date:
    """The first day of the month or year of this day: what was due in an earlier one has passed."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == Precision.MONTH else day


def has_passed(due: date, precision: str, *, day: date) -> bool:
    """Whether the day, month or year that is known is over."""
    return due < period_start(day, precision)


def latest_due(deadlines: Iterable[DueDate]) -> DueDate | None:
    """The one whose day, month or year ends last; of two that end together the less exact, then the newer."""
    return max(deadlines, key=_end_of_period, default=None)


def _end_of_period(due: DueDate) -> tuple[int, int, int, int]:
    month = 12 if due.precision == Precision.YEAR else due.day.month
    return due.day.year, month, due.day.day if due.precision == Precision.DAY else 31, due.id


def days_left(due: date, precision: str, *, day: date) -> int:
    """How many days remain until the day, month or year that is known is over; negative after that."""
    return (last_day(due, precision) - day).days


def deadline_state(
    *, commitment: str, status: str, found: date | None, latest: DueDate | None, day: date
) -> DeadlineState | None:
    """The fact beside the status; `found` is the day of the finding that decides it. None: nothing to say."""
    if status in OUTSIDE_DENOMINATOR or (latest is None and commitment not in DATED_COMMITMENTS):
        return None
    if latest is None:
        return DeadlineState.NONE_KNOWN
    if status == Status.FULFILLED:
        return DeadlineState.MET
    if not has_passed(latest.day, latest.precision, day=day):
        return DeadlineState.AHEAD
    if status == Status.OVERDUE and found and has_passed(latest.day, latest.precision, day=found):
        return DeadlineState.MISSED
    return DeadlineState.PASSED


def deadline_words(state: str, due: date | None, precision: str | None, *, day: date) -> str:
    """The fact in words with its date: “31 December 2025 passed, no later deadline known here”."""
    if not state or due is None:
        return str(DeadlineState(state).label) if state else ""
    exactly = precision or Precision.DAY
    shown = {"due": partial_date(due, exactly)}
    if state == DeadlineState.AHEAD:
        return _("%(due)s, %(left)s") % {**shown, "left": left_words(due, exactly, day=day)}
    words = {
        DeadlineState.PASSED: _("%(due)s passed, no later deadline known here"),
        DeadlineState.MISSED: _("%(due)s passed, a source says that the State missed it"),
        DeadlineState.MET: _("%(due)s, duty fulfilled"),
    }
    return words[DeadlineState(state)] % shown


def left_words(due: date, precision: str, *, day: date) -> str:
    """How many days are left until a deadline that has not passed."""
    left = days_left(due, precision, day=day)
    if not left:
        return _("the last day is today")
    shown = {"days": intcomma(left)}
    if precision == Precision.DAY:
        return ngettext("%(days)s day left", "%(days)s days left", left) % shown
    return ngettext("at most %(days)s day left", "at most %(days)s days left", left) % shown
