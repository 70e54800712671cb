"""A fact known only by the day of a page: “by May 2024” wherever its date stands, under both clocks."""

import csv
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils.html import strip_tags

from commitments.models import ProgressNote
from tests.builders import make_commitment, make_note, make_obligation, make_party
from tests.each import Failures

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAGES = (
    *("/states/COL/", "/states/COL/16b/", "/commitments/16b/", "/compare/?state=COL&state=KHM", "/"),
    *("/obligations/", "/progress/", "/evidence/", "/evidence/sources/", "/search/?q=province"),
    *("/trends/moved/?from=2023-01-01&to=2026-01-01", "/map/?commitment=16b", "/embed/states/COL/16b/"),
    *("/feeds/progress.atom", "/states/COL/feed.atom"),
)
NEVER = ("7 May 2024", "of by May", "on by May", "in by May")


@pytest.fixture
def note() -> ProgressNote:
    make_party(iso3="KHM")
    obligation = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    return make_note(
        obligation=obligation,
        status="fulfilled",
        noted_date=date(2024, 5, 7),
        noted_precision="by",
        published_at=datetime(2025, 6, 1, tzinfo=UTC),
        text="The last province was cleared.",
        disputed_by="An observer",
        dispute="It says no.",
    )


def test_by_stands_wherever_the_date_does(client: Client, note):
    failures = Failures()
    for address in (*PAGES, note.get_absolute_url()):
        with failures.kept(address):
            page = client.get(address)
            words = " ".join(strip_tags(page.content.decode()).split())
            assert page.status_code == 200
            assert "by May 2024" in words
            assert [odd for odd in NEVER if odd in words] == []
    assert not failures, str(failures)


def test_by_is_not_known_the_day_before(client: Client, note):
    failures = Failures()
    for address in PAGES:
        with failures.kept(address):
            page = client.get(f"{address}{'&' if '?' in address else '?'}as_of=2024-05-06")
            assert "by May 2024" not in page.content.decode()
    assert not failures, str(failures)


def test_by_is_said_beside_the_whole_day_in_files(client: Client, note):
    files = (
        ("/progress.csv?noted_to=2024-05-07", "noted_date", "noted_precision"),
        ("/evidence.csv", "noted_date", "noted_precision"),
        ("/obligations.csv?status=fulfilled", "status_date", "status_precision"),
    )

    found = []
    for address, day, precision in files:
        (row,) = csv.DictReader(client.get(address).getvalue().decode("utf-8-sig").splitlines())
        found.append((row[day], row[precision]))

    assert found == [("2024-05-07", "by")] * 3
    assert "by May" not in client.get("/progress/?noted_to=2024-05-06").content.decode()
