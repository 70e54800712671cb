"""The trend and what moved: every figure is the list behind it, and what cannot be read is named."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from commitments.models import Obligation
from tests.builders import (
    make_commitment,
    make_meeting,
    make_note,
    make_obligation,
    make_party,
    make_review_conference,
    make_reviewer,
    make_state,
)
from tests.views.figure_links import RowsBehind, rows_announced
from tests.views.site import body

# its figures are compared with the lists on both databases in `test_figures`, its events in pages/test_events
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FIGURE = re.compile(r'<a class="figure number" href="([^"]+)">([\d,]+)</a>')


@pytest.fixture(scope="module")
def world(standing) -> dict[str, Obligation]:
    """Five States under 17 and two of them under 16b."""
    with standing():
        return store_world()


def store_world() -> dict[str, Obligation]:
    call = make_commitment(code="17", title="Call on others")
    states = {
        "COL": make_party(iso3="COL", name_en="Colombia", region="Americas"),
        "FIN": make_party(iso3="FIN", name_en="Finland", region="Europe", until=date(2026, 1, 10)),
        "KHM": make_party(iso3="KHM", name_en="Cambodia", since=date(2026, 3, 1)),
        "PER": make_party(iso3="PER", name_en="Peru", region="Americas"),
        "NOR": make_party(iso3="NOR", name_en="Norway", region="Europe"),
    }
    world = {code: make_obligation(state=state, commitment=call) for code, state in states.items()}
    clearing = make_obligation(state=states["COL"], commitment=make_commitment(code="16b"))
    make_obligation(state=states["FIN"], commitment=clearing.commitment)
    make_note(obligation=world["COL"], status="in_progress", noted_date=date(2026, 2, 1))
    make_note(obligation=world["PER"], status="in_progress", noted_date=date(2012, 1, 1))
    make_note(obligation=world["PER"], status="fulfilled", noted_date=date(2026, 5, 1))
    # left and came back to where it was: two events
    make_note(obligation=world["NOR"], status="in_progress", noted_date=date(2019, 1, 1))
    make_note(obligation=world["NOR"], status="overdue", noted_date=date(2026, 2, 1))
    make_note(obligation=world["NOR"], status="in_progress", noted_date=date(2026, 3, 1))
    make_note(obligation=clearing, status="fulfilled", noted_date=date(2026, 6, 1))
    make_state(iso3="USA")
    make_review_conference()
    make_meeting()
    return world | {"clearing": clearing}


def figures(page: str) -> list[tuple[str, int]]:
    return [(unescape(address), int(count.replace(",", ""))) for address, count in FIGURE.findall(page)]


def rows(page: str) -> int:
    """How many rows a list says that it has."""
    found = re.search(r"of ([\d,]+)\s*</p>", page)
    return int(found[1].replace(",", "")) if found else 0


SPAN = {"from": "2025-12-31", "to": "2026-11-24", "as_of": "2026-11-24"}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"commitment": "17", "known_at": "2026-11-20"},
        {"label": "left", "as_of": "2026-11-24"},
        {"label": ["declared_2009", "left"], "region": "Europe"},
        {"as_of": "2020-02-29", "region": ["Americas", "Asia"]},
    ],
)
def test_every_figure_of_the_trend_is_the_list_behind_it(world, client, query):
    found = figures(body(client.get("/trends/", query)))

    assert len(found) > 10
    behind = RowsBehind(client)
    assert found == [(address, behind.count(address)) for address, _count in found]
    announced = {address: rows_announced(client, address) for address in behind.each_kind.values()}
    assert announced == {address: behind.counts[address] for address in announced}


def test_withdrawal_is_marked_in_words_in_the_table_and_in_the_picture(world, client):
    page = body(client.get("/trends/", {"commitment": "17", "as_of": "2026-11-24"}))

    assert "1 State left the Convention and is no longer counted." in page
    assert '10 January 2026: <a href="/states/FIN/?as_of=2026-11-24">Finland</a>' in page
    assert page.count('<span class="trend__left">1 left</span>') == 1
    assert page.count('class="trend__gone"') == 1
    before = body(client.get("/trends/", {"commitment": "17", "as_of": "2026-01-09"}))
    assert "trend__left" not in before


def test_a_state_that_left_is_followed_by_its_label_of_today(world, client):
    page = body(client.get("/trends/", {"label": "left", "as_of": "2026-11-24"}))

    assert "by their label on 24 November 2026" in page
    assert "status=not_assessed&label=left&label_on=2026-11-24&as_of=2009-12-04" in unescape(page)


def told(page: str) -> list[str]:
    """The sentences of all events, in the order of the page."""
    main = page.partition("<main")[2]
    return [unescape(text) for text in re.findall(r'<a class="event" href="[^"]+">([^<]+)</a>', main)]


def subjects(page: str) -> list[str]:
    return [sentence.partition(":")[0] for sentence in told(page)]


def test_what_happened_is_told_in_groups_and_each_state_that_left_once(world, client):
    page = body(client.get("/trends/moved/", SPAN))

    assert told(page) == [
        "Cambodia joined: 1 promise binds it",
        "Finland left: 2 promises no longer bind it",
        "Norway: “Call on others” is now in progress (was overdue)",
        "Norway: “Call on others” is now overdue (2026, was in progress)",
        "Peru: “Call on others” is now fulfilled (was in progress)",
        "Colombia: first finding on “Call on others”: in progress",
        f"Colombia: first finding on “{world['clearing'].commitment.title}”: fulfilled",
    ]
    assert re.findall(r"<strong>(\d+)</strong>", page.partition("<h1>")[2]) == ["7", "1", "1", "3", "2"]


def test_filters_narrow_findings_and_states_that_joined_or_left(world, client):
    def found(**query: str) -> list[str]:
        return subjects(body(client.get("/trends/moved/", SPAN | query)))

    assert found(region="Europe") == ["Finland left", "Norway", "Norway"]
    assert found(label="left") == ["Finland left"]
    assert found(commitment="16b") == ["Cambodia joined", "Finland left", "Colombia"]
    assert found(became="not_bound") == ["Finland left"]
    assert found(was="not_bound") == ["Cambodia joined"]
    assert found(was="overdue", became="in_progress") == ["Norway"]


def test_changes_add_up_and_each_leads_to_its_findings(world, client):
    found = figures(body(client.get("/trends/moved/", SPAN)))

    assert [count for _address, count in found] == [1, 1, 1, 1, 1]
    assert [count for _address, count in found] == [
        rows(body(client.get(address))) for address, _count in found
    ]


def test_finding_on_state_that_is_not_bound_is_no_event(world, client):
    make_note(obligation=world["FIN"], status="contradicted", noted_date=date(2026, 5, 5))

    assert "contradicted" not in " ".join(told(body(client.get("/trends/moved/", SPAN))))


def test_corrected_and_retracted_notes_are_told_on_their_day(world, client):
    note = make_note(obligation=world["NOR"], status="fulfilled", noted_date=date(2020, 1, 1))
    note.retract(by=make_reviewer(), at=datetime(2026, 4, 1, 12, tzinfo=UTC), reason="Nobody counted.")

    def found(**query: str) -> list[str]:
        return told(body(client.get("/trends/moved/", SPAN | query)))

    sentence = "Norway: a finding on “Call on others” was retracted"
    assert found()[-1] == sentence
    assert sentence not in [*found(known_at="2026-03-31"), *found(**{"from": "2026-04-01"})]


def test_without_days_it_is_the_year_up_to_the_day(world, client):
    page = body(client.get("/trends/moved/", {"as_of": "2026-02-15"}))

    assert "after 15 February 2025" in page
    assert subjects(page) == ["Finland left", "Norway", "Colombia"]


def test_what_was_not_known_did_not_happen(world, client):
    page = body(client.get("/trends/moved/", SPAN | {"known_at": "2023-01-01"}))

    assert subjects(page) == ["Cambodia joined", "Finland left"]


def test_nothing_that_happened_is_said_so(world, client):
    assert "Nothing happened" in body(client.get("/trends/moved/", SPAN | {"was": "contradicted"}))


def test_meetings_are_offered_as_first_and_last_day(world, client):
    page = unescape(body(client.get("/trends/moved/", SPAN | {"commitment": "17", "from": "2024-11-29"})))
    table = page.partition("Table of the meetings")[2]
    row = table.partition("Twenty-Second Meeting of the States Parties")[2].partition("</tr>")[0]

    assert "<td>Geneva</td>" in row
    assert "<td>5 December 2025</td>" in row
    kept = "commitment=17&as_of=2026-11-24"
    assert f'href="/trends/moved/?from=2025-12-05&to=2026-11-24&{kept}"' in row
    assert f'href="/trends/moved/?from=2024-11-29&to=2025-12-05&{kept}"' in row
    assert "chosen" in table.partition("Fifth Review Conference</th>")[2].partition("</tr>")[0]
    before = body(client.get("/trends/moved/", {"as_of": "2025-12-04"}))
    assert "Twenty-Second Meeting" not in before.partition("Table of the meetings")[2]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"from": "2026-11-24", "to": "2026-11-24"}, "from: 2026-11-24 does not lie before 2026-11-24."),
        ({"from": "2026-01-02", "to": "2026-01-01"}, "from: 2026-01-02 does not lie before 2026-01-01."),
        ({"to": "2026-11-25", "as_of": "2026-11-24"}, "to: 2026-11-25 lies after 2026-11-24"),
        ({"from": "1997-09-17"}, "from: 1997-09-17 lies before 1997-09-18"),
        ({"to": "1997-09-18", "from": "1997-09-18"}, "does not lie before"),
        ({"to": "yesterday"}, "to: "),
        ({"from": "2026-02-30"}, "from: "),
        ({"from": "\x00"}, "from: "),
        ({"to": "0001-01-01"}, "from: 1997-09-18 does not lie before 0001-01-01."),
        ({"was": "waxwing"}, "was: "),
        ({"since": "2020-01-01"}, "“since” is not a filter of this list."),
    ],
)
def test_days_that_cannot_be_compared_are_named_and_nothing_is_shown(world, client, query, said):
    response = client.get("/trends/moved/", query)

    page = unescape(body(response))
    assert response.status_code == 200
    assert said in page
    assert 'id="moves"' not in page


@pytest.mark.parametrize(
    "query", [{"commitment": "99z"}, {"region": "\x00"}, {"label": "x" * 999}, {"state": "COL"}]
)
def test_a_trend_that_cannot_be_asked_for_is_not_drawn(world, client, query):
    page = body(client.get("/trends/", query))

    assert 'role="alert"' in page
    assert "Promise by promise" not in page
