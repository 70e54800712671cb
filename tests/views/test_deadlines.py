"""The list of dated duties: what has passed on the day, and what lies ahead."""

import csv
from datetime import date

import pytest
from django.test import Client

from commitments.models import Deadline
from tests.builders import make_commitment, make_deadline, make_obligation, make_party
from tests.views.site import body

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def world(standing) -> None:
    """A State with a deadline and its extension, and one that had to destroy its stocks."""
    with standing():
        store_world()


def store_world() -> None:
    colombia = make_party(iso3="COL", name_en="Colombia", region="Americas")
    areas = make_commitment(code="16b", title="Clear all areas")
    clearance = make_obligation(state=colombia, commitment=areas)
    stocks = make_commitment(code="16c", title="Destroy all stocks")
    cambodia = make_party(iso3="KHM", name_en="Cambodia", region="Asia")
    make_deadline(obligation=clearance, due_date=date(2011, 3, 1), is_computed=True)
    make_deadline(
        obligation=clearance,
        kind="extension",
        due_date=date(2099, 12, 31),
        due_precision="year",
        decided_date=date(2020, 11, 20),
        source_title="Closing press release",
    )
    make_deadline(obligation=make_obligation(state=cambodia, commitment=stocks), due_date=date(2004, 1, 1))


def found(client: Client, **query: str) -> list[str]:
    rows = body(client.get("/deadlines.csv", {"as_of": "2026-11-24", **query})).splitlines()
    return [f"{row['state_iso3']} {row['due_date']}" for row in csv.DictReader(rows)]


KHM, INITIAL, EXTENDED = "KHM 2004-01-01", "COL 2011-03-01", "COL 2099"


@pytest.mark.parametrize(
    ("query", "deadlines"),
    [
        ({}, [EXTENDED, INITIAL, KHM]),
        ({"q": "colombia"}, [EXTENDED, INITIAL]),
        ({"q": "stocks"}, [KHM]),
        ({"q": "press release"}, [EXTENDED]),
        ({"state": "KHM"}, [KHM]),
        ({"region": "Americas"}, [EXTENDED, INITIAL]),
        ({"commitment": "16b"}, [EXTENDED, INITIAL]),
        ({"not_commitment": "16b"}, [KHM]),
        ({"kind": "extension"}, [EXTENDED]),
        ({"passed": "true"}, [INITIAL, KHM]),
        ({"passed": "false"}, [EXTENDED]),
        ({"passed": "true", "as_of": "2011-03-01"}, [KHM]),
        ({"passed": "true", "as_of": "2011-03-02"}, [INITIAL, KHM]),
        ({"due_from": "2004-01-02"}, [EXTENDED, INITIAL]),
        ({"due_from": "2004-01-01", "due_to": "2011-03-01"}, [INITIAL, KHM]),
        ({"as_of": "2020-11-19"}, [INITIAL, KHM]),
        ({"as_of": "2003-01-01"}, [KHM, INITIAL]),
        ({"latest": "true"}, [EXTENDED, KHM]),
        ({"latest": "false"}, [INITIAL]),
        ({"latest": "true", "passed": "true"}, [KHM]),
        ({"latest": "true", "as_of": "2020-11-19"}, [INITIAL, KHM]),
        ({"sort": "-due_date"}, [EXTENDED, INITIAL, KHM]),
        ({"sort": "decided_date"}, [EXTENDED, KHM, INITIAL]),
    ],
)
def test_the_filters_find_the_deadlines_of_the_day(client, query, deadlines):
    assert found(client, **query) == deadlines


def test_the_page_says_what_is_ahead_and_what_nobody_read_in_a_source(client):
    page = body(client.get("/deadlines/", {"as_of": "2011-02-26"}))

    assert "ahead, in 3 days" in page
    assert "computed by the rule of the Convention" in page
    assert '<a href="https://example.org/deadline" rel="nofollow noopener">' in page


def test_other_pages_lead_to_the_list_and_keep_the_clocks(client):
    assert 'href="/deadlines/?latest=true&amp;as_of=2020-01-01"' in body(
        client.get("/", {"as_of": "2020-01-01"})
    )
    page = body(client.get("/states/COL/", {"as_of": "2020-01-01"}))
    assert 'href="/deadlines/?state=COL&amp;as_of=2020-01-01"' in page


def test_an_empty_list_says_so(client):
    assert "No deadline fits these filters." in body(client.get("/deadlines/", {"q": "nobody"}))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=COL", "?state=COL"),
        ("state=COL&latest=true&page=2", "?state=COL&latest=true"),
        ("state=COL&latest=true&passed=false", "?state=COL&latest=true&passed=false"),
        ("state=COL&passed=true", None),
    ],
)
def test_choices_of_deadlines_keep_the_other_filters_and_mark_the_one_shown(client, query, shown):
    choices = client.get("/deadlines/", QUERY_STRING=query).context["choices"]

    assert [address for _word, address, _is_shown in choices] == [
        "?state=COL&latest=true",
        "?state=COL&latest=true&passed=false",
        "?state=COL",
    ]
    assert [address for _word, address, is_shown in choices if is_shown] == ([shown] if shown else [])


def test_latest_of_two_deadlines_on_one_day_is_one():
    obligation = make_obligation(state=make_party(), commitment=make_commitment(code="16b"))
    for kind in ("initial", "extension"):
        make_deadline(obligation=obligation, kind=kind, due_date=date(2019, 1, 1))

    found = Deadline.objects.filter(obligation=obligation).with_latest_on(date(2020, 1, 1)).order_by("pk")

    assert [each.is_latest for each in found] == [False, True]
