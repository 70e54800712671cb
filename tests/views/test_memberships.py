"""The list of stays in the Convention, as of every day."""

import csv
from datetime import date

import pytest
from django.test import Client

from tests.builders import make_membership, make_party, make_state
from tests.views.site import body

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def world(standing) -> None:
    """One State that stays, one that leaves, one that came later, one that stands outside."""
    with standing():
        store_world()


def store_world() -> None:
    make_party(iso3="COL", name_en="Colombia", region="Americas")
    make_membership(
        state=make_state(iso3="FIN", name_en="Finland", region="Europe"),
        consent_date=date(2012, 1, 9),
        consent_kind="accession",
        entry_into_force_date=date(2012, 7, 1),
        withdrawal_notified_date=date(2025, 7, 8),
        withdrawal_effective_date=date(2026, 1, 8),
    )
    make_party(iso3="KHM", name_en="Cambodia", name_ru="Камбоджа", since=date(2015, 1, 1))
    make_state(iso3="USA", name_en="United States of America")


def found(client: Client, **query: str) -> list[str]:
    rows = body(client.get("/memberships.csv", {"as_of": "2026-11-24", **query})).splitlines()
    return [row["state_iso3"] for row in csv.DictReader(rows)]


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ({}, ["KHM", "COL", "FIN"]),
        ({"q": "Камбоджа"}, ["KHM"]),
        ({"q": "fin"}, ["FIN"]),
        ({"q": "united states"}, []),
        ({"state": "COL"}, ["COL"]),
        ({"region": "Europe"}, ["FIN"]),
        ({"kind": "accession"}, ["FIN"]),
        ({"not_kind": "accession"}, ["KHM", "COL"]),
        ({"label": "declared_2009"}, ["COL"]),
        ({"label": "left"}, ["FIN"]),
        ({"left": "true"}, ["FIN"]),
        ({"left": "false"}, ["KHM", "COL"]),
        ({"left": ""}, ["KHM", "COL", "FIN"]),
        ({"left": "true", "as_of": "2026-01-07"}, []),
        ({"as_of": "2012-01-08"}, ["COL"]),
        ({"as_of": "2012-01-09"}, ["COL", "FIN"]),
        ({"sort": "-consent_date"}, ["KHM", "FIN", "COL"]),
        ({"sort": "-withdrawal_effective_date"}, ["FIN", "KHM", "COL"]),
    ],
)
def test_the_filters_find_the_stays_of_the_day(client, query, states):
    assert found(client, **query) == states


def test_no_channel_tells_a_withdrawal_before_it_was_notified(client):
    channels = ["/memberships/", *(f"/memberships.{kind}" for kind in ("csv", "json"))]

    before, after = (
        [body(client.get(path, {"as_of": day})) for path in channels] for day in ("2025-07-07", "2025-07-08")
    )

    assert not any("2026-01-08" in text or "8 January 2026" in text for text in before)
    assert all("2026-01-08" in text or "8 January 2026" in text for text in after)


def test_the_pages_of_states_lead_to_their_stays_and_keep_the_clocks(client):
    assert 'href="/memberships/?as_of=2020-01-01"' in body(client.get("/states/", {"as_of": "2020-01-01"}))
    page = body(client.get("/states/FIN/", {"as_of": "2020-01-01"}))
    assert 'href="/memberships/?state=FIN&amp;as_of=2020-01-01"' in page


def test_an_empty_list_says_so(client):
    page = body(client.get("/memberships/", {"q": "nobody"}))

    assert "No stay in the Convention fits these filters." in page
