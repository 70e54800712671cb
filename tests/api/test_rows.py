"""Rows of the API: the fields asked for, page by page, under both clocks, and nothing unpublished."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments.lists.registry import LISTS
from commitments.models import ProgressNote
from tests.api.asking import NOUNS, ask, pages, rows
from tests.builders import make_note, make_reviewer, make_submitted
from tests.views.site import body
from tests.views.test_leaks import words
from tests.views.test_queries import grow

pytestmark = pytest.mark.django_db
MAX_QUERIES = 2


def test_fields_come_in_the_order_of_the_query(client, note):
    listed = rows(client, "obligations", "fields=status,state_iso3&fields=status,commitment&state=COL")
    one = client.get("/api/v1/obligations/COL-16b/", {"fields": "status,state_iso3"}).json()["row"]

    assert [[*row.items()] for row in listed] == [
        [("status", "overdue"), ("state_iso3", "COL"), ("commitment", "16b")]
    ]
    assert [*one.items()] == [("status", "overdue"), ("state_iso3", "COL")]


@pytest.mark.parametrize("public_list", LISTS, ids=lambda each: each.noun)
def test_fields_are_all_by_default(public_list, client, note):
    names = [column.name for column in public_list.columns]

    assert {tuple(row) for row in rows(client, public_list.noun)} == {tuple(names)}


@pytest.fixture
def numbered(note):
    """Six notes, each noted in a year of its own."""
    years = range(2011, 2017)
    return {
        year: make_note(obligation=note.obligation, text=f"Note {year}.", noted_date=date(year, 1, 1))
        for year in years
    }


def test_cursor_repeats_and_loses_no_row_while_others_come_and_go(client, note, numbered):
    turning = pages(client, "progress", "sort=noted_date&page_size=2&fields=text&noted_to=2019-01-01")
    first = next(turning)

    numbered[2011].retract(by=make_reviewer(), at=timezone.now(), reason="Nobody counted.")
    numbered[2012].retract(by=make_reviewer(), at=timezone.now(), reason="Nobody counted.")
    numbered[2014].retract(by=make_reviewer(), at=timezone.now(), reason="Nobody counted.")
    make_note(obligation=note.obligation, text="Before.", noted_date=date(2010, 1, 1))
    make_note(obligation=note.obligation, text="Behind.", noted_date=date(2013, 6, 1))
    rest = [row["text"] for page in turning for row in page]

    assert [row["text"] for row in first] == ["Note 2011.", "Note 2012."]
    assert rest == ["Note 2013.", "Behind.", "Note 2015.", "Note 2016."]


def test_pages_under_both_clocks_stay_whatever_is_published(client, note, numbered):
    query = "sort=-noted_date&page_size=3&as_of=2016-06-01&known_at=2025-01-01"
    before = [*pages(client, "progress", query)]

    make_note(obligation=note.obligation, published_at=timezone.now(), noted_date=date(2013, 6, 1))

    assert [*pages(client, "progress", query)] == before
    assert [len(page) for page in before] == [3, 3]


@pytest.mark.parametrize("noun", NOUNS)
def test_link_header_is_next_and_missing_on_the_last_page(noun, client, note, numbered):
    answer = ask(client, noun, "page_size=1")
    while following := answer.json()["next"]:
        assert answer.headers["Link"] == f'<{following}>; rel="next"'
        assert following.startswith(f"http://testserver/api/v1/{noun}/?")
        answer = client.get(following)

    assert "Link" not in answer.headers


def test_next_keeps_filters_fields_and_clocks(client, note, numbered):
    query = "noted_from=2013-01-01&noted_to=2015-12-31&sort=noted_date&fields=noted_date&as_of=2015-06-30"

    assert [*pages(client, "progress", f"{query}&page_size=2")] == [
        [{"noted_date": "2013-01-01"}, {"noted_date": "2014-01-01"}],
        [{"noted_date": "2015-01-01"}],
    ]


def test_as_of_shows_the_situation_of_a_day(client, note):
    make_note(obligation=note.obligation, status="fulfilled", noted_date=date(2022, 1, 1))

    def status(**query: str) -> str:
        return client.get("/api/v1/obligations/COL-16b/", query).json()["row"]["status"]

    assert status() == "fulfilled"
    assert status(as_of="2021-12-31") == "overdue"
    assert status(as_of="1998-01-01") == "not_bound"


def test_known_at_shows_what_was_known(client, note):
    make_note(obligation=note.obligation, status="fulfilled", published_at=timezone.now())
    yesterday = (timezone.now().date() - timedelta(days=1)).isoformat()

    present, past = rows(client, "progress"), rows(client, "progress", f"known_at={yesterday}")

    assert ([row["status"] for row in past], len(present)) == (["overdue"], 2)


def test_answer_names_both_days(client, note):
    given = "as_of=2021-12-31&known_at=2026-11-20"
    today = timezone.now().date().isoformat()

    told = [ask(client, "states", query).json() for query in (given, "")]

    assert [(one["as_of"], one["known_at"]) for one in told] == [
        ("2021-12-31", "2026-11-20"),
        (today, today),
    ]


def hide(note: ProgressNote) -> list[ProgressNote]:
    """What nobody may see yet, beside a published note, with words of its own in every field."""
    return [
        make_note(published=False, obligation=note.obligation, **words("unseendraft")),
        make_submitted(obligation=note.obligation, **words("unseensubmitted")),
    ]


@pytest.mark.parametrize("noun", NOUNS)
def test_unpublished_notes_change_no_answer(noun, client, note):
    before = rows(client, noun, "page_size=1")

    hide(note)

    assert before
    assert rows(client, noun, "page_size=1") == before


def test_unpublished_notes_are_not_found_by_search(client, note):
    hide(note)

    assert rows(client, "progress", "q=unseendrafttext") == []
    assert rows(client, "evidence", "q=unseensubmittedtitle") == []
    assert rows(client, "obligations", "status=fulfilled") == []


def test_unpublished_rows_are_404(client, note):
    hidden = hide(note)
    paths = [
        *(f"progress/{one.pk}/" for one in hidden),
        *(f"evidence/{link.pk}/" for one in hidden for link in one.evidence.all()),
    ]

    answers = [client.get(f"/api/v1/{path}") for path in paths]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not any("unseen" in body(answer) for answer in answers)


def test_queries_do_not_grow_with_rows_or_depth(client, note):
    counts: dict[str, set[int]] = {noun: set() for noun in NOUNS}
    for number in (1, 3, 9):
        grow(note, number)
        for noun in NOUNS:
            following = ask(client, noun, "page_size=1").json()["next"]
            for address in (f"/api/v1/{noun}/?page_size=500", following):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(address).status_code == 200
                counts[noun].add(len(queries))

    assert {noun: found for noun, found in counts.items() if len(found) != 1} == {}
    assert max(max(found) for found in counts.values()) <= MAX_QUERIES
