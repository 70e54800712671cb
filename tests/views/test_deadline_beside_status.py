"""The deadline beside the status, on every road on which readers meet it."""

import csv
import html
import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from commitments.lists.last_changes import last_changes
from commitments.models import Obligation
from commitments.rules.clocks import read_clocks
from tests.builders import make_commitment, make_deadline, make_note, make_obligation, make_party
from tests.each import Failures
from tests.views.site import body

pytestmark = pytest.mark.django_db
DAY = {"as_of": "2026-06-01"}
PASSED = "31 December 2025 passed, no later deadline known here"


@pytest.fixture
def clearing() -> Obligation:
    """Colombia is clearing mines, its latest known deadline passed; two others have one ahead."""
    clearance = make_commitment(code="16b", title="Clear all areas", position=9)
    owed = {}
    for iso3, due, precision in (
        ("COL", date(2025, 12, 31), "day"),
        ("KHM", date(2027, 12, 31), "day"),
        ("PER", date(2026, 1, 1), "year"),
    ):
        owed[iso3] = make_obligation(state=make_party(iso3=iso3, name_en=iso3.title()), commitment=clearance)
        make_deadline(obligation=owed[iso3], kind="extension", due_date=due, due_precision=precision)
    make_deadline(obligation=owed["COL"], due_date=date(2011, 3, 1))
    make_note(
        obligation=owed["COL"],
        status="in_progress",
        certainty="confirmed",
        noted_date=date(2025, 11, 30),
        noted_precision="month",
    )
    return owed["COL"]


def words(client: Client, path: str, **query: str) -> str:
    """The page as text."""
    answer = client.get(path, {**DAY, **query})
    assert answer.status_code == 200, path
    return " ".join(html.unescape(strip_tags(answer.content.decode())).split())


def test_deadline_and_first_finding_are_told_on_every_page(client, clearing):
    failures = Failures()
    for path, query in (
        ("/states/COL/16b/", {}),
        ("/states/COL/", {}),
        ("/compare/", {"state": "COL"}),
        ("/embed/states/COL/16b/", {}),
    ):
        with failures.kept(path):
            page = words(client, path, **query)
            assert PASSED in page
            assert "first found so: November 2025" in page
            assert "since November" not in page
    assert not failures, failures


def test_deadline_stands_in_the_description_of_a_shared_link(client, clearing):
    page = client.get("/states/COL/16b/", DAY).content.decode()

    (description,) = re.findall(r'<meta name="description" content="([^"]*)"', page)
    assert html.unescape(description) == (
        "Col on 16b of the Cartagena Declaration, “Clear all areas”: in progress "
        "(first found so: November 2025), with 1 piece of evidence. "
        f"Situation on 1 June 2026. Latest known deadline: {PASSED}."
    )


def test_overview_leads_to_exactly_the_states_past_their_deadline(client, clearing):
    page = client.get("/", DAY).content.decode()
    rows = "/obligations/?commitment=16b&amp;deadline=passed&amp;as_of=2026-06-01"

    assert rows in page
    assert "1 State is past the last clearance deadline known here" in words(client, "/")
    found = body(client.get(html.unescape(rows).replace("/?", ".csv?"))).lstrip("\ufeff").splitlines()
    assert [row["state_iso3"] for row in csv.DictReader(found)] == ["COL"]


def test_overview_is_silent_where_no_deadline_has_passed(client, clearing):
    assert "past the last clearance deadline" not in words(client, "/", as_of="2025-12-31")


def test_list_sorts_by_deadline_and_tells_it_in_file_and_api(client, clearing):
    def csv_rows(**query: str) -> list[tuple[str, ...]]:
        found = body(client.get("/obligations.csv", {**DAY, **query})).lstrip("\ufeff").splitlines()
        names = ("state_iso3", "deadline_state", "deadline_date")
        return [tuple(row[name] for name in names) for row in csv.DictReader(found)]

    colombia, peru, cambodia = (
        ("COL", "passed", "2025-12-31"),
        ("PER", "ahead", "2026"),
        ("KHM", "ahead", "2027-12-31"),
    )
    assert csv_rows(sort="deadline_date") == [colombia, peru, cambodia]
    assert csv_rows(sort="-deadline_date", not_deadline="passed") == [cambodia, peru]
    (row,) = client.get("/api/v1/obligations/", {**DAY, "deadline": "passed"}).json()["rows"]
    assert [row[name] for name in ("deadline_state", "deadline_state_word", "deadline_date")] == [
        "passed",
        "passed, no later deadline known here",
        "2025-12-31",
    ]
    assert PASSED in words(client, "/obligations/")


def test_deadlines_list_labels_what_is_ahead_and_what_has_passed(client, clearing):
    found = body(client.get("/deadlines.csv", DAY)).lstrip("\ufeff").splitlines()

    assert [(row["due_date"], row["is_passed"], row["way"]) for row in csv.DictReader(found)] == [
        ("2026", "False", "ahead"),
        ("2027-12-31", "False", "ahead"),
        ("2025-12-31", "True", "passed"),
        ("2011-03-01", "True", "passed"),
    ]
    page = words(client, "/deadlines/")
    assert page.count("passed 15 years ago") == 1
    assert "ahead, in 6 months" in page


def test_deadline_counts_as_a_change_of_the_list_of_obligations(clearing):
    def changed_at() -> datetime:
        return last_changes(read_clocks({}, now=timezone.now()))["obligations"]

    before = changed_at()
    make_deadline(obligation=clearing, kind="extension", due_date=date(2098, 12, 31))

    assert changed_at() > before
