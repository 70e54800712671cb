"""The pictures of shared links: of the right kind, kept by caches, and never more than their page shows."""

import re
from datetime import date
from io import BytesIO
from unittest.mock import patch

import pytest
from PIL import Image

from commitments.models import Obligation
from commitments.social.card import Card, CardGroup
from commitments.views import social
from tests.builders import make_note, make_obligation, make_party, make_submitted
from tests.views.site import IMAGES, PATTERNS, address, body

pytestmark = pytest.mark.one_database

PAGES_OF = {
    "overview": "/social/overview.png",
    "commitment_detail": "/social/commitments/16b.png",
    "state_detail": "/social/states/COL.png",
    "obligation_detail": "/social/states/COL/16b.png",
}
BOTH_CLOCKS = {"as_of": "2019-12-31", "known_at": "2025-12-31"}


@pytest.fixture
def asked():
    """The cards that were handed to the drawing, in the order in which they were asked for."""
    cards: list[Card] = []

    def keep(card: Card) -> bytes:
        cards.append(card)
        return b"PNG"

    with patch.object(social, "drawn", keep):
        yield cards


@pytest.mark.parametrize("name", IMAGES)
def test_a_picture_is_a_png_that_any_cache_may_keep(name, client, note):
    response = client.get(address(name, note))

    found = Image.open(BytesIO(response.content))
    assert (found.format, found.size) == ("PNG", (1200, 630))
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("name", IMAGES)
def test_a_picture_that_is_there_already_is_neither_drawn_nor_sent(name, client, note, asked):
    etag = client.get(address(name, note)).headers["ETag"]
    again = client.get(address(name, note), headers={"if-none-match": etag})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Cache-Control"] == "public, max-age=3600"
    assert len(asked) == 1


@pytest.mark.parametrize("name", IMAGES)
def test_a_published_finding_changes_the_picture_and_an_unpublished_one_does_not(name, client, note):
    def held() -> tuple[str, bytes]:
        response = client.get(address(name, note))
        return response.headers["ETag"], response.content

    finding = {"obligation": note.obligation, "status": "fulfilled", "noted_date": date(2025, 1, 1)}
    before = held()
    make_note(published=False, links=1, **finding)
    make_submitted(**finding)
    with_drafts = held()
    make_note(**finding)
    after = held()

    assert with_drafts == before
    assert after[0] != before[0]
    assert after[1] != before[1]


def test_the_figures_of_a_picture_are_the_rows_behind_the_page(client, note, asked):
    for status in ("fulfilled", "fulfilled", "overdue", ""):
        obligation = make_obligation(state=make_party(), commitment=note.obligation.commitment)
        make_note(obligation=obligation, status=status)

    client.get("/social/commitments/16b.png")
    client.get("/social/overview.png")

    shown = [{count.status: count.number for count in card.counts} for card in asked]
    rows = {
        status: client.get("/obligations/", {"commitment": "16b", "status": status}).context["table"]
        for status in shown[0]
    }
    assert shown[0] == {status: len(table.rows) for status, table in rows.items()}
    assert shown[0] == {"fulfilled": 2, "overdue": 2, "noted": 1, "not_bound": 1}
    assert shown[1] == shown[0]


def test_a_picture_names_its_day_and_the_address_of_its_page(client, note, asked, settings):
    settings.SITE_ROOT = "https://cartagena.example.org"

    client.get("/social/states/COL/16b.png", BOTH_CLOCKS)

    assert asked[0].setting.situation == "Situation on 31 December 2019, as known on 31 December 2025"
    assert asked[0].setting.address == "cartagena.example.org/states/COL/16b/"
    assert (asked[0].title, asked[0].line) == ("Colombia", "16b Clear all areas")


def test_both_clocks_decide_what_a_picture_shows(client, note, asked):
    for clocks in ({}, {"as_of": "2020-05-31"}, {"known_at": "2024-01-09"}):
        client.get("/social/states/COL.png", clocks)

    assert [(card.groups, card.unknown) for card in asked] == [
        ((CardGroup("overdue", "overdue", ("16b Clear all areas",), ("apparent, 2020",)),), ""),
        ((), "1 promise: nothing published"),
        ((), "1 promise: nothing published"),
    ]


def test_no_older_finding_speaks_for_a_state_that_left(client, note, asked):
    finland = Obligation.objects.get(state__iso3="FIN")
    make_note(obligation=finland, status="fulfilled", certainty="confirmed", noted_date=date(2015, 1, 1))

    client.get("/social/states/FIN/16b.png")
    client.get("/social/states/FIN.png")

    assert (asked[0].standing.status, asked[0].standing.details) == ("not_bound", "")
    assert (asked[1].groups, asked[1].unknown) == ((), "1 promise: not a Party on this day")


@pytest.mark.parametrize("path", ["states/XXX", "states/USA/16b", "commitments/99", "nothing"])
def test_there_is_no_picture_of_what_does_not_exist(path, client, note):
    assert client.get(f"/social/{path}.png").status_code == 404


@pytest.mark.parametrize("query", ["as_of=yesterday", "known_at=%00", "as_of=9999-99-99"])
def test_a_clock_that_cannot_be_read_is_named(query, client, note):
    response = client.get("/social/states/COL.png", QUERY_STRING=query)

    assert (response.status_code, response.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert query.partition("=")[0] in body(response)


@pytest.mark.parametrize("name", IMAGES)
def test_a_picture_costs_as_many_questions_for_many_states_as_for_one(
    name, client, note, django_assert_max_num_queries
):
    for _number in range(5):
        make_obligation(state=make_party(), commitment=note.obligation.commitment)
    picture = address(name, note)

    with django_assert_max_num_queries(3):
        client.get(picture)


@pytest.mark.parametrize("page", PAGES_OF)
def test_a_page_names_its_picture_with_its_clocks(page, client, note):
    shown = body(client.get(address(page, note), BOTH_CLOCKS))

    found = dict(re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', shown))
    assert found["og:image"] == f"http://testserver{PAGES_OF[page]}?as_of=2019-12-31&amp;known_at=2025-12-31"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"].endswith("Situation on 31 December 2019, in symbols and numbers.")
    assert found["twitter:card"] == "summary_large_image"


def test_every_picture_belongs_to_a_page():
    assert {PATTERNS[name].pattern._route for name in IMAGES} == {
        "social/overview.png",
        "social/commitments/<code:code>.png",
        "social/states/<iso3:iso3>.png",
        "social/states/<iso3:iso3>/<code:code>.png",
    }
