"""The columns that a reader chooses are those of the page and of its files."""

import pytest

from commitments.lists.column_choice import (
    asked_columns,
    column_choices,
    column_order,
    column_refusals,
    exported_columns,
)
from commitments.lists.obligations import ObligationTable
from commitments.lists.registry import LISTS, list_of

SHOWN = {each.noun: each.table for each in LISTS}


def names(noun: str, asked: list[str]) -> list[str]:
    return [column.name for column in exported_columns(list_of(noun), asked)]


@pytest.mark.parametrize("noun", SHOWN)
def test_every_column_of_a_page_says_what_stands_for_it_in_the_files(noun):
    shown, held = SHOWN[noun], {column.name for column in list_of(noun).columns}

    assert [name for name, column in shown.base_columns.items() if not column.exports] == []
    assert {name for column in shown.base_columns.values() for name in column.exports} <= held


@pytest.mark.parametrize("noun", SHOWN)
def test_whoever_ticks_all_columns_gets_all_there_are(noun):
    everything = names(noun, [*SHOWN[noun].base_columns])

    assert sorted(everything) == sorted(column.name for column in list_of(noun).columns)
    assert names(noun, []) == [column.name for column in list_of(noun).columns]


def test_the_key_stands_first_and_the_chosen_columns_in_their_order():
    asked = ["status_date", "state", "status_date"]

    assert names("obligations", asked) == [
        *("state_iso3", "commitment", "status_date", "status_precision"),
        *("state", "region", "label", "label_word"),
    ]


def test_a_page_shows_what_heads_the_row_and_then_the_chosen_order():
    shown = ObligationTable

    assert column_order(shown, ["status_date", "waxwing", "commitment"]) == [
        *("state", "status_date", "commitment", "..."),
    ]
    assert column_order(shown, []) == ["..."]


TABLES = [*SHOWN.values()]


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
