"""Certainty and years wherever a grave status stands, on every road to a reader."""

import csv
import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from commitments.models import Obligation
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_reply
from tests.each import Failures

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = "signs of use, 2022 and 2024-25"
ADMITTED = "use in 2011, admitted"
BOTH = (
    *("/commitments/16d/", "/obligations/?commitment=16d", "/matrix/", "/map/?commitment=16d"),
    *("/map.svg?commitment=16d", "/embed/map/?commitment=16d", "/compare/?state=COL&state=KHM"),
    *("/search/?q=use", "/states/COL/16d/"),
)
PAGES = (*BOTH, "/states/COL/", "/search/?q=COL+16d&stay=1", "/embed/states/COL/", "/embed/states/COL/16d/")


def use(iso3: str, years: dict[int, str]) -> Obligation:
    """A State of one sub-region, with a finding of use in each of these years."""
    state = make_party(iso3=iso3, subregion="Here")
    obligation = make_obligation(state=state, commitment=make_commitment(code="16d", title="Never use"))
    for year, certainty in years.items():
        make_note(
            obligation=obligation,
            status="contradicted",
            certainty=certainty,
            noted_date=date(year, 6, 1),
            text=f"Use was reported in {year}.",
            published_at=AT,
        )
    return obligation


@pytest.fixture
def signs() -> Obligation:
    return use("COL", dict.fromkeys((2022, 2024, 2025), "apparent"))


@pytest.fixture
def admission() -> Obligation:
    obligation = use("KHM", {2011: "confirmed"})
    note = obligation.notes.get()
    make_reply(note=note, position="agrees", replied_date=date(2013, 11, 17), published_at=AT)
    return obligation


def words_of(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    content = page.content.decode().replace("<title>", " ").replace('title="', ">")
    return " ".join(strip_tags(content).split())


@pytest.mark.one_database
def test_certainty_and_years_stand_wherever_contradicted_does(client: Client, signs, admission):
    failures = Failures()
    for address in PAGES:
        with failures.kept(address):
            words = words_of(client, address)
            assert WORDS in words
            assert address not in BOTH or ADMITTED in words
    assert not failures, str(failures)


@pytest.mark.one_database
def test_certainty_and_years_follow_both_clocks(client: Client, signs, admission):
    failures = Failures()
    for address in PAGES:
        with failures.kept(address):
            sign = "&" if "?" in address else "?"
            words = words_of(client, f"{address}{sign}as_of=2023-01-01")
            assert "signs of use, 2022" in words
            assert "2024-25" not in words
            assert "signs of use" not in words_of(client, f"{address}{sign}known_at=2025-12-31")
    assert not failures, str(failures)


@pytest.mark.one_database
def test_sentence_beside_contradicted_follows_its_certainty(client: Client, signs, admission):
    for address in ("/states/COL/16d/", "/embed/states/COL/16d/"):
        assert "A source reports signs of an act against the promise." in words_of(client, address)
    for address in ("/states/KHM/16d/", "/embed/states/KHM/16d/"):
        assert "The State itself has acknowledged an act against the promise." in words_of(client, address)


@pytest.mark.one_database
def test_methodology_shows_every_sentence_of_contradicted(client: Client):
    words = words_of(client, "/methodology/")

    for sentence in (
        "A source establishes an act against the promise.",
        "A source reports signs of an act against the promise.",
        "The State itself has acknowledged an act against the promise.",
        "A finding that was corrected or retracted counts no longer.",
        "shown as “by May 2024”",
    ):
        assert sentence in words


@pytest.mark.one_database
def test_titles_of_feeds_name_year_and_certainty_of_each_finding(client: Client, signs, admission):
    feed = client.get("/feeds/progress.atom").content.decode()

    assert "contradicted (signs of use, 2022)" in feed
    assert "contradicted (use in 2011, admitted)" in feed


def test_files_have_year_and_certainty_of_each_finding(client: Client, signs, admission):
    rows = csv.DictReader(client.get("/obligations.csv").getvalue().decode("utf-8-sig").splitlines())
    asked = json.loads(client.get("/obligations.json?state=COL").getvalue())

    assert {row["state_iso3"]: row["grave_findings"] for row in rows} == {
        "COL": "2022 apparent; 2024 apparent; 2025 apparent",
        "KHM": "2011 admitted",
    }
    assert [row["grave_findings"] for row in asked["rows"]] == ["2022 apparent; 2024 apparent; 2025 apparent"]


@pytest.mark.one_database
def test_matrix_asks_once_more_where_a_status_is_grave_and_else_not(client: Client):
    make_note(obligation=make_obligation(state=make_party(iso3="AGO")), status="fulfilled")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/matrix/")
        return len(captured)

    client.get("/matrix/")
    without = queries()
    use("COL", {2022: "apparent"})
    one = queries()
    use("KHM", {2011: "confirmed"})

    assert (one - without, queries() - without) == (1, 1)


@pytest.mark.one_database
def test_sentence_of_a_group_follows_its_certainty_where_it_is_the_same_for_all(client: Client, signs):
    one = words_of(client, "/commitments/16d/")
    use("KHM", {2011: "confirmed"})
    two = words_of(client, "/commitments/16d/")

    assert "1 contradicted A source reports signs of an act against the promise." in one
    assert "A source establishes an act against the promise, or a source reports signs of an act" in two
