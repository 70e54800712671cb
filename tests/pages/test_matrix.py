"""The matrix of States and commitments."""

from datetime import UTC, date, datetime

import pytest

from commitments.models import Commitment, State
from commitments.pages.matrix import MatrixCell, matrix_on
from commitments.pages.matrix_filter import MatrixOptions, MatrixOrder
from commitments.pages.matrix_totals import ASSESSED, OWED
from commitments.rules.clocks import read_clocks
from commitments.rules.codes import STORED_STATUSES
from tests.builders import make_commitment, make_note, make_obligation, make_paragraph, make_party, make_state

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def drawn(as_of: str | None = None, states=None, **asked: object):
    return matrix_on(
        read_clocks({"as_of": as_of, "known_at": None}, now=NOW),
        State.objects.all() if states is None else states,
        commitments=Commitment.objects.select_related("paragraph").in_reading_order(),
        asked=MatrixOptions(**asked),
    )


def codes(found) -> list[str]:
    return [each.code for each in found]


def names(matrix) -> list[str]:
    return [row.state.name_en for row in matrix.rows]


@pytest.fixture
def clearance():
    return make_commitment(code="16b", position=1, paragraph=make_paragraph(number=16))


@pytest.fixture
def call():
    return make_commitment(code="17", position=2, paragraph=make_paragraph(number=17))


def found(name: str, commitment, status: str = "", **fields: object):
    """An obligation of the State with this name, with a finding where a status is given."""
    state = State.objects.filter(name_en=name).first() or make_party(name_en=name)
    obligation = make_obligation(state=state, commitment=commitment)
    if status:
        make_note(obligation=obligation, status=status, **fields)
    return state


def test_each_state_that_is_or_was_a_party_has_a_cell_for_each_commitment(clearance, call):
    left = make_party(iso3="FIN", name_en="Finland", until=date(2026, 1, 10))
    party = make_party(iso3="COL", name_en="Colombia")
    make_state(iso3="USA")
    for state in (left, party):
        make_obligation(state=state, commitment=call)
        make_obligation(state=state, commitment=clearance)
    make_note(obligation=make_obligation(state=party, commitment=clearance), status="overdue")

    matrix = drawn()

    assert matrix.columns == [clearance, call]
    assert [(row.state, row.cells) for row in matrix.rows] == [
        (party, {"16b": MatrixCell("overdue", beside="2020"), "17": MatrixCell("not_assessed")}),
        (left, {"16b": MatrixCell("not_bound"), "17": MatrixCell("not_bound")}),
    ]


def test_a_cell_keeps_the_day_of_the_situation(clearance):
    make_obligation(state=make_party(until=date(2026, 1, 10)), commitment=clearance)

    (row,) = drawn("2026-01-09").rows

    assert row.cells == {"16b": MatrixCell("not_assessed")}


def test_a_disputed_finding_is_told_beside_the_status(clearance):
    found("Andorra", clearance, "in_progress", disputed_by="Andorra", dispute="The State says otherwise.")

    (row,) = drawn().rows

    assert row.cells == {"16b": MatrixCell("in_progress", is_disputed=True)}


def test_columns_stand_in_groups_of_one_paragraph(clearance, call):
    stocks = make_commitment(code="16c", position=3, paragraph=clearance.paragraph)
    call.position = 4
    call.save()

    groups = drawn().groups

    assert [(group.paragraph.number, group.columns) for group in groups] == [
        (16, [clearance, stocks]),
        (17, [call]),
    ]


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


def test_a_chosen_status_leaves_the_states_that_have_it_in_a_shown_column(clearance, call):
    found("Andorra", clearance, "overdue")
    found("Belize", call, "overdue")
    found("Chad", clearance, "fulfilled")

    assert names(drawn(statuses=frozenset({"overdue"}))) == ["Andorra", "Belize"]
    assert names(drawn(statuses=frozenset({"overdue", "fulfilled"}))) == ["Andorra", "Belize", "Chad"]
    assert names(drawn(statuses=frozenset({"overdue"}), commitments=frozenset({"17"}))) == ["Belize"]
    assert names(drawn(statuses=frozenset({"contradicted"}))) == []


