"""The days between which statuses are compared."""

from datetime import date

from django.utils.translation import gettext as _

from .clocks import EARLIEST


def span_refusals(first: date, last: date, *, day: date) -> list[str]:
    """Why these two days cannot be compared on a page that shows this day; empty when they can."""
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
