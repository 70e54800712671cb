"""Every public address answers, and what does not exist is said to."""

import re
from datetime import date

import pytest
from django.test import override_settings

from commitments.models import ProgressNote
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_state
from tests.views.site import NAMES, PAGES, PATTERNS, address, body


@pytest.mark.parametrize("name", NAMES)
def test_every_address_answers(name, client, note):
    response = client.get(address(name, note))

    assert response.status_code == 200
    assert body(response).strip()


@pytest.mark.parametrize("name", NAMES)
def test_every_address_answers_to_head_and_to_nothing_that_writes(name, client, note):
    answers = [getattr(client, method)(address(name, note)) for method in ("head", "post", "put", "delete")]

    assert [answer.status_code for answer in answers] == [200, 405, 405, 405]


@pytest.mark.parametrize("name", [name for name in NAMES if not PATTERNS[name].pattern.converters])
def test_an_empty_database_is_no_reason_to_fail(name, client, db):
    response = client.get(f"/{PATTERNS[name].pattern}")

    assert response.status_code == 200
    assert body(response).strip()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_heading_a_title_of_its_own_and_says_what_each_table_holds(name, client, note):
    page = body(client.get(address(name, note)))

    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>\s*[^\s·]", page)
    assert page.count("<table") == page.count("<caption")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_that_runs_or_styles_stands_in_a_page(name, client, note):
    page = body(client.get(address(name, note)))

    # a block of data is not a script: nothing in it runs
    page = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", page)
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|<[^>]*\s(?:style|on\w+)=|javascript:", page) == []


def test_pages_have_titles_that_tell_them_apart(client, note):
    titles = [
        " ".join(
            re.search(r"<title>(.*?)</title>", body(client.get(address(name, note))), re.DOTALL)[1].split()
        )
        for name in PAGES
    ]

    assert len(set(titles)) == len(titles)


UNKNOWN = [
    "/states/XXX/",
    "/states/XXX/16b/",
    "/states/COL/99/",
    "/states/USA/16b/",
    "/states/col/",
    "/states/COLO/",
    "/commitments/99/",
    "/commitments/16B/",
    "/commitments/1600b/",
    "/progress/999999999/",
    "/progress/999999999999999999/",
    "/progress/99999999999999999999999999/",
    "/progress/-1/",
    "/progress/abc/",
    "/states/COL/16b/x/",
    "/nowhere/",
    "/obligations.xml",
    "/%00/",
    "/states/%00/",
    "/" + "a" * 10_000,
]


@pytest.mark.parametrize("path", UNKNOWN, ids=range(len(UNKNOWN)))
@override_settings(DEBUG=False)
def test_what_does_not_exist_is_said_with_ways_on(path, client, note):
    response = client.get(path)

    assert response.status_code == 404
    assert 'href="/"' in body(response)


def test_an_address_without_its_last_slash_leads_on(client, note):
    assert client.get("/states/COL").headers["Location"] == "/states/COL/"


def test_a_note_without_status_or_evidence_has_a_page(client, db):
    bare = make_note(status="", links=0, noted_date=date(2009, 12, 31), noted_precision="year")

    page = body(client.get(bare.get_absolute_url()))

    assert bare.text in page
    assert "31 December 2009" not in page


def test_a_state_outside_the_convention_has_a_page(client, note):
    page = body(client.get("/states/USA/"))

    assert "United States of America" in page
    assert "not a State Party" in page


def test_a_note_says_what_became_of_it(client, note):
    correction = note.correct(by=note.author)
    correction.text = "Three provinces were clear."
    correction.save()
    correction.submit(by=note.author, at=note.published_at)
    reviewer = ProgressNote.objects.get(pk=note.pk).published_by
    correction.publish(by=reviewer, at=note.published_at)
    correction.retract(by=reviewer, at=note.published_at, reason="Nobody counted.")

    old, new = (body(client.get(one.get_absolute_url())) for one in (note, correction))

    assert correction.get_absolute_url() in old
    assert note.get_absolute_url() in new
    assert "Nobody counted." in new
    assert "Three provinces" not in body(client.get("/progress/"))


def test_the_health_of_the_database_is_one_word(client, db):
    response = client.get("/healthz")

    assert (response.status_code, body(response), response.headers["Content-Type"]) == (
        200,
        "ok\n",
        "text/plain; charset=utf-8",
    )


def test_a_commitment_that_nobody_owes_has_a_page(client, db):
    make_commitment(code="14a")
    make_state()
    make_obligation(state=make_party(), commitment=make_commitment(code="16b"))

    assert client.get("/commitments/14a/").status_code == 200
