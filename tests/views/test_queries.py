"""Twelve rows cost as many queries as one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.models import Commitment, ProgressNote, State
from tests.builders import (
    make_casualties,
    make_commitment,
    make_deadline,
    make_figures,
    make_instrument_membership,
    make_meeting,
    make_membership,
    make_note,
    make_obligation,
    make_party,
    make_plan,
    make_planned_action,
    make_reply,
)
from tests.views.site import NAMES, address

MAX_QUERIES = 17
# every table, and every kind of record that is sealed
MAX_QUERIES_OF_ALL_TABLES = 45
# what stands around a query that copies
AROUND = ("SAVEPOINT", "RELEASE", "SET LOCAL", "SELECT set_config('statement_timeout'")


def number_of(queries: CaptureQueriesContext) -> int:
    """How many questions the database was asked."""
    return len([each for each in queries.captured_queries if not each["sql"].startswith(AROUND)])


def grow(note: ProgressNote, rows: int) -> None:
    """Until there are so many States, commitments, notes and deadlines, around the note and beside it."""
    clearance, colombia = note.obligation.commitment, note.obligation.state
    for number in range(State.objects.filter(name_en__startswith="Row").count(), rows):
        there = make_obligation(state=make_party(name_en=f"Row {number}"), commitment=clearance)
        make_instrument_membership(state=there.state)
        make_figures(state=there.state)
        make_meeting(code=f"M{number}", country=there.state)
        make_figures(state=colombia, year=1980 + number)
        other = make_obligation(state=colombia, commitment=make_commitment())
        for obligation in (there, other, note.obligation):
            make_note(obligation=obligation, links=2, noted_date=date(2021, 1, 1), status="in_progress")
            make_note(obligation=obligation, links=2, noted_date=date(2022, 1, 1), status="fulfilled")
        make_reply(note=there.notes.first())
        make_deadline(obligation=there, kind="extension", due_date=date(2098, 12, 31))
        make_deadline(obligation=note.obligation, kind="extension", due_date=date(2090, 1, 1 + number))
    assert Commitment.objects.count() == rows + 1


def test_no_page_asks_once_a_row(client, note):
    counts: dict[str, list[int]] = {name: [] for name in NAMES}
    for rows in (1, 12):
        grow(note, rows)
        for name in NAMES:
            path = address(name, note)
            with CaptureQueriesContext(connection) as queries:
                response = client.get(path, {"per_page": "100"} if name.endswith("_list") else {})
                assert response.getvalue()
            counts[name].append(number_of(queries))

    assert {name: found for name, found in counts.items() if len(set(found)) != 1} == {}
    most = {"package": MAX_QUERIES_OF_ALL_TABLES}
    assert {name: found for name, found in counts.items() if found[0] > most.get(name, MAX_QUERIES)} == {}


OF_ONE_QUERY = ["obligations_csv", "progress_csv", "memberships_csv", "deadlines_csv", "replies_csv"]


@pytest.mark.parametrize("name", OF_ONE_QUERY)
def test_a_file_asks_for_its_rows_once(name, client, note):
    grow(note, 3)

    path = address(name, note)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        assert len(response.getvalue().splitlines()) > 3

    assert number_of(queries) == 1


@pytest.mark.parametrize("name", ["commitment_detail", "state_detail", "obligation_detail"])
def test_what_stands_beside_the_findings_costs_the_same_whatever_its_rows(name, client, note):
    zero = make_obligation(state=note.obligation.state, commitment=make_commitment(code="16a"))
    page = address(name, make_note(obligation=zero))
    counts = []
    for rows in (1, 3, 9):
        for number in range(rows):
            year = 1900 + 10 * rows + number
            make_casualties(year=year)
            plan = make_plan(code=f"plan-{year}", name=f"Plan {year}", first_year=year, last_year=year)
            make_planned_action(plan=plan, commitment=zero.commitment)
            make_note(obligation=zero, disputed_by="The Ministry", dispute="It counts three.")
            around = make_party(subregion=zero.state.subregion)
            make_obligation(state=around, commitment=zero.commitment)
            # before its other stay: no two overlap
            came, left = date(year, 1, 2), date(year, 12, 2)
            make_membership(
                state=zero.state,
                consent_date=came,
                entry_into_force_date=came,
                withdrawal_effective_date=left,
            )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        counts.append(number_of(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= MAX_QUERIES
