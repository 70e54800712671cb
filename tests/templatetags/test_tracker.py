"""Addresses that keep the clocks, and texts that stay texts."""

from datetime import UTC, date, datetime
from html import unescape
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from commitments.models import State
from commitments.rules.clocks import read_clocks
from commitments.rules.codes import Certainty, Label, Mode, Status
from commitments.rules.tally import Tally
from commitments.templatetags.tracker import (
    certainty_word,
    days_before,
    freshness_word,
    highlighted,
    label_word,
    linked_text,
    mode_word,
    partial_date,
    status_sentence,
    status_symbol,
    status_word,
    tally_segments,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PAST = read_clocks({"as_of": "2015-12-31", "known_at": "2026-06-30"}, now=NOW)
KEPT = "as_of=2015-12-31&known_at=2026-06-30"


def render(source: str, **context: object) -> str:
    return unescape(Template("{% load tracker %}" + source).render(Context(context)))


class Tags(HTMLParser):
    """The tags of a text, and what it says without them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict]] = []
        self.said = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said += data


def test_markup_shows_as_text():
    text = "<script>alert('x')</script> <b>bold</b> & <img src=x onerror=alert(1)>"

    shown = Tags(linked_text(text))

    assert (shown.tags, shown.said) == ([], text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://example.org/a?b=1&c=2.", "https://example.org/a?b=1&c=2"),
        ("See http://example.org/a, please", "http://example.org/a"),
        ('See https://example.org/"onmouseover="alert(1)', None),
        ("See javascript:alert(1)", ""),
        ("See data:text/html,<script>alert(1)</script>", ""),
    ],
)
def test_addresses_become_links_that_lend_no_authority(text, address):
    shown = Tags(linked_text(text))

    assert shown.said == text
    for tag, attributes in shown.tags:
        assert (tag, attributes["rel"], set(attributes)) == ("a", "nofollow noopener", {"href", "rel"})
        assert attributes["href"].startswith(("https://", "http://"))
    if address is not None:
        assert [attributes["href"] for _tag, attributes in shown.tags] == [address] * bool(address)


@given(st.text(alphabet=st.sampled_from("<>\"'&;:/.@= \nabhtpsw"), max_size=60) | st.text(max_size=40))
def test_no_text_brings_any_tag_but_a_link(text):
    tags = Tags(linked_text(f"https://example.org/ {text} www.example.org")).tags

    assert {tag for tag, _attributes in tags} == {"a"}
    assert {frozenset(attributes) for _tag, attributes in tags} == {frozenset({"href", "rel"})}


def test_a_page_is_named_and_asked():
    source = '{% page "obligations_list" q_status="overdue" %} {% page "state_detail" iso3="COL" %}'

    assert render(source, clocks=PAST) == f"/obligations/?status=overdue&{KEPT} /states/COL/?{KEPT}"
    assert render(source) == "/obligations/?status=overdue /states/COL/"


def test_a_record_leads_to_its_own_page():
    shown = render("{% page_of state %}", state=State(iso3="COL"), clocks=PAST)

    assert shown == f"/states/COL/?{KEPT}"


def test_what_is_in_an_address_is_escaped():
    shown = Template('{% load tracker %}<a href="{% page "overview" q_q=words %}">').render(
        Context({"words": '"><script>', "clocks": PAST})
    )

    assert shown == '<a href="/?q=%22%3E%3Cscript%3E&amp;as_of=2015-12-31&amp;known_at=2026-06-30">'


@pytest.mark.parametrize(
    ("precision", "shown"),
    [("day", "4 December 2009"), ("month", "December 2009"), ("year", "2009"), ("by", "by December 2009")],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(precision, shown):
    assert partial_date(date(2009, 12, 4), precision) == shown


def test_a_moment_is_shown_as_its_day_and_nothing_as_nothing():
    assert (partial_date(NOW), partial_date(None, "year")) == ("24 November 2026", "")


def test_codes_have_words():
    assert [status_word("overdue"), status_symbol("overdue")] == ["overdue", "!"]
    assert status_sentence("not_bound") == "The State was not a Party to the Convention on this day."
    assert [label_word(Label.LEFT), mode_word(Mode.CALL), certainty_word(Certainty.ALLEGED)] == [
        "left the Convention",
        "call (we call on)",
        "alleged",
    ]
    assert [
        freshness_word(day, date(2026, 11, 24)) for day in (date(2026, 1, 1), date(2010, 1, 1), None)
    ] == [
        "current",
        "stale",
        "no finding yet",
    ]


def test_a_tally_leads_to_exactly_what_it_counts():
    segments = tally_segments({"clocks": PAST}, Tally.of({"overdue": 3}), commitment="16b")

    assert len(segments) == len(Status)
    assert ("overdue", 3, f"/obligations/?status=overdue&commitment=16b&{KEPT}") in segments


def test_a_quotation_is_marked_in_its_paragraph_and_neither_is_markup():
    assert highlighted("We <b> will do it now.", "will do") == "We &lt;b&gt; <mark>will do</mark> it now."
    assert highlighted("We <b> will.", "never") == "We &lt;b&gt; will."


def test_days_are_counted_from_the_earlier_to_the_later():
    assert days_before(date(2026, 11, 20), date(2026, 11, 24)) == 4
