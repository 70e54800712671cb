"""Which columns a list shows."""

import pytest

from commitments.reporting.column_choice import asked_columns, column_choices, column_refusals
from commitments.reporting.tables import EvidenceTable, ObligationTable, ProgressTable, StateTable

TABLES = [EvidenceTable, ObligationTable, ProgressTable, StateTable]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ([], []),
        ([""], []),
        (["state,status"], ["state", "status"]),
        (["state", "status"], ["state", "status"]),
        (["state,,status", "commitment"], ["state", "status", "commitment"]),
    ],
)
def test_columns_are_written_with_commas_or_one_by_one(values, names):
    assert asked_columns(values) == names


@pytest.mark.parametrize("table", TABLES)
def test_without_a_choice_every_column_is_shown(table):
    assert all(column.shown for column in column_choices(table, []))


@pytest.mark.parametrize("table", TABLES)
def test_the_column_that_heads_the_row_stays(table):
    shown = [column.name for column in column_choices(table, ["nothing-of-it"]) if column.shown]

    assert shown == [table.row_head]


def test_an_unknown_column_is_named_once_and_cut_short():
    refusals = column_refusals(ObligationTable, ["state", "colour", "colour", "x" * 100])

    assert refusals == [
        "columns: “colour” is not a column of this list.",
        f"columns: “{'x' * 40}” is not a column of this list.",
    ]
