"""Addresses that keep the clocks, and labels for codes and dates."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString, mark_safe

from commitments.lists.navigation import MENUS, START_PAGES, MenuItem, MenuSection
from commitments.models import EvidenceLink, Obligation
from commitments.rules import dates, deadlines
from commitments.rules.clocks import with_query
from commitments.rules.codes import Certainty, DeadlineState, Freshness, Label, Mode, Precision, Status
from commitments.rules.evidence import kind_words, publisher_words
from commitments.rules.freshness import freshness_on
from commitments.rules.status import SENTENCES, SYMBOLS, found_words
from commitments.rules.tally import Tally

register = template.Library()


def _keep(context: template.Context, address: str, **query: object) -> str:
    """The address with this query and the clocks of the page; an error page may have none."""
    clocks = context.get("clocks")
    return clocks.keep(address, **query) if clocks else with_query(address, query)


@register.simple_tag(takes_context=True)
def page(context, name: str, **arguments: object) -> str:
    """The address of a page by its name, clocks kept. Arguments with a leading `q_` go to the query.

    `{% page "obligations_list" q_status="overdue" %}` -> `/obligations/?status=overdue`
    """
    query = {key[2:]: value for key, value in arguments.items() if key.startswith("q_")}
    kwargs = {key: value for key, value in arguments.items() if not key.startswith("q_")}
    return _keep(context, reverse(name, kwargs=kwargs), **query)


@register.simple_tag(takes_context=True)
def kept(context, address: str) -> str:
    """An address of this site with the clocks added."""
    return _keep(context, address)


@register.simple_tag(takes_context=True)
def page_of(context, thing, **query: object) -> str:
    """The address of a record's own page, clocks kept."""
    return _keep(context, thing.get_absolute_url(), **query)


@register.simple_tag
def start_pages() -> tuple[MenuItem, ...]:
    return START_PAGES


@register.simple_tag
def menus() -> tuple[MenuSection, ...]:
    return MENUS


@register.filter
def status_word(code: str) -> str:
    return Status(code).label


@register.filter
def status_symbol(code: str) -> str:
    """The symbol beside the label."""
    return SYMBOLS[Status(code)]


@register.filter
def status_sentence(code: str) -> str:
    """What the status says, in one sentence."""
    return SENTENCES[Status(code)]


@register.filter
def when_found(obligation: Obligation) -> str:
    """When a status came to be, as far as found; needs `as_read`. Empty without a finding.

    Empty too for an act against the promise: the years of all its findings stand beside the status.
    """
    if obligation.status == Status.CONTRADICTED:
        return ""
    return found_words(obligation.status, obligation.since_date, obligation.since_precision)


@register.filter
def deadline_symbol(code: str) -> str:
    return deadlines.DEADLINE_SYMBOLS[DeadlineState(code)]


@register.filter
def deadline_sentence(code: str) -> str:
    """What the latest known deadline says, in one sentence."""
    return deadlines.DEADLINE_SENTENCES[DeadlineState(code)]


@register.filter
def deadline_words(obligation: Obligation, day: date) -> str:
    """The latest known deadline with what it says on the day, as text; empty for nothing."""
    due, precision = obligation.deadline_date, obligation.deadline_precision
    return deadlines.deadline_words(obligation.deadline_state, due, precision, day=day)


@register.filter
def label_word(code: str) -> str:
    return Label(code).label


@register.filter
def mode_word(code: str) -> str:
    return Mode(code).label


@register.filter
def freshness_word(newest: date | None, day: date) -> str:
    """The age of the newest finding on a day, as a label."""
    return Freshness(freshness_on(day, newest)).label


@register.filter
def partial_date(day: date | None, precision: str = Precision.DAY) -> str:
    """A date as exactly as it is known: 4 December 2009, 2009 or by December 2009; empty if there is none."""
    return dates.partial_date(day, precision) if day else ""


@register.filter
def finding_of(day: date, precision: str) -> str:
    """A finding by its date, within a sentence: “the finding of 2009”, “the finding known by May 2024”."""
    return dates.finding_words(day, precision)


@register.filter
def linked_text(text: str) -> SafeString:
    """Plain text with markup escaped; addresses become links with `nofollow`."""
    linked = urlize(text, nofollow=True, autoescape=True)
    # urlize escaped the text and wrote every tag itself; a quote in the text is &quot; by now
    return mark_safe(linked.replace('rel="nofollow"', 'rel="nofollow noopener"'))  # noqa: S308  (as said above)


@register.simple_tag(takes_context=True)
def tally_segments(context, tally: Tally, **query: str) -> list[tuple[str, int, str]]:
    """Each status with its count and the address of exactly the obligations counted."""
    rows = reverse("obligations_list")
    return [(code, count, _keep(context, rows, status=code, **query)) for code, count in tally.counts.items()]


@register.filter
def highlighted(text: str, quotation: str) -> SafeString:
    """A text with the quotation highlighted; unchanged if it does not contain it verbatim."""
    before, found, after = text.partition(quotation)
    return format_html("{}<mark>{}</mark>{}", before, found, after) if found else format_html("{}", text)


@register.filter
def certainty_word(code: str) -> str:
    return Certainty(code).label


@register.filter
def source_publisher(link: EvidenceLink) -> str:
    """Who published a source, and where a copy of it lies."""
    return publisher_words(link.publisher)


@register.filter
def source_kind(link: EvidenceLink) -> str:
    """The kind of a source in plain words."""
    return kind_words(link.kind, link.url)


@register.filter
def days_before(earlier: date, day: date) -> int:
    """How many days lie between a date and the day shown."""
    return (day - earlier).days
