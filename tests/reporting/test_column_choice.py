"""The columns that a reader chooses are those of the page and of its files."""

import pytest

from commitments.reporting import tables
from commitments.reporting.column_choice import column_order, exported_columns
from commitments.reporting.columns import table_of

SHOWN = {
    "obligations": tables.ObligationTable,
    "progress": tables.ProgressTable,
    "evidence": tables.EvidenceTable,
    "states": tables.StateTable,
}


def names(noun: str, asked: list[str]) -> list[str]:
    return [column.name for column in exported_columns(table_of(noun), SHOWN[noun], asked)]


@pytest.mark.parametrize("noun", SHOWN)
def test_every_column_of_a_page_says_what_stands_for_it_in_the_files(noun):
    shown, held = SHOWN[noun], {column.name for column in table_of(noun).columns}

    assert set(shown.exported) == set(shown.base_columns)
    assert [name for name, columns in shown.exported.items() if not columns] == []
    assert {name for columns in shown.exported.values() for name in columns} <= held


@pytest.mark.parametrize("noun", SHOWN)
def test_whoever_ticks_all_columns_gets_all_there_are(noun):
    everything = names(noun, [*SHOWN[noun].base_columns])

    assert sorted(everything) == sorted(column.name for column in table_of(noun).columns)
    assert names(noun, []) == [column.name for column in table_of(noun).columns]


def test_the_key_stands_first_and_the_chosen_columns_in_their_order():
    asked = ["status_date", "state", "status_date"]

    assert names("obligations", asked) == [
        *("state_iso3", "commitment", "status_date", "state", "region", "label", "label_word"),
    ]


def test_a_page_shows_what_heads_the_row_and_then_the_chosen_order():
    shown = tables.ObligationTable

    assert column_order(shown, ["status_date", "waxwing", "commitment"]) == [
        *("state", "status_date", "commitment", "..."),
    ]
    assert column_order(shown, []) == ["..."]
