"""A file is opened whatever program wrote it, or refused in words."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from commitments.imports.columns import DERIVED, dictionary, file_columns
from commitments.imports.reader import FileLimits, NoteFile
from commitments.imports.refusals import FileRefused

from .files import HEADINGS, ROW, as_csv, as_xlsx

NOT_UTF_8 = (
    "This is not UTF-8, perhaps Windows-1252 or Latin-1. Save the file as “CSV UTF-8” and send it again."
)


def read(content: bytes, **limits: int) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, row.cells) for row in NoteFile(io.BytesIO(content), FileLimits(**limits))]


def refused(content: bytes, **limits: int) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        read(content, **limits)
    return [str(refusal) for refusal in caught.value.refusals]


MOMENT = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC).replace(tzinfo=None)  # a workbook knows no zones
WHOLE = {"note": "", **ROW}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_separator_is_found_by_the_headings(separator):
    assert read(as_csv(ROW, separator=separator)) == [(2, WHOLE)]


def test_a_byte_order_mark_and_other_line_endings_make_no_difference():
    content = as_csv({**ROW, "text": "One.\r\nTwo."}).replace(b"\r\n", b"\n")

    found = read(b"\xef\xbb\xbf" + content)

    assert found == [(2, {**WHOLE, "text": "One.\nTwo."})]


def test_blank_rows_are_passed_over_and_counted():
    content = as_csv(ROW, {}, {"text": " "}, ROW) + b"\r\n\r\n"

    assert [number for number, _cells in read(content)] == [2, 5]


def test_latin_1_is_named_with_row_and_column():
    content = as_csv(ROW, {**ROW, "text": "Le progrès est réel."}).decode().encode("latin-1")

    assert refused(content) == [f"Row 3, column text: {NOT_UTF_8}"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(encoding):
    content = as_csv(ROW).decode().encode(encoding)

    assert refused(content) == ["The file is UTF-16. Save it as “CSV UTF-8” and send it again."]


def test_an_empty_file_is_named():
    assert refused(b"") == ["The file is empty."]


def test_missing_doubled_and_unknown_columns_are_named_at_once():
    assert refused(b"note,state_iso3,noted_date,noted_date,txt,colour\r\n") == [
        "Row 1, column commitment: This column is missing.",
        "Row 1, column text: This column is missing.",
        "Row 1, column noted_date: This column stands in the file twice.",
        "Row 1, column txt: This column is not known. Did you mean text?",
        "Row 1, column colour: This column is not known.",
    ]


def test_a_quotation_mark_without_a_second_is_named_with_its_row():
    (refusal,) = refused(as_csv(ROW) + b',COL,16b,2024-05-01,,"No end,,\r\n')

    assert refusal.startswith("Row 3: This row cannot be read as CSV")


def test_a_file_over_the_limits_is_refused_in_words():
    content = as_csv(ROW, ROW, ROW)

    assert refused(content, rows=2) == [
        "Row 4: The file has more than 2 rows: divide it, or ask for the command line."
    ]
    assert refused(content, size=100) == [
        f"The file has {len(content)} bytes, and at most 100 are taken: divide it."
    ]
    assert len(read(content, rows=3, size=len(content))) == 3


def test_a_workbook_keeps_dates_numbers_and_texts_as_the_file_says_them():
    content = as_xlsx(
        HEADINGS,
        (7, "COL", 18, date(2020, 12, 31), "", "001", "https://example.org/a", "=1+1"),
        ("", "", "", "", "", "", "", ""),
        ("007", "COL", "16b", 2009, "", "A\nB", "", MOMENT),
    )

    found = read(content)

    keys = ("note", "commitment", "noted_date", "text", "evidence_title")
    assert [(number, [cells[key] for key in keys]) for number, cells in found] == [
        (2, ["7", "18", "2020-12-31", "001", "=1+1"]),
        (4, ["007", "16b", "2009", "A\nB", "2020-01-02T03:04:05"]),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0rest", "This is an old workbook (.xls)"),
        (b"PK\x03\x04rest", "The file is damaged: open it where it was made"),
        (b"%PDF-1.7\n", "No headings were found in the first 20 rows."),
    ],
)
def test_what_is_no_table_is_named(content, reason):
    assert refused(content)[0].startswith(reason)


def test_a_zip_that_is_no_workbook_and_a_workbook_that_unpacks_without_end_are_refused(monkeypatch):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", "x")
    book = as_xlsx(HEADINGS)
    monkeypatch.setattr("commitments.imports.reader.MAX_UNPACKED", 10)

    assert refused(file.getvalue()) == [
        "This is neither a CSV file nor a workbook (.xlsx, .ods): unpack it, or save its table as .xlsx."
    ]
    assert refused(book) == ["The workbook is too large once unpacked: divide it."]


def test_headings_without_a_name_at_the_end_are_passed_over():
    content = as_csv(ROW).replace(b"evidence_title\r\n", b"evidence_title,,\r\n")

    assert read(content) == [(2, WHOLE)]


def test_every_column_that_is_read_in_is_explained():
    explained = {name for name, meaning, _needed in dictionary() if str(meaning)}

    names = {column.name for column in file_columns(1) if "_2_" not in column.name}
    assert names - set(DERIVED) == explained
