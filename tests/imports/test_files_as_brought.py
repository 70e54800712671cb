"""Files as people bring them: from every program, below titles, damaged, or made to do damage."""

import io
import re
import zipfile
from datetime import date

import pytest

from commitments.imports.head import UnknownColumns
from commitments.imports.reader import FileLimits, NoteFile
from commitments.imports.sheets import NO_RESULT

from .files import HEADINGS, ROW, as_csv
from .spreadsheets import Shown, as_ods, as_workbook, as_zip, repacked
from .test_reading import WHOLE, read, refused

CSV = as_csv(ROW)
HEAD, LINE = CSV.decode().splitlines()
TEXT = "One.\r\nTwo."
NEW_ROW = [ROW.get(name, "") for name in HEADINGS]
BROUGHT = {
    "Excel for Mac: lines end in CR": CSV.replace(b"\r\n", b"\r"),
    "lines end in LF": CSV.replace(b"\r\n", b"\n"),
    "lines end in CR CR LF": CSV.replace(b"\r\n", b"\r\r\n"),
    "lines end in all ways": f"{HEAD}\r{LINE}\n\r\n".encode(),
    "no line end at the end": CSV.rstrip(),
    "empty rows at the end": CSV + b",,,,,,,\r\n" * 50,
    "hard blanks around cells": CSV.replace(b"COL", "\u00a0COL ".encode()),
    "columns in another order": as_csv(ROW, headings=HEADINGS[::-1]),
    "Excel's line that names the separator": f"sep=;\r\n{HEAD};\r\n{LINE};\r\n".replace(",", ";").encode(),
    "the same in quotation marks": f'"sep=|"\n{HEAD}\n{LINE}'.replace(",", "|").encode(),
    "a byte order mark": b"\xef\xbb\xbf" + CSV,
    "a doubled byte order mark": b"\xef\xbb\xbf" * 2 + CSV,
    "headings in capitals": f"{HEAD.upper()}\n{LINE}".encode(),
    "headings with blanks": f"{HEAD.replace('_', ' ').replace(',', ' ,  ').title()}\n{LINE}".encode(),
    "invisible signs in headings": CSV.replace(b"note,", "note\u200b,".encode()).replace(
        b",text", ",\u00adtext".encode()
    ),
    "OpenDocument": as_ods({"Sheet1": [HEADINGS, NEW_ROW]}),
    "a workbook that holds texts in its cells": as_workbook({"A": [HEADINGS, NEW_ROW]}, constant_memory=True),
    "a workbook with a date of a whole day": as_workbook(
        {"A": [HEADINGS, [*NEW_ROW[:3], Shown(date(2024, 5, 1), "day"), *NEW_ROW[4:]]]}
    ),
    "OpenDocument with such a date": as_ods(
        {"A": [HEADINGS, [*NEW_ROW[:3], Shown(date(2024, 5, 1), "day"), *NEW_ROW[4:]]]}
    ),
    "vertical bars between the cells": CSV.replace(b",", b"|"),
    "blanks after the commas": (
        f'{HEAD}\n, COL, 16b, 2024-05-01, "in_progress", "{ROW["text"]}", https://example.org/report, Report'
    ).encode(),
    "pandas: the number of each row before it": f",{HEAD}\n0,{LINE}\n".encode(),
    "pandas: such numbers written again": f"Unnamed: 0,{HEAD}\n7,{LINE}\n".encode(),
    "a workbook that counts from 1904": as_workbook(
        {"A": [HEADINGS, [*NEW_ROW[:3], Shown(date(2024, 5, 1), "day"), *NEW_ROW[4:]]]}, date_1904=True
    ),
}


def prefixed(xml: bytes) -> bytes:
    """With a prefix on every name, as some libraries write it."""
    return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", xml).replace(b"xmlns=", b"xmlns:x=")


