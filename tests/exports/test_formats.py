"""Workbooks, JSON and metadata: values as what they are, and files that explain themselves."""

import io
import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from commitments.exports import About, citation_of, csv_blocks, json_blocks, metadata, xlsx, xlsx_file
from commitments.exports.xlsx_cells import MAX_CELL_LENGTH, fitted
from commitments.lists.registry import LISTS, list_of
from commitments.models import ProgressNote
from commitments.rules.clocks import read_clocks
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

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CLOCKS = read_clocks({}, now=NOW)
ADDRESS = "https://tracker.example/progress.xlsx?state=COL"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def about(rows: int = 1, **fields: object) -> About:
    known = {"clocks": CLOCKS, "filters": ("State: Colombia",), "generated_at": NOW, "address": ADDRESS}
    citation = citation_of(list_of("progress"), CLOCKS, ADDRESS)
    return About(**{**known, "row_count": rows, "citation": citation, **fields})


def workbook(noun: str, rows: int = 1, names: tuple[str, ...] = ()) -> bytes:
    table = list_of(noun)
    columns = [table.column(name) for name in names] or table.columns
    with xlsx_file(table, columns, table.rows(CLOCKS), about(rows)) as file:
        return file.read()


def sheet(content: bytes, number: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(number).to_python()


def part(content: bytes, name: str) -> str:
    with ZipFile(io.BytesIO(content)) as archive:
        return archive.read(f"xl/{name}").decode("utf-8")


@pytest.fixture
def note(db) -> ProgressNote:
    clearance = make_commitment(code="16b", title="Clear all areas")
    colombia = make_party(iso3="COL", name_en="Colombia")
    return make_note(
        obligation=make_obligation(state=colombia, commitment=clearance),
        text='=HYPERLINK("https://evil.example","Click")',
        noted_date=date(2021, 3, 31),
        status="overdue",
        evidence={"url": "https://example.org/first#p3", "title": "+49", "published_date": date(2020, 1, 2)},
        links=1,
    )


def test_a_workbook_has_dates_numbers_and_moments_as_such(note):
    head, row = sheet(workbook("progress"))

    found = dict(zip(head, row, strict=True))
    assert found["noted_date"] == date(2021, 3, 31)
    assert found["published_at"] == note.published_at.replace(tzinfo=None)
    assert (found["note"], found["evidence_count"]) == (note.pk, 1)
    assert found["text"] == note.text
    assert found["path"] == f"https://tracker.example/progress/{note.pk}/"


def test_a_date_of_a_month_stays_text_in_a_workbook(note):
    there = make_note(obligation=note.obligation, noted_date=date(2022, 5, 31), noted_precision="month")

    rows = sheet(workbook("progress", 2, ("note", "noted_date")))

    assert rows[1:] == [[there.pk, "2022-05"], [note.pk, date(2021, 3, 31)]]


def test_booleans_are_booleans_in_a_workbook(note):
    assert sheet(workbook("obligations", 1, ("commitment", "is_disputed")))[1] == ["16b", False]


def test_nothing_in_a_workbook_is_a_formula_and_what_looks_like_one_is_marked_as_text(note):
    content = workbook("progress")

    assert "<f>" not in part(content, "worksheets/sheet1.xml")
    styles = ElementTree.fromstring(part(content, "styles.xml"))
    quoted = [n for n, style in enumerate(styles.find(f"{MAIN}cellXfs")) if style.get("quotePrefix") == "1"]
    rows = ElementTree.fromstring(part(content, "worksheets/sheet1.xml")).find(f"{MAIN}sheetData")
    marked = {"".join(cell.itertext()) for cell in rows.iter(f"{MAIN}c") if int(cell.get("s", 0)) in quoted}
    assert marked == {note.text, "+49"}


def test_addresses_in_a_workbook_can_be_followed(note):
    content = workbook("progress")

    links = part(content, "worksheets/_rels/sheet1.xml.rels")
    assert f'Target="https://tracker.example/progress/{note.pk}/"' in links
    assert 'Target="https://example.org/first"' in links


def test_where_a_sheet_cannot_hold_all_links_addresses_are_text_and_it_says_so(note, monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_LINKS", 2)

    content = workbook("progress")

    assert "hyperlink" not in part(content, "worksheets/sheet1.xml")
    assert f"https://tracker.example/progress/{note.pk}/" in sheet(content)[1]
    assert "A sheet holds at most 65,530 links" in str(sheet(content, 1))


def test_the_head_of_a_workbook_stays_in_sight_and_can_be_filtered(note):
    rows = part(workbook("progress"), "worksheets/sheet1.xml")

    assert 'state="frozen"' in rows
    assert '<autoFilter ref="A1:AE2"/>' in rows


def test_the_second_sheet_explains_the_first(note):
    table, content = list_of("progress"), workbook("progress", 99)

    rows = [[cell for cell in row if cell != ""] for row in sheet(content, 1)]

    facts = {row[0]: row[1] for row in rows if len(row) == 2}
    assert (facts["Rows"], facts["Situation on"]) == ("1", "2026-11-24")
    assert facts["As known at"] == "2026-11-24T12:00:00+00:00"
    assert (facts["Filter"], facts["Address"]) == ("State: Colombia", ADDRESS)
    assert "CC BY 4.0" in facts["Licence"]
    assert facts["Cite as"].endswith(ADDRESS)
    assert [row[0] for row in rows if row and row[0] in {c.name for c in table.columns}] == [
        column.name for column in table.columns
    ]
    assert "in_progress: in progress" in str(rows)


def test_a_text_that_no_cell_holds_is_cut_and_says_so():
    long, wide = "a" * (MAX_CELL_LENGTH + 1), "😀" * MAX_CELL_LENGTH

    assert fitted("a" * MAX_CELL_LENGTH) == "a" * MAX_CELL_LENGTH
    for text in (long, wide):
        cut = fitted(text)
        assert len(cut.encode("utf-16-le")) // 2 <= MAX_CELL_LENGTH
        assert cut.endswith(f"[cut here: a cell holds no more; the CSV has all {len(text)} characters]")
        assert text.startswith(cut[:1000])


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 5])
def test_json_comes_in_blocks_and_loses_no_row_between_them(rows, db, monkeypatch):
    monkeypatch.setattr("commitments.exports.json.ROWS_A_BLOCK", 2)
    for number in range(rows):
        make_obligation(state=make_party(name_en=f"Land {number}"))
    table = list_of("obligations")

    told = json.loads("".join(json_blocks(table, table.columns, table.rows(CLOCKS), about(rows))))

    assert list(told) == ["about", "rows"]
    assert [row["state"] for row in told["rows"]] == [f"Land {number}" for number in range(rows)]


