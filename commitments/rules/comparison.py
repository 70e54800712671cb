"""Which comparisons are valid, States side by side and two days, and in what States differ."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .codes import DeadlineState
from .dates import EARLIEST

MAX_COMPARED = 4
# once the duty is fulfilled, or where no deadline is known, its date says nothing
OPEN_DEADLINES = frozenset({DeadlineState.AHEAD, DeadlineState.PASSED, DeadlineState.MISSED})


class DifferencePart(TextChoices):
    """In what two States can differ on one commitment."""

    STATUS = "status", gettext_lazy("status")
    DEADLINE = "deadline", gettext_lazy("deadline")
    DISPUTE = "dispute", gettext_lazy("dispute")


class ComparedStanding(NamedTuple):
    """Where one State stands on one commitment; `deadline` is a DeadlineState or empty."""

    status: str
    deadline: str = ""
    due_date: date | None = None
    is_disputed: bool = False


def differences(standings: Sequence[ComparedStanding]) -> list[DifferencePart]:
    """In what these States differ: the status, what the deadline says, whether anything is disputed."""
    seen: dict[DifferencePart, set[object]] = {
        DifferencePart.STATUS: {each.status for each in standings},
        DifferencePart.DEADLINE: {_deadline(each) for each in standings},
        DifferencePart.DISPUTE: {each.is_disputed for each in standings},
    }
    return [part for part, values in seen.items() if len(values) > 1]


def _deadline(standing: ComparedStanding) -> tuple[str, date | None]:
    return standing.deadline, standing.due_date if standing.deadline in OPEN_DEADLINES else None


def compare_refusals(codes: Sequence[str]) -> list[str]:
    """Why these States cannot be compared; empty if they can."""
    refusals = [
        _("state: %(code)s is named more than once.") % {"code": code}
        for code, times in Counter(codes).items()
        if times > 1
    ]
    if len(set(codes)) > MAX_COMPARED:
        message = ngettext(
            "state: %(asked)s States are asked for; at most %(most)s fits side by side.",
            "state: %(asked)s States are asked for; at most %(most)s fit side by side.",
            MAX_COMPARED,
        )
        refusals.append(message % {"asked": len(set(codes)), "most": MAX_COMPARED})
    return refusals


def span_refusals(first: date, last: date, *, day: date) -> list[str]:
    """Why these two days cannot be compared on a page that shows this day; empty if they can."""
    if last > day:
        message = _("to: %(last)s lies after %(day)s, the day of this page.")
        return [message % {"last": last.isoformat(), "day": day.isoformat()}]
    if first < EARLIEST:
        message = _("from: %(first)s lies before %(earliest)s, when the Convention was adopted.")
        return [message % {"first": first.isoformat(), "earliest": EARLIEST.isoformat()}]
    if first >= last:
        message = _("from: %(first)s does not lie before %(last)s.")
        return [message % {"first": first.isoformat(), "last": last.isoformat()}]
    return []