def packed_anew() -> dict[str, bytes]:
    """One workbook as other programs name and order its entries, and write their XML."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]

    def moved(*pairs: tuple[str, str]) -> bytes:
        """With entries and mentions of them renamed."""
        held = dict(entries)
        for before, after in pairs:
            held = {
                name.replace(before, after): xml.replace(f'"{before}'.encode(), f'"{after}'.encode())
                for name, xml in held.items()
            }
        return as_zip(held)

    return {
        "prefixes": as_zip(
            {name: prefixed(xml) for name, xml in entries.items() if "rels" not in name}
            | {name: xml for name, xml in entries.items() if "rels" in name}
        ),
        "UTF-16": repacked(BOOK, sheet1=sheet.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
        "cells without places": repacked(BOOK, sheet1=re.sub(rb'<(c|row) r="\w+"', rb"<\1", sheet)),
        "another folder": moved(("xl/", "book/")),
        "other texts": as_zip(
            {
                name.replace("sharedStrings", "texts2"): xml.replace(b'"sharedStrings.xml', b'"texts2.xml')
                for name, xml in entries.items()
            }
        ),
        "small letters": as_zip({name.lower(): xml for name, xml in entries.items()}),
        "folders of Windows": as_zip({name.replace("/", "\\"): xml for name, xml in entries.items()}),
        "another order": as_zip({name: entries[name] for name in reversed(entries)}),
    }


def test_a_file_is_read_whatever_program_wrote_it():
    brought = BROUGHT | packed_anew()
    found = {name: [cells for _number, cells in read(content)] for name, content in brought.items()}

    assert found == {name: [WHOLE] for name in brought}


def test_a_file_longer_than_what_is_looked_at_first_is_read_to_its_end(tmp_path):
    """From a file that is open, as the desk and the command have it."""
    path = tmp_path / "notes.csv"
    path.write_bytes(as_csv(*[ROW] * 2000))

    with path.open("rb") as file:
        assert sum(1 for _row in NoteFile(file, FileLimits())) == 2000
        assert not file.closed


def test_the_headings_are_found_below_titles_and_on_any_sheet():
    """Rows keep the numbers that a spreadsheet shows, and what was read is told."""
    below = [["Our notes of the year"], [], ["", "Text"], HEADINGS, NEW_ROW]
    files = {
        "title": (f"Our notes, of the year\r\n\r\n{HEAD}\r\n{LINE}".encode(), 4, "in row 3."),
        "empty line": (b"\r\n" + CSV, 3, "in row 2."),
        "summary first": (as_workbook({"Export Summary": [["x"]], "Notes": below}), 5, "sheet “Notes”."),
        "OpenDocument": (as_ods({"Summary": [["x"], ["text"]], "Notes": below}), 5, "sheet “Notes”."),
        "two sheets": (as_workbook({"2024": below, "2025": below}), 5, "headings too: “2025”."),
        "semicolons": (CSV.replace(b",", b";"), 2, "with semicolons between"),
    }

    for name, (content, number, word) in files.items():
        table = NoteFile(io.BytesIO(content), FileLimits())
        assert [(row.number, row.cells) for row in table] == [(number, WHOLE)], name
        assert word in " ".join(table.remarks), name


def test_a_cell_says_as_much_of_a_date_as_it_shows():
    shown = {"day": "2009-12-01", "month": "2009-12", "year": "2009"}
    rows = [HEADINGS, *([*NEW_ROW[:3], Shown(date(2009, 12, 1), style), *NEW_ROW[4:]] for style in shown)]

    for content in (as_workbook({"A": rows}), as_ods({"A": rows}), as_workbook({"A": rows}, date_1904=True)):
        assert [cells["noted_date"] for _number, cells in read(content)] == [*shown.values()]


def test_columns_that_are_not_known_are_passed_over_when_that_was_asked():
    content = as_csv({**ROW, "colour": "red", "errors": "old"}, headings=[*HEADINGS, "colour", "errors"])

    with pytest.raises(UnknownColumns) as refused_columns:
        read(content)
    table = NoteFile(io.BytesIO(content), FileLimits(), skip_unknown=True)

    assert [(found.column, found.row) for found in refused_columns.value.refusals] == [("colour", 1)]
    assert [row.cells for row in table] == [WHOLE]
    assert table.remarks == ["Columns passed over: colour."]


def test_an_example_row_is_passed_over_with_a_word():
    table = NoteFile(io.BytesIO(as_csv({**ROW, "note": "Example"}, ROW)), FileLimits())

    assert [row.number for row in table] == [3]
    assert table.remarks == ["1 example row was passed over."]


SHEET, SHEET_END = b'<?xml version="1.0"?><worksheet xmlns="x"><sheetData>', b"</sheetData></worksheet>"
FAR_CELL = b'<row r="1"><c r="ZZZ1"><v>1</v></c></row>'
FAR_ROW = b'<row r="9999999"><c><v>1</v></c></row>'
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOOK = as_workbook({"A": [HEADINGS, NEW_ROW]})


def without(content: bytes, left_out: str) -> bytes:
    """The same archive without this entry."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return as_zip({name: archive.read(name) for name in archive.namelist() if name != left_out})


CURES = {
    "entities in a workbook": (
        repacked(BOOK, sheet1=BOMB + SHEET + SHEET_END),
        "save it anew as .xlsx",
    ),
    "entities in OpenDocument": (as_ods({}, {"content.xml": BOMB + b"<a>&b;</a>"}), "save it anew as .xlsx"),
    "a sheet cut off": (repacked(BOOK, sheet1=SHEET), "save it anew and send it again"),
    "a cell very far away": (
        repacked(BOOK, sheet1=SHEET + FAR_CELL),
        "too many columns",
    ),
    "a row very far away": (
        repacked(BOOK, sheet1=SHEET + FAR_ROW),
        "too large",
    ),
    "a password in OpenDocument": (
        as_ods({}, {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}),
        "This file has a password",
    ),
    "thousands of entries": (as_zip({str(number): "" for number in range(6000)}), "save it anew as .xlsx"),
    "an archive in an archive": (as_zip({"notes.xlsx": BOOK}), "neither a CSV file nor a workbook"),
    "Numbers": (as_zip({"Index/Document.iwa": "x"}), "save or export it as .xlsx"),
    "a binary workbook": (as_zip({"xl/workbook.bin": "x"}), "save or export it as .xlsx"),
    "a text document": (as_ods({}, {"mimetype": "application/vnd.oasis.opendocument.text"}), "neither a CSV"),
    "Excel “Unicode text”": (CSV.replace(b",", b"\t").decode().encode("utf-16"), "Save it as “CSV UTF-8”"),
    "a web page called .xls": (b"<html><table><tr><td>note</td></tr></table></html>", "save it as .xlsx"),
    "XML": (b'\xef\xbb\xbf<?xml version="1.0"?><office:document/>', "save it as .xlsx"),
    "a million cells in a row": (HEAD.encode() + b"," * 1_000_000, "too many columns"),
    "texts left out": (without(BOOK, "xl/sharedStrings.xml"), "save it anew and send it again"),
    "a table without headings": (LINE.encode(), "No headings were found in the first 20 rows"),
    "headings in row 30": (b"\n" * 29 + CSV, "No headings were found in the first 20 rows"),
}


