"""The matrix of States and commitments."""

from datetime import UTC, date, datetime

import pytest

from commitments.models import State
from commitments.reporting.matrix import Cell, matrix_on
from commitments.rules.clocks import clocks_from
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_state

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def drawn(as_of: str | None = None, states=None):
    return matrix_on(clocks_from(as_of, None, now=NOW), State.objects.all() if states is None else states)


def test_each_state_that_is_or_was_a_party_has_a_cell_for_each_commitment():
    second, first = make_commitment(code="17", position=2), make_commitment(code="16b", position=1)
    left = make_party(iso3="FIN", name_en="Finland", until=date(2026, 1, 10))
    party = make_party(iso3="COL", name_en="Colombia")
    make_state(iso3="USA")
    for state in (left, party):
        make_obligation(state=state, commitment=second)
        make_obligation(state=state, commitment=first)
    make_note(obligation=make_obligation(state=party, commitment=first), status="overdue")

    matrix = drawn()

    assert matrix.commitments == [first, second]
    assert [(row.state, row.cells) for row in matrix.rows] == [
        (
            party,
            [
                Cell("/states/COL/16b/", "overdue", "!", "overdue"),
                Cell("/states/COL/17/", "not_assessed", "?", "not assessed"),
            ],
        ),
        (
            left,
            [
                Cell("/states/FIN/16b/", "not_bound", "⊘", "not bound"),
                Cell("/states/FIN/17/", "not_bound", "⊘", "not bound"),
            ],
        ),
    ]


def test_a_cell_keeps_the_day_of_the_situation():
    make_obligation(
        state=make_party(iso3="FIN", until=date(2026, 1, 10)), commitment=make_commitment(code="16b")
    )

    (row,) = drawn("2026-01-09").rows

    assert row.cells == [Cell("/states/FIN/16b/?as_of=2026-01-09", "not_assessed", "?", "not assessed")]


def test_a_state_with_two_stays_is_one_row():
    state = make_party(until=date(2010, 1, 1))
    state.memberships.create(
        consent_date=date(2011, 1, 1),
        consent_kind="accession",
        entry_into_force_date=date(2011, 7, 1),
        sources="https://example.org",
    )
    make_obligation(state=state)

    assert [row.state for row in drawn().rows] == [state]


def test_only_the_states_that_were_asked_for_are_rows():
    chosen, _other = make_obligation().state, make_obligation().state

    assert [row.state for row in drawn(states=State.objects.filter(pk=chosen.pk)).rows] == [chosen]


def test_thirty_states_cost_as_many_queries_as_one(django_assert_num_queries):
    commitments = [make_commitment() for _number in range(2)]
    for rows in (1, 3, 30):
        while State.objects.count() < rows:
            state = make_party()
            for commitment in commitments:
                make_obligation(state=state, commitment=commitment)
        with django_assert_num_queries(3):
            assert len(drawn().rows) == rows