def test_chosen_columns_are_shown_alone_and_counted_alone(clearance, call):
    found("Andorra", clearance, "overdue")
    found("Andorra", call)

    matrix = drawn(commitments=frozenset({"17"}))

    assert codes(matrix.columns) == ["17"]
    assert [(row.assessed.count, row.owed.count) for row in matrix.rows] == [(0, 1)]


@pytest.fixture
def four(clearance, call):
    """Four States: alike in one column, different in the other."""
    for name, status in [
        ("Chad", "overdue"),
        ("Andorra", ""),
        ("Belize", "overdue"),
        ("Denmark", "fulfilled"),
    ]:
        found(name, clearance, status)
        found(name, call, "not_applicable" if name == "Denmark" else "in_progress")


@pytest.mark.parametrize(
    ("column", "upwards", "downwards"),
    [
        ("state", "Andorra Belize Chad Denmark", "Denmark Chad Belize Andorra"),
        # in the order of the legend, and by name among equals whichever way
        ("16b", "Denmark Belize Chad Andorra", "Andorra Belize Chad Denmark"),
        ("17", "Andorra Belize Chad Denmark", "Denmark Andorra Belize Chad"),
        ("assessed", "Andorra Denmark Belize Chad", "Belize Chad Andorra Denmark"),
        ("owed", "Denmark Andorra Belize Chad", "Andorra Belize Chad Denmark"),
    ],
)
def test_rows_stand_by_any_column_then_by_name(column, upwards, downwards, four):
    assert names(drawn(order=MatrixOrder.parse(column))) == upwards.split()
    assert names(drawn(order=MatrixOrder.parse(f"-{column}"))) == downwards.split()


def test_rows_can_stand_by_a_column_that_is_not_shown(four):
    assert names(drawn(order=MatrixOrder("16b"), commitments=frozenset({"17"})))[0] == "Denmark"


def test_an_order_is_written_as_it_is_read():
    assert [str(MatrixOrder.parse(text)) for text in ("", "state", "-16b")] == ["state", "state", "-16b"]


def test_the_foot_counts_each_column_by_status_and_what_is_owed(four):
    lines = {line.name: line for line in drawn().lines}

    counted = {
        name: [figure.count for _code, figure in line.figures]
        for name, line in lines.items()
        if line.all.count
    }

    assert counted == {
        "assessed": [3, 3],
        "owed": [4, 3],
        "fulfilled": [1, 0],
        "in_progress": [0, 3],
        "overdue": [2, 0],
        "not_applicable": [0, 1],
        "not_assessed": [1, 0],
    }
    assert [lines[name].all.count for name in ("assessed", "owed", "in_progress")] == [6, 7, 3]
    assert len(lines) == 12


def test_what_is_not_owed_is_in_no_sum_of_what_is_owed():
    assert {"not_applicable", "not_bound"}.isdisjoint(OWED)
    assert {*ASSESSED} == {*STORED_STATUSES} - {"not_applicable"}
    assert {*OWED} == {*ASSESSED, "noted", "not_assessed"}


def test_under_a_chosen_status_only_its_lines_are_counted(four):
    lines = drawn(statuses=frozenset({"overdue"})).lines

    assert [(line.name, line.all.count) for line in lines] == [("overdue", 2)]


def test_without_rows_there_are_no_totals(clearance):
    assert drawn().lines == []


def test_thirty_states_cost_as_many_queries_as_one(django_assert_num_queries):
    columns = [make_commitment() for _number in range(2)]
    for rows in (1, 3, 30):
        while State.objects.count() < rows:
            state = make_party()
            for commitment in columns:
                make_obligation(state=state, commitment=commitment)
        with django_assert_num_queries(3):
            assert len(drawn().rows) == rows
