"""What is said of a file, and how it is sent: the byte order mark, what no sheet holds, chosen columns."""

import json

import pytest

from commitments import exports
from tests.views.site import FILES, PATTERNS, body
from tests.views.taken import rows_in

CSVS = [name for name in FILES if name.endswith("_csv")]


@pytest.mark.parametrize("name", CSVS)
def test_for_excel_a_csv_begins_with_a_byte_order_mark_and_is_the_same_otherwise(name, client, note):
    plain, marked = (
        client.get(f"/{PATTERNS[name].pattern}", query).getvalue() for query in ({}, {"excel": "1"})
    )

    assert marked == b"\xef\xbb\xbf" + plain


@pytest.mark.parametrize("name", sorted({*FILES} - {*CSVS}))
def test_what_is_no_csv_has_no_byte_order_mark_to_ask_for(name, client, note):
    response = client.get(f"/{PATTERNS[name].pattern}", {"excel": "1"})

    assert response.status_code == 400
    assert "excel" in body(response)


@pytest.mark.parametrize("name", ["obligations_xlsx", "progress_xlsx"])
def test_a_list_that_no_sheet_holds_is_refused_and_led_to_the_csv(name, client, note, monkeypatch):
    monkeypatch.setattr(exports, "MAX_ROWS", 0)

    response = client.get(f"/{PATTERNS[name].pattern}")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "holds at most 0 rows" in body(response)
    assert "CSV" in body(response)


def test_a_file_of_chosen_columns_holds_the_key_and_then_these(client, note):
    query = {"columns": "status_date,state", "as_of": "2026-01-01"}

    (row, _finland) = rows_in(client.get("/obligations.csv", query))
    told = client.get("/obligations.metadata.json", query).json()

    held = ["state_iso3", "commitment", "status_date", "status_precision", "state", "region"]
    held += ["label", "label_word"]
    assert [*row] == held
    assert [column["name"] for column in told["columns"]] == held
    assert "status" in told["columns_left_out"]


def test_a_page_shows_the_columns_in_the_order_of_the_address(client, note):
    table = client.get("/obligations/", {"columns": "status_date,status"}).context["table"]

    assert [column.name for column in table.columns.itervisible()] == ["state", "status_date", "status"]


def test_metadata_says_in_words_what_was_asked_and_how_to_cite_it(client, note):
    query = {"status": "overdue", "not_region": "Asia", "as_of": "2026-01-01", "known_at": "2026-06-30"}

    told = client.get("/obligations.metadata.json", query).json()

    assert told["filters"] == ["Status: overdue", "Region: not Asia"]
    assert (told["row_count"], told["as_of"]) == (1, "2026-01-01")
    assert told["known_at"] == "2026-06-30T23:59:59+00:00"
    assert told["address"].startswith("http://testserver/obligations.metadata.json?status=overdue")
    assert "Promises by State, situation on 2026-01-01 as known on 2026-06-30" in told["citation"]
    assert "as_of=2026-01-01&known_at=2026-06-30" in told["citation"]


def test_a_file_says_of_itself_what_its_metadata_say(client, note):
    about = json.loads(client.get("/progress.json", {"state": "COL"}).getvalue())["about"]
    told = client.get("/progress.metadata.json", {"state": "COL"}).json()

    own = {"address", "generated_at", "known_at", "citation"}
    assert {name: value for name, value in about.items() if name not in own} == {
        name: value for name, value in told.items() if name not in own
    }
