"""Addresses that keep the clocks, and words for codes and dates."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, urlize
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from commitments.rules.clocks import Clocks
from commitments.rules.codes import Certainty, Freshness, Label, Mode, Precision, Status
from commitments.rules.freshness import freshness_on
from commitments.rules.status import SENTENCES, SYMBOLS
from commitments.rules.tally import Tally

register = template.Library()

DATE_FORMATS = {Precision.YEAR: "Y", Precision.MONTH: "F Y", Precision.DAY: "j F Y"}


def keep_clocks(address: str, clocks: Clocks | None, **query: object) -> str:
    """The address with this query, and with the clocks the reader has set."""
    asked = [urlencode({name: value for name, value in query.items() if value not in (None, "")}, doseq=True)]
    if clocks and clocks.query:
        asked.append(clocks.query)
    joined = "&".join(part for part in asked if part)
    path, hash_mark, fragment = address.partition("#")
    return f"{path}?{joined}{hash_mark}{fragment}" if joined else address


@register.simple_tag(takes_context=True)
def page(context, name: str, **arguments: object) -> str:
    """The address of a page by its name, clocks kept. Arguments with a leading `q_` go to the query.

    `{% page "obligation_list" q_status="overdue" %}` -> `/obligations/?status=overdue`
    """
    query = {key[2:]: value for key, value in arguments.items() if key.startswith("q_")}
    kwargs = {key: value for key, value in arguments.items() if not key.startswith("q_")}
    return keep_clocks(reverse(name, kwargs=kwargs), context.get("clocks"), **query)


@register.simple_tag(takes_context=True)
def kept(context, address: str) -> str:
    """An address of this site that is known already, clocks kept."""
    return keep_clocks(address, context.get("clocks"))


@register.simple_tag(takes_context=True)
def page_of(context, thing, **query: object) -> str:
    """The address of a record's own page, clocks kept."""
    return keep_clocks(thing.get_absolute_url(), context.get("clocks"), **query)


@register.filter
def status_word(code: str) -> str:
    """The word for a status code."""
    return Status(code).label


@register.filter
def status_symbol(code: str) -> str:
    """The symbol that stands beside the word."""
    return SYMBOLS[Status(code)]


@register.filter
def status_sentence(code: str) -> str:
    """What the status says, in one sentence."""
    return SENTENCES[Status(code)]


@register.filter
def label_word(code: str) -> str:
    """How a State stands to the Declaration, in words."""
    return Label(code).label


@register.filter
def mode_word(code: str) -> str:
    """The verb of a commitment, in words."""
    return Mode(code).label


@register.filter
def freshness_word(newest: date | None, day: date) -> str:
    """How old the newest finding is on a day, in a word."""
    return Freshness(freshness_on(day, newest)).label


@register.filter
def partial_date(day: date | None, precision: str = Precision.DAY) -> str:
    """A date as exactly as it is known: 4 December 2009, December 2009 or 2009; empty where there is none."""
    return date_format(day, DATE_FORMATS[Precision(precision)]) if day else ""


@register.filter
def linked_text(text: str) -> SafeString:
    """Plain text as text: markup is escaped, addresses become links that lend no authority."""
    linked = urlize(text, nofollow=True, autoescape=True)
    # urlize escaped the text and wrote every tag itself; a quote in the text is &quot; by now
    return mark_safe(linked.replace('rel="nofollow"', 'rel="nofollow noopener"'))  # noqa: S308  (as said above)


@register.simple_tag(takes_context=True)
def tally_segments(context, tally: Tally, **query: str) -> list[tuple[str, int, str]]:
    """Each status with its count and the address of exactly the obligations counted."""
    clocks, rows = context.get("clocks"), reverse("obligation_list")
    return [
        (code, count, keep_clocks(rows, clocks, status=code, **query)) for code, count in tally.counts.items()
    ]


@register.filter
def highlighted(text: str, quotation: str) -> SafeString:
    """A text with the quotation in it marked; unmarked where it does not hold it word for word."""
    before, found, after = text.partition(quotation)
    return format_html("{}<mark>{}</mark>{}", before, found, after) if found else format_html("{}", text)


@register.filter
def certainty_word(code: str) -> str:
    """How sure a source is, in a word."""
    return Certainty(code).label


@register.filter
def days_before(earlier: date, day: date) -> int:
    """How many days lie between a date and the day of the situation."""
    return (day - earlier).days