def test_json_has_numbers_booleans_and_null(note):
    table = list_of("obligations")
    make_obligation(state=make_party(name_en="Zambia"), commitment=note.obligation.commitment)

    blocks = json_blocks(table, table.columns, table.rows(CLOCKS), about(2))
    first, second = json.loads("".join(blocks))["rows"]

    assert (first["is_disputed"], first["evidence_count"], first["status_date"]) == (False, 1, "2021-03-31")
    assert first["finding"] == note.pk
    assert (second["status_date"], second["certainty"], second["finding"]) == (None, None, None)
    assert [*first] == [column.name for column in table.columns]


def test_metadata_tells_what_a_file_holds():
    table = list_of("progress")

    told = metadata(table, table.columns, about(7))

    assert json.loads(json.dumps(told)) == told
    assert (told["table"], told["row_count"], told["key"]) == ("progress", 7, ["note"])
    assert (told["as_of"], told["known_at"]) == ("2026-11-24", "2026-11-24T12:00:00+00:00")
    assert (told["filters"], told["address"]) == (["State: Colombia"], ADDRESS)
    assert told["licence"]["code"] == "CC-BY-4.0"
    assert {"columns": ["note"], "table": "progress", "of_columns": ["note"]} not in told["references"]
    stage = next(column for column in told["columns"] if column["name"] == "stage")
    assert stage["values"] == [
        {"code": "published", "word": "published"},
        {"code": "retracted", "word": "retracted"},
        {"code": "corrected", "word": "corrected"},
    ]
    assert told["columns_left_out"] == []


def test_metadata_of_chosen_columns_says_what_is_left_out():
    table = list_of("evidence")

    told = metadata(table, [table.column("evidence"), table.column("title")], about())

    assert [column["name"] for column in told["columns"]] == ["evidence", "title"]
    assert "url" in told["columns_left_out"]
    assert told["references"] == []


@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.noun)
def test_the_key_comes_from_the_columns_and_leads_every_reference_somewhere(table):
    names = [column.name for column in table.columns]

    assert set(table.key) <= set(names)
    for reference in table.references:
        there = list_of(reference.table)
        assert set(reference.fields) <= set(names)
        assert set(reference.to) == set(there.key)


@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.noun)
def test_the_rows_of_a_table_are_told_apart_by_its_key(table, note):
    make_note(obligation=note.obligation, links=2)
    make_obligation(state=note.obligation.state)
    make_deadline(obligation=note.obligation)
    make_instrument_membership(state=note.obligation.state)
    make_figures(state=note.obligation.state)
    make_meeting()
    make_meeting(code="23MSP", first_day=None, last_day=None)
    for _number in range(2):
        make_reply(note=note)
    key = [table.column(name) for name in table.key]

    after_all = read_clocks({}, now=datetime(2099, 11, 24, tzinfo=UTC))  # also what is sealed now
    head, *rows = "".join(csv_blocks(key, table.rows(after_all))).splitlines()

    assert head == ",".join(table.key)
    assert rows
    assert len(set(rows)) == len(rows)