def test_what_cannot_be_read_is_refused_with_the_cure():
    words = {name: " ".join(refused(content)) for name, (content, _cure) in CURES.items()}

    assert [name for name, (_content, cure) in CURES.items() if cure not in words[name]] == [], words


REPEATED = """<table:table-row table:number-rows-repeated="1000000">
<table:table-cell table:number-columns-repeated="1000" office:value-type="float" office:value="1"/>
</table:table-row>"""


def test_a_repeated_cell_costs_no_memory():
    """A few bytes that stand for a thousand million cells are stopped while they are read, not after."""
    with zipfile.ZipFile(io.BytesIO(as_ods({"A": [HEADINGS]}))) as archive:
        content = archive.read("content.xml").decode()
    content = content.replace("</table:table-row>", f"</table:table-row>{REPEATED}", 1)

    assert refused(as_ods({}, {"content.xml": content}), rows=5000) == [
        "Row 5002: The file has more than 5,000 rows: divide it, or ask for the command line."
    ]
    assert refused(as_ods({}, {"content.xml": content})) == ["Row 20001: The sheet is too large: divide it."]


def test_an_archive_that_lies_about_its_size_is_stopped_by_what_it_unpacks_to(monkeypatch):
    sheet = SHEET + b" " * 1_000_000 + SHEET_END
    content, size = repacked(BOOK, sheet1=sheet), len(sheet).to_bytes(4, "little")
    assert content.count(size) == 2  # before the entry, and in the directory at the end

    lies = content.replace(size, (10).to_bytes(4, "little"))
    assert refused(lies)[0].startswith("The file is damaged")
    monkeypatch.setattr("commitments.imports.reader.MAX_UNPACKED", 100_000)
    assert refused(content) == ["The workbook is too large once unpacked: divide it."]
    monkeypatch.undo()
    assert refused(content, size=len(content)) == ["The workbook is too large once unpacked: divide it."]


FLOAT = 'office:value-type="float" office:value='
# How a cell stands in XLSX and in ODS, and what it says.
CELLS = {
    "formula": ("<f>1+1</f><v>2</v>", f'table:formula="of:=1+1" {FLOAT}"2"', "2"),
    "formula never calculated": ("<f>1+1</f><v></v>", 'table:formula="of:=1+1"', NO_RESULT),
    "formula with the nought of XlsxWriter": ("<f>A1</f><v>0</v>", 'table:formula="of:=A1"', NO_RESULT),
    "more of a later version": ("<v>3</v><extLst><ext><v>4</v></ext></extLst>", f'{FLOAT}"3"', "3"),
}


def test_a_formula_says_its_result_or_that_it_has_none():
    """A cell that would be empty could clear what is stored."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    with zipfile.ZipFile(io.BytesIO(as_ods({"A": [HEADINGS, [*NEW_ROW[:5], "HERE", ""]]}))) as archive:
        content = archive.read("content.xml").decode()

    for case, (inside, attributes, said) in CELLS.items():
        cell = f'<c r="F2">{inside}</c>'
        book = repacked(BOOK, sheet1=re.sub(r'<c r="F2".*?</c>', cell, sheet).encode())
        cell = f"<table:table-cell {attributes}/>"
        written = re.sub(r"<table:table-cell[^>]*><text:p>HERE</text:p></table:table-cell>", cell, content)
        for each in (book, as_ods({}, {"content.xml": written})):
            assert [cells["text"] for _number, cells in read(each)] == [said], case


def test_an_error_of_libreoffice_is_no_empty_cell():
    with zipfile.ZipFile(io.BytesIO(as_ods({"A": [HEADINGS, [*NEW_ROW[:5], "Err:522"]]}))) as archive:
        content = archive.read("content.xml").decode()
    value = ' table:formula="of:=F2" office:value-type="string" office:string-value=""><text:p>Err'
    content = content.replace(' office:value-type="string"><text:p>Err', value)

    assert [cells["text"] for _number, cells in read(as_ods({}, {"content.xml": content}))] == ["Err:522"]
