"""The map of the world."""

import gzip
import re
from datetime import date

import pytest
from django.core.management import call_command

from commitments.models import Obligation, State
from tests.builders import make_commitment, make_note, make_obligation, make_party
from tests.views.site import body

# the maps are drawn from both databases in pages/test_world_map
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PICTURE = re.compile(r'<a class="map__state[^"]*" href="([^"]+)" tabindex="-1"><title>([^<]+)</title>')
LISTED = re.compile(r'<li>\s*<a href="([^"]+)">([^<]+)</a>')
LARGEST_PAGE, LARGEST_PICTURE = 60_000, 25_000


@pytest.fixture
def page(client, note):
    """The map as the query asks for it."""
    make_obligation(state=make_party(iso3="NRU", name_en="Nauru"), commitment=note.obligation.commitment)
    make_commitment(code="17")
    return lambda query="": client.get("/map/", QUERY_STRING=query)


def test_the_first_map_is_that_of_clearance_by_status(page):
    response = page()

    assert response.context["map"].commitment.code == "16b"
    assert response.context["map"].by == "status"
    assert "Colombia: overdue" in body(response)


def test_picture_and_lists_lead_to_the_same_pages(page):
    html = body(page("as_of=2024-06-01"))

    drawn, listed = (
        {href for href, _title in PICTURE.findall(html)},
        {href for href, _name in LISTED.findall(html)},
    )
    assert drawn == {f"/states/{iso3}/16b/?as_of=2024-06-01" for iso3 in ("COL", "FIN", "NRU")}
    assert drawn <= listed


def test_the_picture_is_no_stop_for_a_keyboard_and_silent_for_a_screen_reader(page):
    html = body(page())
    picture = html[html.index('<svg class="map__picture"') : html.index("</svg>", html.index("map__picture"))]

    assert 'aria-hidden="true"' in picture[:200]
    assert picture.count("<a ") == picture.count('tabindex="-1"') == 3


def test_every_pattern_that_is_used_is_there_once(page):
    for query in ("by=status", "by=freshness", "by=deadlines"):
        html = body(page(query))
        defined = re.findall(r'<pattern id="([^"]+)"', html)
        assert len(defined) == len(set(defined))
        assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(defined)


def test_a_map_by_freshness_groups_by_age(page):
    response = page("by=freshness")

    assert [entry.value.code for entry, _rows in response.context["groups"]] == [
        "stale",
        "never",
        "not_bound",
    ]
    assert "Colombia: stale" in body(response)


def test_the_form_keeps_what_was_asked_and_both_clocks(page):
    html = body(page("commitment=16b&by=freshness&as_of=2024-06-01&known_at=2025-01-01"))

    assert '<option value="16b" selected>' in html
    assert '<option value="freshness" selected>' in html
    assert '<input type="hidden" name="as_of" value="2024-06-01">' in html
    assert re.search(r'name="known_at"\s+value="2025-01-01"', html)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("commitment=99z", "99z"),
        ("by=colour", "colour"),
        ("by=deadlines&commitment=17", "17 has no deadline in the Convention; only 16b, 16c have deadlines."),
        ("comitment=16b", "comitment"),
        ("status=overdue", "status"),
        ("commitment=%00", "commitment"),
        ("commitment=" + "9" * 5000, "999"),
    ],
)
def test_what_cannot_be_read_is_named_and_no_map_is_drawn(page, query, named):
    response = page(query)
    html = body(response)

    assert response.status_code == 200
    assert named in html
    assert len(response.context["refusals"]) == 1
    assert "map__state" not in html
    assert 'name="commitment"' in html


def test_an_empty_value_is_the_default(page):
    assert page("commitment=&by=").context["map"].commitment.code == "16b"


@pytest.mark.parametrize("clock", ["as_of=yesterday", "known_at=2025-13-01"])
def test_a_clock_that_nobody_can_read_is_refused(page, clock):
    assert page(clock).status_code == 400


def test_without_16b_the_first_commitment_is_shown(client, db):
    make_obligation(commitment=make_commitment(code="17"))

    assert client.get("/map/").context["map"].commitment.code == "17"


def test_without_commitments_the_page_says_so(client, db):
    assert "No promises yet" in body(client.get("/map/"))


def test_the_day_of_the_situation_decides_who_is_bound(page):
    before, after = (body(page(f"as_of={day}")) for day in ("2026-01-09", "2026-01-10"))

    assert "Finland: not assessed" in before
    assert "Finland: not bound" in after


def test_what_is_not_published_moves_nothing(page, note):
    make_note(
        obligation=note.obligation, status="fulfilled", published=False, links=1, noted_date=date(2026, 1, 1)
    )

    assert "Colombia: overdue" in body(page())


def test_thirty_states_cost_as_many_queries_as_one(page, note, django_assert_max_num_queries):
    for _number in range(30):
        make_obligation(commitment=note.obligation.commitment)

    with django_assert_max_num_queries(6):
        assert len(page().context["map"].unplaced) == 30


def test_with_every_state_of_the_world_the_page_stays_light(client, db):
    """Every State is drawn and listed here, which is more than owe a commitment."""
    commitment = make_commitment(code="16b")
    call_command("loaddata", "states", verbosity=0)
    Obligation.objects.bulk_create(
        Obligation(state=state, commitment=commitment) for state in State.objects.all()
    )

    html = body(client.get("/map/"))
    figure = html[html.index('<figure class="map">') : html.index("</figure>")]

    assert figure.count('class="map__state') == 197
    assert len(gzip.compress(html.encode(), 6)) < LARGEST_PAGE
    assert len(gzip.compress(figure.encode(), 6)) < LARGEST_PICTURE


def test_the_page_offers_exactly_this_map_for_other_pages(page):
    html = body(page("by=freshness&as_of=2024-06-01"))

    assert "/embed/map/?commitment=16b&amp;amp;by=freshness&amp;amp;as_of=2024-06-01" in html


def test_region_shows_its_part_of_the_world_and_its_states_alone(page, note):
    make_obligation(
        state=make_party(iso3="KEN", name_en="Kenya", region="Africa"), commitment=note.obligation.commitment
    )

    html = body(page("region=Africa&as_of=2024-06-01"))
    view = re.search(r'viewBox="(\d+) (\d+) (\d+) (\d+)"\s+width="\d+" height="\d+" aria-hidden', html)

    assert {title for _href, title in PICTURE.findall(html)} == {"Kenya: not assessed"}
    assert view
    assert int(view[3]) < 2000
    assert re.findall(r'href="([^"]+)" aria-current="page">Africa<', html) == [
        "/map/?commitment=16b&amp;by=status&amp;region=Africa&amp;as_of=2024-06-01"
    ]
    assert "region=Africa" in html[html.index("map__legend") :]


def test_unknown_region_is_named_and_no_map_is_drawn(page):
    html = body(page("region=Atlantis"))

    assert "Atlantis" in html
    assert "map__state" not in html
