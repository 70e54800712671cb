"""What search engines are told: every page, when it last changed, and nothing of what is not published."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    make_commitment,
    make_note,
    make_obligation,
    make_party,
    make_reviewer,
    make_submitted,
)
from tests.views.site import PAGES, PATTERNS, address, body

LATER = datetime(2025, 5, 5, 12, 0, tzinfo=UTC)
# Answers to a question, pieces for other people's pages, and pages about one note
NOT_LISTED = (
    "search",
    "moved",
    "compare",
    "embed",
    "gallery",
    "progress_detail",
    "release_changes",
    "social",
)


def told(client, **query: str) -> dict[str, str]:
    """Every address of the sitemap with the day of its last change."""
    written = body(client.get("/sitemap.xml", query))
    found = re.findall(r"<url><loc>http://testserver(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", written)
    return {path: day[:10] for path, day in found}


def test_every_kind_of_page_is_told_of(client, note):
    listed = told(client)

    missing = [
        name
        for name in PAGES
        if not name.startswith(NOT_LISTED)
        and PATTERNS[name].callback.__module__.startswith("commitments")
        and address(name, note) not in listed
    ]
    assert missing == []
    assert len(listed) == len(set(listed))


def test_every_page_that_is_told_of_is_there(client, note):
    answers = {path: client.get(path).status_code for path in told(client)}

    assert set(answers.values()) == {200}


def test_a_page_changed_when_something_was_last_published_about_it(client, note):
    other = make_obligation(state=make_party(iso3="KHM"), commitment=make_commitment(code="17"))
    make_note(obligation=other, published_at=LATER)

    listed = told(client)

    assert listed["/states/COL/16b/"] == listed["/states/COL/"] == listed["/commitments/16b/"] == "2024-01-10"
    assert listed["/states/KHM/17/"] == listed["/states/KHM/"] == listed["/commitments/17/"] == "2025-05-05"
    assert listed["/"] == listed["/obligations/"] == "2025-05-05"
    assert listed["/states/USA/"] == listed["/states/FIN/16b/"] == listed["/declaration/"] == ""


def test_a_retraction_changes_a_page_too_once_it_is_known(client, note):
    note.retract(by=make_reviewer(), at=LATER, reason="Nobody counted.")

    assert told(client)["/states/COL/16b/"] == "2025-05-05"
    assert told(client, known_at="2025-05-04")["/states/COL/16b/"] == "2024-01-10"


def test_what_is_not_published_moves_nothing(client, note):
    before = told(client)
    make_note(published=False, obligation=note.obligation)
    make_submitted(obligation=note.obligation)

    assert told(client) == before
    assert set(told(client, known_at="2024-01-09").values()) == {""}


def test_thirty_states_cost_as_many_queries_as_one(client, note):
    def spent() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/sitemap.xml")
        return len(queries)

    few = spent()
    for _number in range(30):
        make_note(obligation=make_obligation())

    assert spent() == few <= 5


@override_settings(SITE_ROOT="https://cartagena.example")
def test_the_address_of_the_installation_is_told(client, note):
    assert "<loc>https://cartagena.example/states/COL/</loc>" in body(client.get("/sitemap.xml"))
    assert "Sitemap: https://cartagena.example/sitemap.xml" in body(client.get("/robots.txt"))


def test_robots_may_read_everything_but_the_desk_and_endless_questions(client, db):
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert body(answer).splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /account/",
        "Disallow: /search/?",
        "Disallow: /*.csv?",
        "Disallow: /*.xlsx?",
        "Disallow: /*.json?",
        "Allow: /",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize("page", ["2", "abc", "-1", "\x00"])
def test_a_page_of_the_sitemap_that_is_not_there_is_said_to(page, client, note):
    assert client.get("/sitemap.xml", {"p": page}).status_code == 404
