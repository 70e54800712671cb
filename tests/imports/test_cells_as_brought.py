"""Cells as people and spreadsheets write them: read as the form reads them, asked about, never guessed."""

from datetime import date

import pytest

from commitments.imports.refusals import FileRefused
from commitments.models import ProgressNote
from commitments.rules.date_reading import DayOrder
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_reviewer
from tests.value_cases import TWO_DATES

from .files import HEADINGS, ROW, as_csv, bring, exported, look, reasons, rows_of

pytestmark = pytest.mark.django_db

EVIDENCE_DATE = [*HEADINGS, "certainty", "evidence_kind", "evidence_date"]
# As a cell is written, and what a note then holds, for one column after another.
WRITTEN = {
    "state_iso3": {
        "COL": ("COL", " col ", "CO", "170", "Land COL", "LAND  COL", "COL\u200b"),
    },
    "commitment": {
        "16b": ("16b", "16B", "16 (b)", "paragraph 16b", "16b\u200b"),
        "18": ("18", "18.0", "§ 18"),
    },
    "noted_date": {
        "2009-12-04": (
            "2009-12-04",
            "2009/12/4",
            "4 Dec 2009",
            "4.12.2009",
            "٤ ديسمبر ٢٠٠٩",
            "4 décembre 2009",
            "2009-12-04T10:30:00",
            "2009-12-04 00:00",
        ),
        "2009-12": ("2009-12", "December 2009", "12/2009"),
        "2009": ("2009", "2009.0"),
        "2020-12-25": ("25/12/2020", "12/25/2020", "25.12.2020"),
        "2020-03-03": ("03/03/2020",),
        "by 2024-05-31": ("by May 2024", "BY 2024-05", "by 31.5.2024"),
    },
    "status": {
        "in_progress": ("in progress", "In-Progress", "IN_PROGRESS"),
        "no_evidence": ("No evidence found",),
    },
    "certainty": {"apparent": ("Apparent",)},
    "evidence_kind": {"state_report": ("report by the State", "State report"), "press": ("Press",)},
    "evidence_date": {"2009-12": ("December 2009",), "2009-12-04": ("4 December 2009", "04.12.2009")},
    "evidence_url": {
        "https://example.org/a%20b": ("HTTPS://Example.org/a b", "example.org/a b?utm_source=x"),
        "https://undocs.org/A/RES/78/50": ("A/RES/78/50",),
    },
}


@pytest.fixture(autouse=True)
def obligation():
    state = make_party(iso3="COL", iso2="CO", m49="170")
    make_obligation(state=state, commitment=make_commitment(code="18"))
    return make_obligation(state=state, commitment=make_commitment(code="16b"))


@pytest.fixture
def person():
    return make_reviewer(username="importer")


def test_a_cell_may_be_written_in_many_ways(person):
    written = [
        (column, said, cell)
        for column, cells in WRITTEN.items()
        for said, forms in cells.items()
        for cell in forms
    ]
    rows = [
        {**ROW, "text": f"Finding {number}, sought in three registers.", column: cell}
        for number, (column, _said, cell) in enumerate(written)
    ]

    entries = bring(as_csv(*rows, headings=EVIDENCE_DATE), person)

    stored = {row["note"]: row for row in rows_of(exported())}
    found = [
        (column, stored[str(entry.made)][column], cell)
        for (column, _s, cell), entry in zip(written, entries, strict=True)
    ]
    assert found == written


def test_what_was_completed_in_an_address_is_told(person):
    row = {**ROW, "evidence_url": "example.org/a?utm_source=x&id=1"}

    (entry,) = look(as_csv(row), person)

    assert entry.changes[-2].after == "https://example.org/a?id=1"
    assert entry.remarks == (
        "evidence_url: The address was completed with https://.",
        "evidence_url: Left out, because it only follows readers around: utm_source.",
    )


# ---------------------------------------------------------------- what a spreadsheet does on saving

MONTHS = {5: ("May", "Mai"), 12: ("Dec", "Dez"), 3: ("Mar", "Mrz")}


def british(day: str) -> str:
    year, month, *rest = day.split("-")
    return f"{rest[0]}/{month}/{year}" if rest else f"{MONTHS[int(month)][0]}-{year[2:]}"


