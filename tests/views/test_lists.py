"""Lists: the page and its files hold the same rows, in the same order, whatever was asked."""

from datetime import date

import pytest

from commitments.models import Obligation, ProgressNote, State
from tests.builders import (
    make_commitment,
    make_deadline,
    make_figures,
    make_instrument,
    make_instrument_membership,
    make_meeting,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_reviewer,
    make_user,
)
from tests.views.site import FILES_OF_LISTS, LISTS, PATTERNS, TWINS
from tests.views.taken import keys_in, keys_on_pages, rows_in

pytestmark = pytest.mark.django_db
QUERIES = {
    "obligations_list": [
        "",
        "q=land",
        "region=Asia&region=Europe",
        "status=overdue&status=not_assessed",
        "status=overdue&sort=-status_date",
        "label=left",
        "disputed=true&sort=-commitment",
        "silent_since=2016-01-01&sort=newest_note_date",
        "as_of=2016-06-01&sort=-state",
        "known_at=2024-01-09&sort=status",
        "commitment=16b&state=AAA&state=AAB",
        "not_status=overdue&not_region=Asia&not_commitment=17&sort=-state",
        "evidence=state_report&not_label=left&columns=state,status",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("status", "evidence_count", "status_date") for sign in ("", "-")),
    ],
    "progress_list": [
        "",
        "q=found",
        "region=Asia&sort=state",
        "status=overdue&sort=noted_date",
        "certainty=apparent&sort=-evidence_count",
        "evidence=state_report&sort=-commitment",
        "noted_from=2014-01-01&noted_to=2018-12-31",
        "news=true",
        "as_of=2016-06-01&sort=-state",
        "known_at=2024-01-09",
        "disputed=true&not_region=Asia",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("status", "evidence_count", "noted_date") for sign in ("", "-")),
    ],
    "states_list": [
        "",
        "q=land",
        "region=Asia&sort=-note_count",
        "label=left&columns=region,name_en",
        "as_of=2016-06-01&sort=label",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("region", "in_force_from") for sign in ("", "-")),
    ],
    "evidence_list": [
        "",
        "region=Asia&sort=state",
        "kind=state_report&year=2020&sort=-commitment",
        "publisher=United+Nations&not_state=AAB",
        "as_of=2016-06-01&sort=-note",
        "known_at=2024-01-09",
        "kind=press",
        *(f"sort={sign}{name}" for name in ("title", "publisher", "published_date") for sign in ("", "-")),
    ],
    "memberships_list": [
        "",
        "q=land",
        "region=Asia&sort=-consent_date",
        "left=true&columns=withdrawal_effective_date,state",
        "left=false&label=declared_2009&sort=label",
        "kind=ratification&not_state=AAB",
        "as_of=2016-06-01&sort=-state",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("signed_date", "withdrawal_notified_date") for sign in ("", "-")),
    ],
    "instruments_list": [
        "",
        "q=land",
        "q=ccm&region=Asia&sort=-consent_date",
        "instrument=CCM&is_in=true&columns=consent_date,state",
        "is_in=false&label=declared_2009&sort=label",
        "not_state=AAB&sort=-instrument",
        "as_of=2016-06-01&sort=-state",
        "q=nobody",
        *(
            f"sort={sign}{name}"
            for name in ("signed_date", "withdrawal_effective_date", "source_title")
            for sign in ("", "-")
        ),
    ],
    "casualties_list": [
        "",
        "q=monitor&region=Asia&sort=-total",
        "year=2012&year=2013&columns=total,state",
        "scope=mines_and_remnants&not_state=AAB&sort=-year",
        "as_of=2016-06-01&sort=-state",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("killed", "injured", "source_title") for sign in ("", "-")),
    ],
    "contributions_list": [
        "",
        "q=gave&region=Asia&sort=-amount",
        "year=2012&year=2013&columns=amount,state",
        "role=donor&currency=EUR&not_state=AAB&sort=-year",
        "as_of=2016-06-01&sort=-state",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("amount", "covers", "role") for sign in ("", "-")),
    ],
    "meetings_list": [
        "",
        "q=geneva&sort=-name",
        "kind=intersessional&columns=place,name",
        "closed=true&not_kind=intersessional&sort=last_day",
        "closed=false",
        "as_of=2016-06-01&sort=-place",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("first_day", "president", "kind") for sign in ("", "-")),
    ],
    "deadlines_list": [
        "",
        "q=land",
        "region=Asia&sort=state",
        "passed=true&sort=-due_date",
        "passed=false&commitment=16b&kind=extension",
        "due_from=2014-01-01&due_to=2030-12-31&columns=due_date,way",
        "as_of=2016-06-01&passed=true&sort=-state",
        "state=AAA&not_commitment=16c",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("kind", "decided_date", "source") for sign in ("", "-")),
    ],
    "replies_list": [
        "",
        "q=ministry",
        "region=Asia&sort=state",
        "position=disagrees&sort=-commitment",
        "commitment=16b&not_state=AAB&columns=text",
        "as_of=2021-06-01&sort=-note",
        "known_at=2024-01-09",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("position", "replied_by", "replied_date") for sign in ("", "-")),
    ],
    "seals_list": [
        "",
        "q=aaa&sort=table",
        "kind=published&not_table=progress",
        "table=states&columns=sha256",
        "known_at=2024-01-09",
        "q=nobody",
        *(f"sort={sign}{name}" for name in ("number", "kind") for sign in ("", "-")),
    ],
}
# the other files are compared with the CSV in `test_equality`
CSVS = [name for name in FILES_OF_LISTS if name.endswith("_csv")]
MIN_ROWS_HELD = {
    "states_list": 20,
    "memberships_list": 20,
    "instruments_list": 20,
    "casualties_list": 20,
    "contributions_list": 20,
    "meetings_list": 20,
    "deadlines_list": 60,
    "replies_list": 20,
    "seals_list": 200,
}
EMPTY = ("q=nobody", "known_at=2024-01-09", "kind=press")


