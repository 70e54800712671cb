"""Codes in any case lead to the address that is cited, and the icons are where browsers ask for them."""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests.each import Failures
from tests.views.site import PATTERNS, address

pytestmark = pytest.mark.django_db

CODED = [name for name, pattern in PATTERNS.items() if {"iso3", "code"} & pattern.pattern.converters.keys()]
QUERY = "?as_of=2015-12-31&sort=-state&state=a%26b"


def test_codes_in_any_case_lead_to_the_cited_address(client, note):
    failures = Failures()
    for name in CODED:
        cited = address(name, note)
        typed = cited.replace("COL", "cOl").replace("16b", "16B")
        with failures.kept(typed):
            answer = client.get(typed + QUERY)
            assert (answer.status_code, answer.headers["Location"]) == (301, cited + QUERY)
            assert client.get(cited).status_code == 200

    assert len(CODED) >= 14
    assert not failures, str(failures)


def test_codes_that_nothing_has_stay_unknown(client, note):
    paths = (
        "/states/zzz/",
        "/states/Colombo/",
        "/states/xx/",
        "/states/CO L/",
        "/commitments/99Z/",
        "/states/col/99z/",
        "/states/zzz/16B/",
        "/api/v1/states/zzz/",
        "/feeds/regions/Nowhere.atom",
    )

    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_other_codes_and_names_lead_to_the_cited_address(client, note):
    state = note.obligation.state
    cited = {
        f"/states/{state.iso2.lower()}/": "/states/COL/",
        f"/states/{state.m49}/": "/states/COL/",
        "/states/colombia/16(b)/": "/states/COL/16b/",
        "/states/Colombia/feed.atom": "/states/COL/feed.atom",
        "/commitments/16%20b/": "/commitments/16b/",
        "/api/v1/obligations/colombia-16B/": "/api/v1/obligations/COL-16b/",
        f"/embed/states/{state.iso2}/16B/": "/embed/states/COL/16b/",
        "/social/states/colombia.png": "/social/states/COL.png",
    }

    answers = {path: client.get(f"{path}?as_of=2015-12-31") for path in cited}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(cited, 301)
    led = {path: answer.headers["Location"] for path, answer in answers.items()}
    assert led == {path: f"{address}?as_of=2015-12-31" for path, address in cited.items()}


def test_redirect_of_a_code_answers_to_reading_alone(client, note):
    assert client.head("/states/col/").status_code == 301
    assert client.post("/states/col/").status_code == 405
    assert client.get("/states/col").headers["Location"] == "/states/col/"


def test_redirect_of_a_code_opens_it_to_other_sites_in_the_api(client, note):
    answer = client.get("/api/v1/obligations/col-16B/", headers={"Origin": "https://example.org"})

    assert answer.headers["Location"] == "/api/v1/obligations/COL-16b/"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_region_feed_with_capitals_leads_to_the_cited_address(client, note):
    answer = client.get("/feeds/regions/Americas.atom?as_of=2020-01-01")

    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/feeds/regions/americas.atom?as_of=2020-01-01",
    )


def test_icons_are_where_browsers_ask_for_them():
    icons = {"/favicon.ico": "favicon.ico", "/apple-touch-icon.png": "apple-touch-icon.png"}

    for path, file in icons.items():
        answer = Client().get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/static/commitments/{file}")
        with Image.open(finders.find(f"commitments/{file}")) as icon:
            assert icon.width == icon.height