def american(day: str) -> str:
    year, month, *rest = day.split("-")
    return f"{int(month)}/{int(rest[0])}/{year}" if rest else f"{MONTHS[int(month)][0]}-{year[2:]}"


def german(day: str) -> str:
    year, month, *rest = day.split("-")
    return f"{rest[0]}.{month}.{year}" if rest else f"{MONTHS[int(month)][1]} {year[2:]}"


def saved_by(dress, **cells: str) -> bytes:
    """The export as a spreadsheet of a country saves it: every date in its own form."""
    rows = rows_of(exported())
    for row in rows:
        for name, cell in row.items():
            if name.endswith("_date") and cell.count("-") and not cell.startswith("by"):
                row[name] = dress(cell)
    return as_csv(*[{**row, **cells} for row in rows], headings=rows[0])


def make_dated_notes(obligation) -> None:
    make_note(
        obligation=obligation, noted_date=date(2009, 12, 4), evidence={"published_date": date(2010, 1, 2)}
    )
    make_note(obligation=obligation, noted_date=date(2020, 5, 31), noted_precision="month")
    make_note(obligation=obligation, noted_date=date(2020, 12, 31), noted_precision="month", published=False)
    make_note(obligation=obligation, noted_date=date(2009, 12, 31), noted_precision="year")
    make_note(obligation=obligation, noted_date=date(2020, 3, 31), noted_precision="month")
    make_note(obligation=obligation, noted_date=date(2024, 5, 31), noted_precision="by")


@pytest.mark.parametrize("dress", [american, british, german])
def test_dates_that_a_spreadsheet_rewrote_are_the_stored_ones(person, obligation, dress):
    make_dated_notes(obligation)

    entries = look(saved_by(dress), person)

    assert [(entry.outcome.value, entry.changes, entry.refusals) for entry in entries] == [
        ("unchanged", (), ())
    ] * 6


def test_numbers_that_pandas_made_of_a_column_with_gaps_are_the_stored_ones(person, obligation):
    make_dated_notes(obligation)
    numbers = ("note", "version")
    rows = [
        {name: f"{cell}.0" if name in numbers else cell for name, cell in row.items()}
        for row in rows_of(exported())
    ]
    rows[3]["noted_date"] = "2009.0"

    entries = look(as_csv(*rows, ROW, headings=rows[0]), person)

    assert [entry.outcome.value for entry in entries] == ["unchanged"] * 6 + ["new"]


# ---------------------------------------------------------------- dates that have to be asked about

ASKED = {**ROW, "noted_date": "03/02/2020"}


def test_a_date_with_two_readings_is_asked_about_and_never_guessed(person):
    content = as_csv(ROW | {"text": "A row that is clear."}, ASKED)

    clear, asked = look(content, person)

    assert (clear.outcome, asked.outcome) == ("new", "question")
    (question,) = asked.questions
    assert (question.row, question.column, question.text) == (3, "noted_date", "03/02/2020")
    assert [*question.readings.values()] == [date(2020, 2, 3), date(2020, 3, 2)]
    assert reasons([asked]) == [
        (
            3,
            "noted_date",
            "“03/02/2020” can be 3 February 2020 or 2 March 2020: write the month as a word, or 2020-02-03.",
        )
    ]


def test_the_answer_holds_for_every_date_of_the_file(person):
    rows = [ASKED, {**ASKED, "text": "Another.", "noted_date": "2020-05-01", "evidence_date": "04/02/2020"}]
    days = {
        DayOrder.DAY_FIRST: ["2020-02-03", "2020-02-04"],
        DayOrder.MONTH_FIRST: ["2020-03-02", "2020-04-02"],
    }

    for order, expected in days.items():
        entries = look(as_csv(*rows, headings=EVIDENCE_DATE), person, order=order)
        said = {change.column: change.after for entry in reversed(entries) for change in entry.changes}
        assert [said["noted_date"], said["evidence_date"]] == expected


