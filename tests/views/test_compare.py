"""Up to four States side by side."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_commitment, make_deadline, make_note, make_obligation, make_party, make_state
from tests.views.site import body

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r'<a class="figure number" href="([^"]+)">(\d+)</a>')


@pytest.fixture(scope="module")
def world(standing) -> None:
    """Colombia and Peru agree on 17 and differ on 16b; Finland has left; the United States never joined."""
    with standing():
        store_world()


def store_world() -> None:
    commitments = [make_commitment(code=code, position=place) for place, code in enumerate(("16b", "17"), 1)]
    parties = [
        make_party(iso3="COL", name_en="Colombia", region="Americas"),
        make_party(iso3="PER", name_en="Peru", region="Americas"),
        make_party(iso3="FIN", name_en="Finland", region="Europe", until=date(2026, 1, 10)),
    ]
    for state in parties:
        for commitment in commitments:
            make_obligation(state=state, commitment=commitment)
    clearing = make_obligation(state=parties[0], commitment=commitments[0])
    make_note(
        obligation=clearing, status="in_progress", noted_date=date(2012, 12, 31), noted_precision="year"
    )
    make_deadline(obligation=clearing, due_date=date(2011, 3, 1))
    make_deadline(obligation=clearing, kind="extension", due_date=date(2030, 12, 31))
    make_state(iso3="USA", name_en="United States of America")


def compare(client, *codes: str, **query) -> str:
    return unescape(body(client.get("/compare/", {"state": codes, "as_of": "2026-11-24", **query})))


def heads(page: str) -> list[str]:
    who = page.partition('id="who"')[2].partition("</section>")[0]
    return re.findall(r"<h4><a[^>]*>([^<]+)<", who)


def rows(page: str) -> list[str]:
    """The codes of the commitments that are shown."""
    return re.findall(r'<h3 id="on-(\w+)">', page)


def test_the_states_stand_in_the_order_of_the_address(client, world):
    assert heads(compare(client, "PER", "COL")) == ["Peru", "Colombia"]


def test_each_cell_says_where_the_state_stands_and_leads_there(client, world):
    page = compare(client, "COL", "PER")

    assert "first found so: 2012" in page
    assert "Deadline: 31 December 2030, 1,498 days left" in " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert '<a class="compare__status" href="/states/COL/16b/?as_of=2026-11-24">' in page
    assert "1 source" in page
    assert "31 December 2030" in page
    assert "1 March 2011" not in page  # an earlier deadline than the latest known


def test_a_row_that_differs_says_so_and_can_be_shown_alone(client, world):
    page, differing = compare(client, "COL", "PER"), compare(client, "COL", "PER", differ="yes")

    assert (rows(page), page.count(">differs<")) == (["16b"], 1)
    assert rows(differing) == ["16b"]
    assert "They differ on 1 promise." in page
    assert "On 1 promise, nothing is published here about any of them" in page
    assert "On 1 promise, nothing" not in differing
    assert "Nothing that is known here differs between them." in compare(client, "FIN", "USA")
    assert "Status, deadlines and disputes are the same on every promise." in compare(
        client, "FIN", "USA", differ="yes"
    )


def test_deadlines_and_disputes_count_as_differences_and_are_told(client):
    clearance, use = make_commitment(code="16b", position=1), make_commitment(code="16d", position=2)
    states = [make_party(iso3=iso3, name_en=iso3.title()) for iso3 in ("COL", "PER")]
    for state, due in zip(states, (date(2025, 12, 31), date(2030, 12, 31)), strict=True):
        owed = make_obligation(state=state, commitment=clearance)
        make_note(
            obligation=owed, status="in_progress", text=f"The deadline was extended in {state.iso3}. More."
        )
        make_deadline(obligation=owed, due_date=due)
        make_note(obligation=make_obligation(state=state, commitment=use), status="", text="An allegation.")
    alleged = make_obligation(state=states[1], commitment=use)
    make_note(
        obligation=alleged,
        status="",
        noted_date=date(2001, 1, 1),
        disputed_by="The Ministry",
        dispute="It denies the whole allegation. At length.",
    )

    page = compare(client, "COL", "PER")
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())

    assert rows(compare(client, "COL", "PER", differ="yes")) == rows(page) == ["16b", "16d"]
    assert "They differ on 2 promises." in words
    for said in (
        "differs deadline",
        "differs dispute",
        "31 December 2025 passed, no later deadline known here",
        "31 December 2030, 1,498 days left",
        "The deadline was extended in COL.",
        "The deadline was extended in PER.",
        "Disputed by The Ministry: It denies the whole allegation.",
    ):
        assert said in words, said
    assert [said for said in ("More.", "At length.") if said in words] == []


def test_what_was_found_while_a_state_was_a_party_is_not_called_unpublished(client):
    left = make_party(iso3="FIN", name_en="Finland", until=date(2020, 1, 1))
    make_note(
        obligation=make_obligation(state=left), status="", text="A promise made.", noted_date=date(2019, 1, 1)
    )

    page = compare(client, "FIN")

    assert "A promise made." in page
    assert "nothing is published here" not in page


def test_who_never_joined_is_not_bound_and_owes_nothing(client, world):
    page = compare(client, "COL", "USA")

    assert "no instrument recorded" in page
    assert page.count("not bound") == 2
    assert "/states/USA/16b/" not in page


def test_who_left_says_when(client, world):
    assert "left on 10 January 2026" in compare(client, "FIN")


@pytest.mark.parametrize("query", [{}, {"known_at": "2023-01-01"}, {"as_of": "2026-01-10"}])
def test_every_figure_is_the_list_behind_it(client, world, query):
    found = FIGURE.findall(compare(client, "COL", "PER", "FIN", "USA", **query))

    assert len(found) >= 3
    assert [int(count) for _address, count in found] == [
        len(body(client.get(address.replace("/obligations/", "/obligations.csv"))).splitlines()) - 1
        for address, _count in found
    ]


def test_a_state_can_be_added_and_taken_away(client, world):
    page = compare(client, "COL", "PER", differ="yes")

    assert "/compare/?state=PER&differ=yes&as_of=2026-11-24" in page
    assert re.findall(r'<input type="hidden" name="(state|differ)" value="(\w+)">', page)[-3:] == [
        ("state", "COL"),
        ("state", "PER"),
        ("differ", "yes"),
    ]
    assert '<option value="COL">' not in page
    assert '<option value="FIN">' in page


def test_four_are_the_most(client, world):
    assert 'id="add-state"' not in compare(client, "COL", "PER", "FIN", "USA")


def test_a_choice_left_open_in_the_form_is_no_state(client, world):
    assert heads(compare(client, "COL", "", "")) == ["Colombia"]


def test_without_a_state_the_page_says_what_to_do(client, world):
    page = compare(client)

    assert "No State is chosen yet" in page
    assert 'role="alert"' not in page


@pytest.mark.parametrize(
    ("codes", "query", "said"),
    [
        (["COL", "XQX"], {}, "“XQX” is not one of the choices: "),
        (["COL", "PER", "COL"], {}, "state: COL is named more than once."),
        (
            ["COL", "PER", "FIN", "USA", "KHM"],
            {},
            "state: 5 States are asked for; at most 4 fit side by side.",
        ),
        (["COL\x00"], {}, "state: "),
        (["x" * 5000], {}, "state: "),
        (["COL"], {"differ": "no"}, "differ: "),
        (["COL"], {"region": "Asia"}, "“region” is not a filter of this list."),
    ],
)
def test_what_cannot_be_compared_is_named_and_nothing_is_shown(client, world, codes, query, said):
    page = compare(client, *codes, **query)

    assert said in page
    assert heads(page) == []
    assert len(page) < 60_000


def test_a_refused_comparison_leads_to_one_that_can_be_read(client, world):
    page = compare(client, "COL", "XQX", "COL", "PER")

    assert 'href="/compare/?state=COL&state=PER&as_of=2026-11-24"' in page


def test_four_states_cost_as_many_queries_as_one(client, world):
    counts = []
    for codes in (["COL"], ["COL", "PER", "FIN", "USA"]):
        with CaptureQueriesContext(connection) as queries:
            compare(client, *codes)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 10
