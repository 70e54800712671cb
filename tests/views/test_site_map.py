"""Every public address answers, and what does not exist is said to."""

import re
from datetime import date

import pytest
from django.test import Client, override_settings

from commitments.models import ProgressNote
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_state
from tests.views.site import NAMES, PAGES, PATTERNS, address, body

pytestmark = pytest.mark.django_db
# no note of these tests cites a document (`test_documents` reads one), and nobody is named as contact
NOT_HERE = {"document": 404, "security_txt": 404}


@pytest.fixture(scope="module")
def answers(standing, standing_note) -> dict[str, tuple[int, str]]:
    """Status and text of every address, asked for once."""
    with standing():
        return answers_of({name: address(name, standing_note) for name in NAMES})


def answers_of(paths: dict[str, str]) -> dict[str, tuple[int, str]]:
    client = Client()
    found = {name: client.get(path) for name, path in paths.items()}
    return {name: (answer.status_code, body(answer)) for name, answer in found.items()}


@pytest.fixture
def pages(answers) -> dict[str, str]:
    return {name: answers[name][1] for name in PAGES}


def not_answering(answers: dict[str, tuple[int, str]]) -> dict[str, int]:
    """What has another status than 200, or nothing to say."""
    return {name: status for name, (status, text) in answers.items() if status != 200 or not text.strip()}


def test_an_empty_database_is_no_reason_to_fail(db):
    names = [name for name in NAMES if not PATTERNS[name].pattern.converters]
    # no promise, no map of one: it says so with 400
    paths = {name: f"/{PATTERNS[name].pattern}" for name in names if name not in {"map_svg", "map_png"}}

    found = not_answering(answers_of(paths))
    assert found == {name: status for name, status in NOT_HERE.items() if name in paths}


def test_every_address_answers(answers):
    assert answers.keys() == {*NAMES}
    assert not_answering(answers) == NOT_HERE


@pytest.mark.one_database
def test_every_address_answers_to_head_and_to_nothing_that_writes(client, note):
    methods = ("head", "post", "put", "delete")
    found = {
        name: tuple(getattr(client, method)(address(name, note)).status_code for method in methods)
        for name in NAMES
    }

    assert found == {name: (NOT_HERE.get(name, 200), 405, 405, 405) for name in NAMES}


@pytest.mark.one_database
def test_a_page_has_one_heading_a_title_of_its_own_and_says_what_each_table_holds(pages):
    headings = {name: len(re.findall(r"<h1[ >]", page)) for name, page in pages.items()}

    assert headings == dict.fromkeys(PAGES, 1)
    assert [name for name, page in pages.items() if not re.search(r"<title>\s*[^\s·]", page)] == []
    assert [name for name, page in pages.items() if page.count("<table") != page.count("<caption")] == []


@pytest.mark.one_database
def test_nothing_that_runs_or_styles_stands_in_a_page(pages):
    # a block of data is not a script: nothing in it runs
    data = re.compile(r'<script type="application/ld\+json">[^<]*</script>')
    runs = re.compile(r"<script(?![^>]*\bsrc=)|<style|<[^>]*\s(?:style|on\w+)=|javascript:")
    found = {name: runs.findall(data.sub("", page)) for name, page in pages.items()}

    assert {name: pieces for name, pieces in found.items() if pieces} == {}


@pytest.mark.one_database
def test_pages_have_titles_that_tell_them_apart(pages):
    titles = [
        " ".join(re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1].split()) for page in pages.values()
    ]

    assert len(set(titles)) == len(titles) == len(PAGES)


UNKNOWN = [
    "/states/XXX/",
    "/states/XXX/16b/",
    "/states/COL/99/",
    "/states/USA/16b/",
    "/states/xxx/",
    "/states/COLO/",
    "/commitments/99/",
    "/commitments/99B/",
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


@override_settings(DEBUG=False)
def test_what_does_not_exist_is_said_with_ways_on(client, note):
    found = {path: client.get(path) for path in UNKNOWN}

    assert {path: answer.status_code for path, answer in found.items()} == dict.fromkeys(UNKNOWN, 404)
    assert [path for path, answer in found.items() if 'href="/"' not in body(answer)] == []


def test_an_address_without_its_last_slash_leads_on(client, note):
    assert client.get("/states/COL").headers["Location"] == "/states/COL/"


def test_a_note_without_evidence_has_a_page(client, db):
    told = {"status": "no_evidence", "text": "We read the reports of 2010 to 2025."}
    bare = make_note(links=0, noted_date=date(2009, 12, 31), noted_precision="year", **told)

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
