"""Files that a spreadsheet opens without running them."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.exports import FORMULA_STARTS, cell, csv_blocks, file_name, postgresql_copy
from commitments.exports import csv as csv_file
from commitments.lists.obligations import COLUMNS as OBLIGATION_COLUMNS
from commitments.lists.progress import COLUMNS as PROGRESS_COLUMNS
from commitments.models import Obligation, ProgressNote
from commitments.rules.clocks import CLOCK_PARAMETERS, Clocks, read_clocks
from commitments.rules.formulas import restored
from tests.builders import make_note, make_obligation, make_party

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def read(blocks) -> list[list[str]]:
    return [*csv.reader(io.StringIO("".join(blocks), newline=""))]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    assert cell(f"{start}1+1") == f"'{start}1+1"


@given(st.text() | st.text(alphabet="'=+-@a"))
def test_no_cell_begins_like_a_formula_and_no_text_is_lost(text):
    written = cell(text)

    assert not written.startswith(FORMULA_STARTS)
    assert restored(written) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-1, -1),
        (True, True),
        (None, None),
        ("", ""),
        ("a=b", "a=b"),
        (datetime(2026, 11, 24, 12, 0, 1, 999, tzinfo=UTC), "2026-11-24T12:00:01+00:00"),
    ],
)
def test_other_values_stay_as_they_are(value, written):
    assert cell(value) == written


@pytest.mark.django_db
def test_a_note_that_begins_like_a_formula_is_neutral_in_the_file(today, now):
    text = '=HYPERLINK("https://evil.example","Click, please")\nsecond line'
    make_note(text=text, evidence={"title": "@SUM(A1)", "publisher": "+49"})

    head, row = read(csv_blocks(PROGRESS_COLUMNS, ProgressNote.objects.as_exported(Clocks(today, now))))

    found = dict(zip(head, row, strict=True))
    assert [found[name] for name in ("text", "evidence_title", "evidence_publisher")] == [
        f"'{text}",
        "'@SUM(A1)",
        "'+49",
    ]


@pytest.mark.django_db
def test_a_file_without_rows_has_its_head(today, now):
    rows = read(csv_blocks(OBLIGATION_COLUMNS, Obligation.objects.as_listed(Clocks(today, now))))

    assert rows == [[column.name for column in OBLIGATION_COLUMNS]]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5])
def test_a_file_comes_in_blocks_and_loses_no_row_between_them(rows, today, now, monkeypatch):
    monkeypatch.setattr(csv_file, "ROWS_A_BLOCK", 2)
    monkeypatch.setattr(postgresql_copy, "BLOCK_SIZE", 1)
    for number in range(rows):
        make_obligation(state=make_party(name_en=f"Land {number}"))

    blocks = [*csv_blocks(OBLIGATION_COLUMNS, Obligation.objects.as_listed(Clocks(today, now)))]

    assert [line[1] for line in read(blocks)[1:]] == [f"Land {number}" for number in range(rows)]
    assert max(len(read([block])) for block in blocks) <= 2


@pytest.mark.django_db
def test_other_scripts_and_quotes_come_through(today, now):
    make_obligation(state=make_party(name_en='Côte d’Ivoire, "the" 科特迪瓦'))

    rows = read(csv_blocks(OBLIGATION_COLUMNS, Obligation.objects.as_listed(Clocks(today, now))))

    assert rows[1][1] == 'Côte d’Ivoire, "the" 科特迪瓦'


@pytest.mark.parametrize(
    ("filters", "clocks", "name"),
    [
        ([], (None, None), "cartagena-obligations-2026-11-24.csv"),
        (["COL", "overdue"], ("2010-01-01", None), "cartagena-obligations-COL-overdue-2010-01-01.csv"),
        ([], (None, "2026-06-30"), "cartagena-obligations-2026-11-24-known-2026-06-30.csv"),
        (
            ['"; rm -rf /', "\r\nSet-Cookie: a"],
            (None, None),
            "cartagena-obligations-rm-rf-Set-Cookie-a-2026-11-24.csv",
        ),
        (["../../etc"], (None, None), "cartagena-obligations-etc-2026-11-24.csv"),
    ],
)
def test_a_file_is_named_for_what_is_in_it(filters, clocks, name):
    assert (
        file_name(
            "obligations",
            filters,
            read_clocks(dict(zip(CLOCK_PARAMETERS, clocks, strict=True)), now=NOW),
            suffix="csv",
        )
        == name
    )


@given(st.lists(st.text(), max_size=5))
def test_whatever_was_searched_the_name_fits_a_header_and_a_disk(words):
    name = file_name(
        "progress", words, read_clocks({"as_of": None, "known_at": "2026-06-30"}, now=NOW), suffix="csv"
    )

    assert len(name) < 200
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.")
    assert name.endswith(f"-{date(2026, 11, 24)}-known-2026-06-30.csv")