@pytest.fixture(scope="module")
def world(standing) -> None:
    """Sixty obligations, most of them with notes: enough for several pages and for many ties."""
    with standing():
        store_world()


def store_world() -> None:
    commitments = [make_commitment(code=code, position=n) for n, code in enumerate(("16b", "16c", "17"), 1)]
    author, baseline = make_user(), make_user(username="baseline-import")
    for number in range(20):
        state = make_party(
            iso3=f"AA{chr(65 + number)}",
            name_en=f"Land {number % 7}",
            region=("Asia", "Europe", "Africa")[number % 3],
            until=date(2020, 1, 1) if number % 9 == 0 else None,
        )
        make_instrument_membership(state=state, consent_date=date(2010 + number % 9, 3, 1))
        make_figures(state=state, year=2010 + number % 9)
        meet(state, number)
        make_instrument_membership(
            state=state, instrument=make_instrument(code="P5"), withdrawal_effective_date=date(2020, 1, 1)
        )
        for place, commitment in enumerate(commitments):
            obligation = make_obligation(state=state, commitment=commitment)
            if place < 2:
                duty(obligation, number)
            if (number + place) % 4:
                note = make_note(
                    obligation=obligation,
                    author=(author, baseline)[number % 2],
                    text="What was found, in a sentence.",
                    status=("overdue", "fulfilled", "")[place],
                    certainty=("confirmed", "apparent")[number % 2],
                    noted_date=date(2010 + number % 10, 1, 1),
                    links=1 + number % 3,
                    **({"disputed_by": "The State", "dispute": "No."} if number % 5 == 0 else {}),
                )
                if place != 1:
                    answer(note, number)


def meet(state: State, number: int) -> None:
    """A meeting in that State; the days of every seventh are not known."""
    first_day = None if number % 7 == 6 else date(2010 + number % 9, 11, 20)
    make_meeting(
        code=f"{number}MSP",
        name=f"Meeting {number % 5}",
        country=state,
        first_day=first_day,
        last_day=first_day,
        kind=("intersessional", "review_conference")[number % 2],
        president=("", "Chile")[number % 3 // 2],
    )


def duty(obligation: Obligation, number: int) -> None:
    """A deadline that half of the States had extended."""
    make_deadline(obligation=obligation, due_date=date(2010 + number % 4, 3, 1))
    if number % 2:
        make_deadline(
            obligation=obligation,
            kind="extension",
            due_date=date(2030 + number % 3, 12, 31),
            due_precision=("day", "year")[number % 4 // 2],
            decided_date=date(2012, 12, 1) if number % 3 else None,
            source_title=("Decisions", "Press release")[number % 5 // 3],
        )


def answer(note: ProgressNote, number: int) -> None:
    """A reply, and every fifth of them retracted."""
    reply = make_reply(
        note=note,
        replied_date=date(2021, 1 + number % 12, 3),
        position=("agrees", "disagrees")[number % 2],
        replied_by=("Ministry", "Embassy")[number % 3 // 2],
    )
    if number % 5 == 0:
        reply.retract(by=make_reviewer(), at=reply.published_at, reason="The letter was not theirs.")


def keys_of_file(client, name: str, query: str) -> list[tuple[str, ...]]:
    response = client.get(f"/{PATTERNS[name].pattern}", QUERY_STRING=query)
    assert response.status_code == 200
    return keys_in(name, rows_in(response))


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", CSVS)
def test_the_file_holds_the_rows_of_all_pages_in_their_order(name, client):
    page = TWINS[name]
    in_file = {query: keys_of_file(client, name, query) for query in QUERIES[page]}
    on_pages = {query: keys_on_pages(page, f"{query}&per_page=40") for query in QUERIES[page]}

    assert in_file == on_pages
    assert [query for query, rows in in_file.items() if len(set(rows)) != len(rows)] == []
    assert {query for query, rows in in_file.items() if not rows} <= {*EMPTY}
    assert len(in_file[""]) >= MIN_ROWS_HELD.get(page, 40)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", LISTS)
def test_every_order_that_a_page_offers_holds_every_row_once(name, client):
    table = client.get(f"/{PATTERNS[name].pattern}").context["table"]
    orders = [f"{sign}{column.name}" for column in table.columns if column.orderable for sign in ("", "-")]
    whole = sorted(keys_on_pages(name, ""))

    found = {order: sorted(keys_on_pages(name, f"sort={order}&per_page=30")) for order in orders}

    assert found == dict.fromkeys(orders, whole)


def test_a_sort_turns_the_order_around(world):
    up, down = (keys_on_pages("progress_list", f"sort={sign}noted_date") for sign in ("", "-"))

    assert up == down[::-1]
