"""Which comparisons are valid: States side by side, and two days."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .clocks import EARLIEST

MAX_COMPARED = 4


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
