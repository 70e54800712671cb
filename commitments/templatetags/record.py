"""Texts for the pages of one record: a State, a commitment, an obligation."""

from datetime import date

from django import template
from django.utils.translation import gettext, ngettext

from commitments.models import Deadline
from commitments.rules import excerpt
from commitments.rules.codes import Mode
from commitments.rules.deadlines import days_left
from commitments.rules.modes import SENTENCES

register = template.Library()

MAX_ON_PAPER_LENGTH = 80
DAYS_A_YEAR, DAYS_A_MONTH = 365.25, 30.44


@register.filter
def mode_sentence(code: str) -> str:
    """What the verb of a commitment promises, in one sentence."""
    return SENTENCES[Mode(code)]


@register.filter
def first_sentence(text: str) -> str:
    return excerpt.first_sentence(text)


@register.filter
def short_address(address: str) -> str:
    """An address for print: without its scheme, and shortened if it is very long."""
    bare = address.partition("://")[2].removeprefix("www.").rstrip("/")
    return bare if len(bare) <= MAX_ON_PAPER_LENGTH else bare[: MAX_ON_PAPER_LENGTH - 1] + "…"


@register.filter
def way_to(deadline: Deadline, day: date) -> str:
    """Whether a deadline lies ahead or has passed, and how far; whole years or months, days when it is near.

    One known to a month or a year passes only when that is over, and is counted from its end.
    """
    days = days_left(deadline.due_date, deadline.due_precision, day=day)
    span = {"span": _span(abs(days))}
    if days < 0:
        return gettext("passed %(span)s ago") % span
    return gettext("ahead, in %(span)s") % span if days else gettext("ahead, until the end of today")


def _span(days: int) -> str:
    if days >= 2 * DAYS_A_YEAR:
        years = int(days / DAYS_A_YEAR)
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    if days >= 2 * DAYS_A_MONTH:
        months = int(days / DAYS_A_MONTH)
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