def test_the_answer_holds_however_the_numbers_are_parted(person):
    dates = {text: readings for text, readings in TWO_DATES.items() if not text.startswith("by")}

    for place, order in enumerate(DayOrder):
        rows = [{**ROW, "text": f"Finding {text}.", "noted_date": text} for text in dates]
        entries = look(as_csv(*rows), person, order=order)
        said = [change.after for each in entries for change in each.changes if change.column == "noted_date"]
        assert said == [readings[place] for readings in dates.values()]


def test_a_date_that_contradicts_the_answer_is_named(person, obligation):
    note = make_note(obligation=obligation, published=False, noted_date=date(2009, 12, 4))
    stored = {**ROW, "note": str(note.pk), "noted_date": "04/12/2009"}
    rows = [ASKED, {**ASKED, "text": "Another.", "noted_date": "25/12/2020"}, stored]

    asked = look(as_csv(*rows), person)
    answered = look(as_csv(*rows), person, order=DayOrder.MONTH_FIRST)

    assert [entry.orders for entry in asked] == [(), (DayOrder.DAY_FIRST,), (DayOrder.DAY_FIRST,)]
    words = "can only be day, month, year, and another order was chosen for this file: write"
    assert reasons(answered) == [
        (3, "noted_date", f"“25/12/2020” {words} 2020-12-25."),
        (4, "noted_date", f"“04/12/2009” {words} 2009-12-04."),
    ]


def test_nothing_is_saved_as_long_as_a_date_is_open(person):
    with pytest.raises(FileRefused):
        bring(as_csv(ROW, ASKED), person)

    assert not ProgressNote.objects.exists()


# ---------------------------------------------------------------- two notes or one


def test_the_same_words_of_one_day_from_other_sources_are_another_note(person):
    other = {**ROW, "evidence_url": "https://example.org/second"}
    again = {**ROW, "evidence_url": "http://www.example.org/report/?utm_source=mail"}

    bring(as_csv(ROW, other), person)

    assert ProgressNote.objects.count() == 2
    assert reasons(look(as_csv({**ROW, "text": "New."}, {**again, "text": "New."}), person)) == [
        (3, "note", "Row 2 is about the same note.")
    ]


def test_an_error_of_a_spreadsheet_is_no_text(person):
    for word in ("#REF!", "Err:522", "nan", "NaT", "None"):
        rows = {**ROW, "text": word, "evidence_title": word}
        found = [column for _row, column, _reason in reasons(look(as_csv(rows), person))]
        assert found == ["text", "evidence_title"], word


# What is stored; what spreadsheets make of it; and what only a person writes in its place.
REWRITTEN = {
    "007": (("7",), ("0007", "8", "07")),
    "3.10": (("3.1", "3,1"), ("3.11", "31")),
    "3.1": (("3.1", "3,1"), ("3.10", "3.01")),
    "12": (("12.0",), ("012", "12.5", "120")),
    "1E10": (("10000000000", "1.00E+10", "1E+10"), ("1E11",)),
    "1,000": (("1000",), ("1001",)),
    "50%": (("0.5", "50.00%", "0,5"), ("50", "5%")),
    "1/2": (("2026-01-02", "02/01/2026", "01/02/26"), ("1/3", "2026-01-03", "0.5")),
    "2009-12-04": (("04.12.2009", "04/12/2009"), ("2009-12-05",)),
    "12:30": (("12:30:00", "0.520833333333333"), ("12:31:00", "0.5")),
    "TRUE": (("True",), ("FALSE", "1")),
    "Two  blanks\tand more": (("Two blanks and more",), ("Twoblanks and more",)),
}


def test_a_text_that_a_spreadsheet_rewrote_is_the_stored_one(person, obligation):
    """A number keeps no noughts there, and 1/2 becomes a day; what nobody but a person writes is a change."""
    for stored in REWRITTEN:
        make_note(obligation=obligation, published=False, text=stored)
    (head, *_others) = rows = rows_of(exported())

    for row in rows:
        same, others = REWRITTEN[row["text"]]
        for cell in (*same, *others):
            (entry,) = look(as_csv({**row, "text": cell}, headings=head), person)
            wanted = "unchanged" if cell in same else "changed"
            assert entry.outcome.value == wanted, (row["text"], cell, entry.refusals)
