"""What a public page shows to staff, and that nobody else ever gets it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commitments.models import Assignment
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_state, make_user

pytestmark = pytest.mark.one_database

STATE_PAGE, OBLIGATION_PAGE = "/states/COL/", "/states/COL/16b/"
PAGES = (STATE_PAGE, OBLIGATION_PAGE)
ALL_WITH_LINKS = (*PAGES, "/coverage/")
PREFILLED = {
    STATE_PAGE: "/admin/commitments/progressnote/add/?state=COL",
    OBLIGATION_PAGE: "/admin/commitments/progressnote/add/?state=COL&amp;commitment=16b",
}


@pytest.fixture
def obligation(db):
    obligation = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    make_note(obligation=obligation)
    return obligation


def signed_in(*codenames: str, **fields: object) -> Client:
    person = make_user(**{"is_staff": True, **fields})
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(person)
    client.person = person
    return client


@pytest.mark.parametrize("page", PAGES)
def test_staff_log_progress_from_the_page_they_read(obligation, page):
    client = signed_in("add_progressnote", "reach_every_state")

    assert f'href="{PREFILLED[page]}"' in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_contributor_logs_progress_for_assigned_states_only(obligation, page):
    client = signed_in("add_progressnote")
    before = client.get(page).content.decode()
    Assignment.objects.create(person=client.person, state=obligation.state)

    assert "/admin/commitments/" not in before
    assert PREFILLED[page] in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("codenames", "fields"),
    [
        (["view_progressnote", "reach_every_state"], {}),
        (["add_progressnote", "reach_every_state"], {"is_staff": False}),
        (["add_progressnote", "reach_every_state"], {"is_active": False}),
    ],
)
def test_who_may_not_log_progress_has_no_link(obligation, page, codenames, fields):
    assert "/admin/commitments/" not in signed_in(*codenames, **fields).get(page).content.decode()


@pytest.mark.parametrize("page", ALL_WITH_LINKS)
def test_a_page_is_the_same_for_everybody_else_whoever_viewed_it_before(obligation, page):
    before = Client().get(page)
    signed_in("add_progressnote", "reach_every_state").get(page)
    after = Client().get(page)

    assert after.content == before.content
    assert "/admin/commitments/" not in after.content.decode()


@pytest.mark.parametrize("page", ALL_WITH_LINKS)
def test_any_cache_may_keep_the_page_of_a_reader_and_none_that_of_staff(obligation, page):
    reader, staff = Client().get(page), signed_in("add_progressnote", "reach_every_state").get(page)

    assert "Cookie" in reader["Vary"]
    assert "private" not in reader.get("Cache-Control", "")
    assert "Cookie" in staff["Vary"]
    assert staff["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("page", ALL_WITH_LINKS)
def test_a_forged_session_is_a_reader_whose_page_nobody_shares(obligation, page):
    client = Client()
    client.cookies["sessionid"] = "forged"

    response = client.get(page)

    assert response.content == Client().get(page).content
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("page", ALL_WITH_LINKS)
def test_a_reader_costs_no_query_for_who_they_are(obligation, page):
    with CaptureQueriesContext(connection) as spent:
        Client().get(page)

    assert not [query for query in spent if "session" in query["sql"] or "auth_" in query["sql"]]


def test_a_state_that_owes_nothing_has_nothing_to_log(db):
    make_state(iso3="USA")

    page = signed_in("add_progressnote", "reach_every_state").get("/states/USA/").content.decode()

    assert "/admin/commitments/" not in page
