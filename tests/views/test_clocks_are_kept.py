"""Whoever has set a clock keeps it: every link to a page that understands clocks carries both."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.builders import make_note, make_reply, make_reviewer
from tests.views.site import PAGES, PATTERNS, address, body

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BOTH = {"as_of": "2021-12-31", "known_at": "2026-11-20"}
LINK = re.compile(r'<(?:a|form)\b[^>]*?\b(?:href|action)="([^"]*)"[^>]*>(.*?)</(?:a|form)>', re.DOTALL)
# said with these words, a link leaves a clock on purpose
LEAVING = ("Back to today", "The same page as of today", "permanent address")
# addresses that do not know the clocks
WITHOUT_CLOCKS = {"healthz", "readyz", "sitemap", "robots", "security_txt", "feed"}


def understands_clocks(link: str) -> bool:
    """Whether it leads to a public page of the tracker."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return False
    try:
        found = resolve(parts.path)
    except Resolver404:
        return False
    return found.view_name in PATTERNS and not any(word in found.view_name for word in WITHOUT_CLOCKS)


def without_other_days(page: str) -> str:
    """Without the parts that lead to other days by their nature: the control of the clocks, and the trend."""
    page = re.sub(r'<nav class="(?:stops|meetings)".*?</nav>', "", page, flags=re.DOTALL)
    return re.sub(r"<table[^>]*\btrend__table\b.*?</table>", "", page, flags=re.DOTALL)


def losing(page: str) -> list[str]:
    """The links of a page that lose a clock or carry another one."""
    lost = []
    for written, inside in LINK.findall(page):
        link = unescape(written)
        if not understands_clocks(link) or any(words in inside for words in LEAVING):
            continue
        asked = parse_qs(urlsplit(link).query)
        for name, value in re.findall(r'<input[^>]*?name="(as_of|known_at)"\s+[^>]*?value="([^"]*)"', inside):
            asked.setdefault(name, []).append(value)
        if {name: asked.get(name) for name in BOTH} != {name: [value] for name, value in BOTH.items()}:
            lost.append(link)
    return lost


@pytest.fixture
def world(note):
    """With everything that brings links: replies, a correction, changes of status, a retracted note."""
    make_reply(note=note, replied_date=note.noted_date)
    make_note(obligation=note.obligation, status="fulfilled", noted_date=note.noted_date)
    retracted = make_note(obligation=note.obligation, noted_date=note.noted_date)
    retracted.retract(by=make_reviewer(), at=retracted.published_at, reason="Nobody counted.")
    return note


def test_every_link_of_every_page_keeps_both_clocks(client, world):
    answers = {name: client.get(address(name, world), BOTH) for name in PAGES}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(PAGES, 200)
    lost = {name: losing(without_other_days(body(answer))) for name, answer in answers.items()}
    assert {name: links for name, links in lost.items() if links} == {}


def test_there_are_links_that_could_lose_a_clock(client, world):
    found = [losing(body(client.get(one))) for one in ("/", "/states/COL/", "/matrix/", "/obligations/")]

    assert min(len(links) for links in found) > 15


def test_the_trend_leads_to_other_days_as_known_on_the_same(client, world):
    page = body(client.get("/trends/", BOTH))

    table = page[page.index("trend__table") : page.index("</table>")]
    links = [unescape(link) for link, _inside in LINK.findall(table) if not link.startswith("#")]
    found = [parse_qs(urlsplit(link).query) for link in links]
    assert {tuple(asked["known_at"]) for asked in found} == {("2026-11-20",)}
    assert len({tuple(asked["as_of"]) for asked in found}) == 13
