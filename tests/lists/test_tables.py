"""Orders that neither repeat nor lose a row between pages."""

from datetime import date

import pytest
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.utils import timezone

from commitments.lists.obligations import ObligationTable
from commitments.lists.progress import ProgressTable
from commitments.lists.registry import LISTS
from commitments.lists.states import StateTable
from commitments.models import (
    State,
)
from commitments.rules.clocks import Clocks
from tests.builders import (
    make_commitment,
    make_deadline,
    make_figures,
    make_instrument_membership,
    make_meeting,
    make_note,
    make_obligation,
    make_party,
    make_reply,
)

pytestmark = pytest.mark.django_db
TABLES = {each.table: each.rows for each in LISTS}
SORTS = [
    (table, f"{sign}{name}")
    for table in TABLES
    for name, column in table.base_columns.items()
    if column.orderable is not False
    for sign in ("", "-")
]
UNIQUE = {"pk", "state__pk", "commitment__position", "position"}


@pytest.fixture
def sorted_by(today):
    """The rows of a table in the order of a `sort` in the address; what is sealed now is known too."""

    def sort(table, order: str):
        return table(TABLES[table](Clocks(today, timezone.now())), order_by=order).data.data

    return sort


def field(order) -> str:
    expression = order.expression if isinstance(order, OrderBy) else order
    return (expression.name if isinstance(expression, F) else expression).lstrip("-")


@pytest.fixture(scope="module")
def alike(standing) -> None:
    """Many rows that differ in nothing that a reader would sort by."""
    with standing():
        store_alike()


def store_alike() -> None:
    for code in ("18", "19", "20a"):
        make_commitment(code=code)
    for number in range(4):
        state = make_party(name_en="Land")
        make_instrument_membership(state=state)
        make_figures(state=state)
        make_meeting(code=f"M{number}")
        for commitment in (
            make_commitment(code="16b", position=1),
            make_commitment(code="17", position=2),
        ):
            obligation = make_obligation(state=state, commitment=commitment)
            make_reply(note=make_note(obligation=obligation))
            make_deadline(obligation=obligation)


@pytest.mark.parametrize(("table", "order"), SORTS)
def test_every_order_ends_in_something_unique(table, order, sorted_by):
    fields = [field(one) for one in sorted_by(table, order).query.order_by]

    assert fields[-1] in UNIQUE or "pk" in fields
    assert fields[-1] != "commitment__position" or "state__pk" in fields


@pytest.mark.usefixtures("alike")
@pytest.mark.parametrize(("table", "order"), SORTS)
def test_pages_of_rows_that_are_alike_hold_each_row_once(table, order, sorted_by):
    rows = sorted_by(table, order)

    paged = [row.pk for start in range(0, rows.count(), 3) for row in rows[start : start + 3]]

    assert paged == [row.pk for row in rows]
    assert len(set(paged)) == len(paged) > 3


@pytest.mark.parametrize("sign", ["", "-"])
def test_what_was_never_found_stands_at_the_end_in_both_directions(sign, sorted_by):
    make_obligation()
    early = make_note(noted_date=date(2010, 1, 1)).obligation
    late = make_note(noted_date=date(2020, 1, 1)).obligation

    for name in ("status_date", "newest_note_date"):
        found = [*sorted_by(ObligationTable, f"{sign}{name}")]
        assert found[:2] == ([late, early] if sign else [early, late])


def test_states_that_never_joined_stand_at_the_end(sorted_by):
    early, late = make_party(since=date(1999, 3, 1)), make_party(since=date(2012, 7, 1))
    outside = State.objects.create(
        iso3="USA", iso2="US", m49="840", name_en="A first name", region="Americas"
    )

    orders = [[*sorted_by(StateTable, order)] for order in ("in_force_from", "-in_force_from")]

    assert orders == [[early, late, outside], [late, early, outside]]


@pytest.mark.parametrize("order", ["nonsense", "-", "", "text", "state__name_en", "-author__password", "pk"])
def test_an_order_that_is_not_offered_is_passed_over(order, sorted_by):
    for name in ("Zambia", "Albania"):
        make_note(obligation=make_obligation(state=make_party(name_en=name)))

    assert [note.pk for note in sorted_by(ProgressTable, order)] == [
        note.pk for note in sorted_by(ProgressTable, "")
    ]
