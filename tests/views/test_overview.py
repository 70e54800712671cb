"""The first page: its figures, the choice of maps, events by sort, promises judged and not judged."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.models import Obligation
from tests.builders import (
    make_casualties,
    make_commitment,
    make_deadline,
    make_note,
    make_obligation,
    make_party,
)
from tests.each import Failures
from tests.views.site import body

pytestmark = pytest.mark.django_db
DAY = {"as_of": "2026-06-01"}
CLEARED = "State Party has cleared all its known mined areas, as sources show"
DESTROYED = "States Parties have destroyed their stocks of mines, as sources show"
PASSED = "State is past the last clearance deadline known here, with no later one known"


@pytest.fixture
def world() -> dict[str, Obligation]:
    """Three Parties and one that left; clearance and stocks judged, zero victims not; casualties."""
    clearance = make_commitment(code="16b", title="Clear all areas", position=9)
    stocks = make_commitment(code="16c", title="Destroy all stocks", position=10)
    victims = make_commitment(code="16a", title="Zero new victims", position=8)
    owed = {}
    for iso3, left in (("COL", None), ("HRV", None), ("KHM", None), ("EST", date(2025, 12, 27))):
        state = make_party(iso3=iso3, name_en=iso3.title(), until=left)
        for commitment in (clearance, stocks, victims):
            owed[f"{iso3} {commitment.code}"] = make_obligation(state=state, commitment=commitment)
    found(owed["HRV 16b"], "fulfilled", date(2026, 2, 27))
    found(owed["COL 16b"], "in_progress", date(2025, 11, 30))
    make_deadline(obligation=owed["COL 16b"], due_date=date(2025, 12, 31))
    found(owed["COL 16c"], "fulfilled", date(2004, 10, 24))
    found(owed["HRV 16c"], "fulfilled", date(2010, 5, 1))
    # what a State did while it was a Party is no longer counted
    found(owed["EST 16c"], "fulfilled", date(2004, 1, 1))
    found(owed["KHM 16a"], "", date(2020, 1, 1))
    make_casualties(year=2023, total=5_757)
    make_casualties(year=2024, total=6_279, source_title="Landmine Monitor 2025")
    make_casualties(year=2026, total=1)
    return owed


def found(obligation: Obligation, status: str, day: date) -> None:
    make_note(obligation=obligation, status=status, noted_date=day)


def told(client, **query: str) -> list[tuple]:
    """Each figure with its words and its parts."""
    shown = client.get("/", query).context["figures"]
    return [(each.number, each.words, [(part.number, part.words) for part in each.parts]) for each in shown]


def test_key_figures_tell_what_came_of_it(client, world):
    assert told(client, **DAY) == [
        (1, CLEARED, [(1, "more with steps towards it, as sources show")]),
        (2, DESTROYED, [(1, "by the time of the Declaration"), (1, "found since")]),
        (1, PASSED, []),
        (1, "State has left the Convention", []),
        (6_279, "people killed or injured by mines and explosive remnants of war in 2024, as recorded", []),
    ]


def test_key_figure_without_a_finding_that_day_is_left_out(client, world):
    assert [words for _number, words, _parts in told(client, as_of="2003-06-01")] == [
        "States have left the Convention"
    ]
    assert [words.split()[0] for _number, words, _parts in told(client, **DAY, known_at="1999-01-01")] == [
        "State",
        "people",
    ]
    # before anything was published here, a State that finished could not be told from one that did not
    assert "past the last clearance deadline" not in body(client.get("/", {**DAY, "known_at": "1999-01-01"}))


def test_first_page_of_an_empty_site_has_no_figures(client, db):
    assert client.get("/").context["figures"] == []


def test_casualties_name_their_source_and_lead_to_their_table(client, world):
    page = body(client.get("/", DAY))

    assert '<a href="/commitments/16a/?as_of=2026-06-01#casualties">' in page
    assert '<a href="https://example.org/monitor" rel="nofollow noopener">Landmine Monitor 2025</a>' in page
    assert 'id="casualties"' in body(client.get("/commitments/16a/", DAY))


def test_description_tells_the_figures_and_title_names_landmines(client, world):
    page = client.get("/", DAY).content.decode()

    (description,) = re.findall(r'<meta name="description" content="([^"]*)"', page)
    assert unescape(description) == (
        "What came of the promises on landmines in the 2009 Cartagena Declaration, made by the States "
        "Parties to the Mine Ban Treaty (Ottawa Treaty). On 1 June 2026: "
        f"1 {CLEARED}; 2 {DESTROYED}; 1 {PASSED}; 1 State has left the Convention; "
        "6,279 people killed or injured by mines and explosive remnants of war in 2024, as recorded."
    )
    assert "<title>Landmines: who kept the promises of the Cartagena Declaration? · Cartagena</title>" in page


def test_map_layers_are_links_that_keep_the_clocks_and_name_the_one_shown(client, world):
    failures = Failures()
    for layer, address, name, counts in (
        ("clearance", "/?as_of=2026-06-01#world", "Clearing mined areas", {"in_progress": 1, "fulfilled": 1}),
        ("deadlines", "/?layer=deadlines&as_of=2026-06-01#world", "Clearance deadlines", {"passed": 1}),
        ("stocks", "/?layer=stocks&as_of=2026-06-01#world", "Destroying stocks", {"fulfilled": 2}),
    ):
        with failures.kept(layer):
            answer = client.get("/", {**DAY, "layer": layer})
            legend = {entry.value.code: entry.count for entry in answer.context["map"].legend}
            assert legend.items() >= counts.items()
            shown = f'<a href="{address.replace("&", "&amp;")}" aria-current="true">{name}</a>'
            assert shown in answer.content.decode()
            assert f"On the map: {name}" in answer.content.decode()
    assert not failures, failures


def test_map_layer_that_is_unknown_is_named(client, world):
    answer = client.get("/", {"layer": "mines"})

    assert answer.status_code == 200
    assert "layer: “mines” is not one of the choices: " in body(answer)
    assert 'class="map__picture"' not in body(answer)
    # a layer whose promise is not loaded is not offered
    assert [layer.code for layer, _address, _shown in answer.context["layers"]] == [
        "clearance",
        "deadlines",
        "stocks",
    ]


def test_layer_is_another_page_and_a_mark_of_a_link_is_not(client, world):
    canonical = re.compile(r'<link rel="canonical" href="([^"]*)"')

    asked = {query: canonical.search(body(client.get(f"/?{query}")))[1] for query in ("layer=use", "ref=a")}
    readable = canonical.search(body(client.get("/?layer=stocks&ref=a")))[1]

    assert asked == dict.fromkeys(asked, "http://testserver/")
    assert readable == "http://testserver/?layer=stocks"


def test_events_are_told_by_sort_and_each_is_limited(client, world):
    found(world["KHM 16b"], "in_progress", date(2020, 1, 1))
    found(world["KHM 16b"], "overdue", date(2021, 1, 1))

    lately = client.get("/", DAY).context["lately"]

    assert [(str(group.title), [event.sentence for event in group.events]) for group in lately] == [
        ("Joined or left", ["Est left: 3 promises no longer bind it"]),
        (
            "Found for the first time",
            [
                "Hrv: first finding on “Clear all areas”: fulfilled",
                "Col: first finding on “Clear all areas”: in progress",
                "Khm: first finding on “Clear all areas”: in progress",
                "Hrv: first finding on “Destroy all stocks”: fulfilled",
                "Col: first finding on “Destroy all stocks”: fulfilled",
            ],
        ),
        (
            "Where a State stands has changed",
            ["Khm: “Clear all areas” is now overdue (2021, was in progress)"],
        ),
    ]


def test_promises_without_a_judgement_stand_in_one_paragraph(client, world):
    context = client.get("/", DAY).context
    page = body(client.get("/", DAY))
    promises = page[page.index('id="promises"') : page.index('id="deadlines"')]

    assert [commitment.code for commitment, _tally in context["judged"]] == ["16b", "16c"]
    assert [commitment.code for commitment in context["others"]] == ["16a"]
    assert 'href="/commitments/16a/?as_of=2026-06-01#text"' in promises
    assert ">0<" not in promises


def test_layers_cost_the_same_whatever_their_rows(client, world):
    counts: dict[str, set[int]] = {}
    for rows in (0, 5):
        for number in range(rows):
            state = make_party(until=date(2020, 1, 1 + number))
            owed = make_obligation(state=state, commitment=world["COL 16b"].commitment)
            found(owed, "fulfilled", date(2012, 1, 1 + number))
            make_casualties(year=2000 + number)
        for layer in ("clearance", "deadlines", "stocks"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/", {"layer": layer}).status_code == 200
            counts.setdefault(layer, set()).add(len(queries))

    assert counts == {"clearance": {15}, "deadlines": {15}, "stocks": {15}}
