"""What readers are told of a new edition: one event, and nothing about the time before it."""

import json
from html import unescape

import feedparser
import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from commitments.models import ProgressNote
from tests.builders import the_reviewer, the_writer
from tests.management.editions import FIRST, SECOND, a_row, write_edition, write_ground
from tests.views.site import body

pytestmark = pytest.mark.django_db

VOTE = a_row("XAA/17/vote", "in_progress", "2013-12-05")
GONE = a_row("XAB/20c/report", "in_progress", "2013")
SAME = a_row("XAC/16c/destroyed", "fulfilled")
BEFORE = (VOTE, GONE, SAME)
PLAN = a_row("XAA/14b/plan", "in_progress", "2020-06")
AFTER = (VOTE | {"status": "", "text": "It voted for it."}, SAME, PLAN)
CITED = {"known_at": "2021-12-31", "as_of": "2021-12-31"}
PAGES = ("/", "/progress/", "/progress.csv", "/obligations.csv", "/evidence.csv", "/replies.csv")
PAGES += ("/states/XAA/", "/states/XAA/17/", "/states/XAB/20c/", "/commitments/17/", "/matrix/", "/trends/")
PAGES += ("/trends/moved/", "/feeds/progress.atom", "/states/XAA/feed.atom", "/progress/1/", "/progress/2/")
REVISED = "The baseline was revised: 1 finding added, 1 corrected, 1 retracted"


def cited_pages() -> dict[str, bytes]:
    answers = {page: Client().get(page, CITED) for page in PAGES}
    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(PAGES, 200)
    return {
        page: b"".join(answer.streaming_content) if answer.streaming else answer.content
        for page, answer in answers.items()
    }


@pytest.fixture(scope="module")
def cited(standing, tmp_path_factory) -> dict[str, bytes]:
    """A database that was updated; what its pages had said before, as it was cited."""
    folder = tmp_path_factory.mktemp("fixtures")
    write_ground(folder)
    with standing(), override_settings(FIXTURE_DIRS=[folder]):
        write_edition(folder, FIRST, BEFORE)
        call_command("load_baseline", verbosity=0)
        before = cited_pages()
        write_edition(folder, SECOND, AFTER)
        call_command("load_baseline", "--update", verbosity=0)
    return before


def test_what_was_cited_before_an_update_stays_byte_for_byte(cited):
    now = cited_pages()

    assert [page for page in PAGES if now[page] != cited[page]] == []
    assert b"It voted for it." in Client().get("/progress/").content


def told_on(page: str, query: dict[str, str] | None = None) -> str:
    return unescape(body(Client().get(page, query or {})))


def test_an_update_is_told_once_and_not_finding_by_finding(cited):
    for page in ("/", "/trends/moved/", "/feeds/progress.atom"):
        told = told_on(page)

        assert told.count(REVISED) == told.count("was revised: ") > 0, page
        assert "was corrected" not in told, page
        assert "was retracted" not in told, page


def test_an_update_is_told_as_far_as_it_is_about_the_subject(cited):
    moved = "/trends/moved/"

    assert "The baseline was revised: 1 finding added, 1 corrected<" in told_on("/states/XAA/")
    assert "The baseline was revised: 1 retracted<" in told_on("/states/XAB/")
    assert "was revised" not in told_on("/states/XAC/")
    assert "The baseline was revised: 1 corrected<" in told_on(moved, {"commitment": "17"})
    assert "was revised" not in told_on(moved, {"became": "in_progress"})


def test_an_update_leads_to_the_findings_that_came_with_it(cited):
    feed = feedparser.parse(told_on("/states/XAA/feed.atom"))
    (path,) = [entry.link for entry in feed.entries if "/revisions/" in entry.id]

    rows = json.loads(Client().get(path.replace("/progress/", "/progress.json")).getvalue())["rows"]

    assert {row["text"] for row in rows} == {"It voted for it.", PLAN["text"]}
    assert "state=XAA" in path


def test_a_correction_by_staff_is_still_told_by_itself(cited):
    note = ProgressNote.objects.get(text=SAME["text"])
    draft = note.correct(by=the_writer())
    draft.submit(by=the_writer(), at=note.published_at)
    draft.publish(by=the_reviewer(), at=note.published_at)

    told = told_on("/states/XAC/")

    assert "a finding on" in told
    assert "was corrected" in told
