"""What becomes of a row, and what is done with it: always by the verbs, all of it or nothing."""

from datetime import date, timedelta

import pytest

from commitments.exports.csv import csv_of
from commitments.exports.rows import rows_of as list_rows
from commitments.imports.columns import CONTENT, DERIVED, NOTE
from commitments.imports.refusals import FileRefused
from commitments.lists.progress import PROGRESS
from commitments.models import EvidenceLink, ProgressNote
from commitments.rules.clocks import Clocks
from tests.builders import (
    make_commitment,
    make_evidence,
    make_member,
    make_note,
    make_obligation,
    make_party,
    make_returned,
    make_reviewer,
    make_state,
    make_submitted,
    make_writer,
)

from .files import HEADINGS, NOW, ROW, as_csv, as_xlsx, bring, exported, look, reasons, rows_of

pytestmark = pytest.mark.django_db

WAITS = "It is with the reviewer; it has to be returned first."
NOT_THERE = "There is no note with this number, or its State is not assigned to you."
NOT_ASSIGNED = "This State is not assigned to you."


@pytest.fixture(autouse=True)
def obligation():
    return make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))


@pytest.fixture
def person():
    return make_reviewer(username="importer")


def outcomes(entries) -> list[str]:
    return [entry.outcome.value for entry in entries]


def changes(entry) -> list[tuple[str, str, str]]:
    return [(change.column, change.before, change.after) for change in entry.changes]


def edited(content: bytes, **cells: str) -> bytes:
    rows = [{**row, **cells} for row in rows_of(content)]
    return as_csv(*rows, headings=rows[0])


@pytest.mark.parametrize("form", ["csv", "ods", "xlsx"])
def test_an_untouched_export_changes_nothing(person, form, obligation):
    make_note(obligation=obligation, links=3)
    make_note(obligation=obligation, text="=cmd|' /C calc'!A0", evidence={"title": "@SUM(1)"})
    make_note(obligation=obligation, published=False, noted_precision="month", noted_date=date(2020, 1, 31))
    make_submitted(obligation=obligation, noted_precision="year", noted_date=date(2009, 12, 31))
    make_returned(obligation=obligation, text="One.\r\nTwo.", status="")
    make_note(obligation=obligation, noted_precision="by", noted_date=date(2024, 5, 7))

    assert outcomes(look(exported(form), person)) == ["unchanged"] * 6


def test_a_row_without_a_number_makes_a_draft_in_the_name_of_the_person(person, obligation):
    (entry,) = bring(as_csv(ROW), person)

    note = ProgressNote.objects.get()
    assert (entry.outcome, entry.made) == ("new", note.pk)
    assert (note.obligation, note.stage, note.author, note.noted_date) == (
        obligation,
        "draft",
        person,
        date(2024, 5, 1),
    )
    assert (note.status, note.certainty, note.text) == ("in_progress", "confirmed", ROW["text"])
    link = note.evidence.get()
    assert (link.url, link.title, link.kind) == (ROW["evidence_url"], ROW["evidence_title"], "other")


def test_the_history_keeps_person_batch_file_and_checksum(person):
    content = as_csv(ROW, {**ROW, "commitment": "16b", "text": "A second finding."})

    bring(content, person)

    told = [*ProgressNote.history.all(), *EvidenceLink.history.all()]
    assert len(told) == 4
    assert len({entry.batch for entry in told} - {None}) == 1
    assert {entry.history_user for entry in told} == {person}
    (reason,) = {entry.history_change_reason for entry in told}
    assert reason.startswith("Import of notes.csv (SHA-256 ")


def test_a_number_of_a_draft_changes_it_cell_by_cell(person, obligation):
    note = make_note(obligation=obligation, published=False, links=1)
    content = edited(
        exported(), text="Three provinces.", evidence_title="Another title", noted_date="2020-06"
    )

    (seen,) = look(content, person)
    (entry,) = bring(content, person)

    note.refresh_from_db()
    assert changes(seen) == changes(entry)
    assert changes(seen) == [
        ("noted_date", "2020-06-01", "2020-06"),
        ("text", "The State told the meeting that two provinces were clear.", "Three provinces."),
        ("evidence_title", "Report of the State", "Another title"),
    ]
    assert (note.text, note.noted_date, note.noted_precision) == (
        "Three provinces.",
        date(2020, 6, 30),
        "month",
    )
    assert (note.version, note.evidence.get().title) == (2, "Another title")


def test_a_returned_note_is_changed_and_handed_in_again(person, obligation):
    note = make_returned(obligation=obligation)

    bring(edited(exported(), text="Page 12 names three provinces."), person, submit=True)

    note.refresh_from_db()
    assert (note.stage, note.submitted_by, note.submitted_at) == ("submitted", person, NOW)


def test_a_changed_published_note_opens_a_correction_and_stays_as_it_is(person, obligation):
    note = make_note(obligation=obligation, links=2)
    content = edited(exported(), status="fulfilled", evidence_2_title="Second report")

    (seen,) = look(content, person)
    (entry,) = bring(content, person)

    draft = ProgressNote.objects.get(corrects=note)
    stored = ProgressNote.objects.get(pk=note.pk)
    assert (seen.outcome, entry.outcome, entry.made) == ("correction", "correction", draft.pk)
    assert (stored.status, stored.stage) == ("in_progress", "published")
    assert (draft.status, draft.stage, draft.author) == ("fulfilled", "draft", person)
    assert [link.title for link in draft.evidence.all()] == ["Report of the State", "Second report"]
    old, new = draft.history.order_by("history_id")
    assert [change.field for change in new.diff_against(old).changes] == ["status"]


def test_the_same_file_sent_again_changes_nothing_more(person, obligation):
    make_note(obligation=obligation)
    content = edited(exported(), text="Three provinces.")
    bring(content, person)

    assert outcomes(look(content, person)) == ["unchanged"]
    ((row, column, reason),) = reasons(look(edited(content, text="Four provinces."), person))
    draft = ProgressNote.objects.get(corrects__isnull=False)
    assert (row, column) == (2, "note")
    assert reason.startswith(f"A correction of this note is open already, as note {draft.pk}: change that")


def test_new_rows_sent_again_are_named_and_not_doubled(person):
    bring(as_csv(ROW), person)
    note = ProgressNote.objects.get()

    assert reasons(look(as_csv(ROW), person)) == [
        (
            2,
            "note",
            f"Note {note.pk} says the same of the same day already: put its number here to change it.",
        )
    ]
    again = {**ROW, "text": "Another."}
    assert reasons(look(as_csv(again, again), person)) == [(3, "note", "Row 2 is about the same note.")]


def test_evidence_is_added_and_taken_away(person, obligation):
    note = make_note(obligation=obligation, published=False, links=2)
    first, second = note.evidence.order_by("pk")
    gone = {f"evidence_{field}": "" for field in ("url", "title", "publisher", "kind", "date")}
    added = {
        "evidence_3_url": "https://example.org/3",
        "evidence_3_title": "Third",
        "evidence_3_date": "2009",
    }
    rows = [{**row, **gone, **added} for row in rows_of(exported())]

    (entry,) = bring(as_csv(*rows, headings=rows[0]), person)

    third = note.evidence.last()
    assert len(entry.changes) == 8
    assert [link.pk for link in note.evidence.order_by("pk")] == [second.pk, third.pk]
    assert (third.title, third.published_date, third.published_precision) == (
        "Third",
        date(2009, 12, 31),
        "year",
    )
    assert EvidenceLink.history.filter(id=first.pk, history_type="-", history_user=person).exists()


def test_columns_that_are_not_there_say_nothing(person, obligation):
    note = make_note(obligation=obligation, published=False, links=3, disputed_by="It", dispute="No.")
    row = {**ROW, "note": str(note.pk), "evidence_url": "https://example.org/new"}

    bring(as_csv(row), person)

    note.refresh_from_db()
    assert (note.dispute, note.evidence.count()) == ("No.", 3)
    assert note.evidence.first().publisher == "United Nations"


def test_a_note_can_be_handed_to_the_reviewer_at_once(person):
    bring(as_csv(ROW), person, submit=True)

    assert ProgressNote.objects.get().stage == "submitted"


def test_a_status_without_evidence_is_a_hint_for_a_draft_and_an_error_for_a_reviewer(person):
    content = as_csv({**ROW, "evidence_url": "", "evidence_title": ""})
    lacks = "Add a piece of evidence before you publish this note."

    assert [entry.hints for entry in look(content, person)] == [(lacks,)]
    assert reasons(look(content, person, submit=True)) == [(2, "status", lacks)]


ERRORS = {
    "no date": ({"noted_date": "soon"}, "noted_date", "“soon” is no date: write 2 November 2026, 2026-11-02"),
    "no such day": (
        {"noted_date": "2021-02-29"},
        "noted_date",
        "“2021-02-29” names a day that no calendar has.",
    ),
    "future": ({"noted_date": "2027-01-01"}, "noted_date", "This day lies in the future"),
    "before": ({"noted_date": "1990"}, "noted_date", "This day lies before the Convention"),
    "state": (
        {"state_iso3": "XYZ"},
        "state_iso3",
        "“XYZ” is no State: write its ISO code, such as COL, or its name.",
    ),
    "no party": ({"state_iso3": "USA"}, "state_iso3", "Land USA has never been a Party"),
    "commitment": ({"commitment": "99z"}, "commitment", "“99z” is no code of a commitment."),
    "status": ({"status": "done"}, "status", "“done” is not one of the choices: fulfilled, in_progress"),
    "derived": (
        {"status": "noted"},
        "status",
        "“noted” is not one of the choices: fulfilled",
    ),
    "certainty": ({"certainty": "sure"}, "certainty", "“sure” is not one of the choices: confirmed"),
    "hearsay": (
        {"status": "contradicted", "certainty": "alleged"},
        "status",
        "An allegation does not contradict a promise",
    ),
    "dispute": ({"dispute": "It says no."}, "disputed_by", "Say who disputes the finding."),
    "empty": ({"text": ""}, "text", "This cell is empty, and a new note needs it."),
    "null": ({"text": "a\x00b"}, "text", "The text holds a character that cannot be kept"),
    "long": ({"text": "x" * 5001}, "text", "“text” is too long: 5001 characters, and 5000 fit."),
    "number": ({"note": "abc"}, "note", "“abc” is no number of a note."),
    "number of too many digits": ({"note": "9" * 5000}, "note", f"“{'9' * 40}” is no number of a note."),
    "unknown number": ({"note": "987654"}, "note", NOT_THERE),
    "address": (
        {"evidence_url": "javascript:alert(1)"},
        "evidence_url",
        "“javascript:alert(1)” is no web address",
    ),
    "no address": ({"evidence_url": ""}, "evidence_url", "Say where this can be checked"),
    "archive alone": ({"evidence_archive": "Kew"}, "evidence_url", "Say both which archive has it"),
    "title": ({"evidence_title": "x" * 1000}, "evidence_title", "“title” is too long"),
    "kind": (
        {"evidence_kind": "gossip"},
        "evidence_kind",
        "“gossip” is not one of the choices: treaty_record",
    ),
    "source date": ({"evidence_date": "32.2.2020"}, "evidence_date", "“32.2.2020” names a day that"),
    "source of tomorrow": ({"evidence_date": "2027-01-01"}, "evidence_date", "This day lies in the future"),
    "quotation": ({"evidence_quotation": "x" * 1001}, "evidence_quotation", "“short quotation” is too long"),
    "word": ({"status_word": "kept"}, "status_word", "This column is not read in: it follows from status."),
    "name": ({"state": "Peru"}, "state", "This column is not read in: it follows from state_iso3."),
    "stage": ({"stage": "published"}, "stage", "An import does not move a note on its way."),
}


@pytest.mark.parametrize("case", ERRORS)
def test_an_error_is_named_with_row_and_column(case, person):
    cells, column, reason = ERRORS[case]
    make_state(iso3="USA")
    rows = [ROW | {"text": "A row that is right."}, ROW | cells]

    found = reasons(look(as_csv(*rows, headings=list(dict.fromkeys([*HEADINGS, *cells]))), person))

    assert [(row, name) for row, name, _reason in found] == [(3, column)]
    assert found[0][2].startswith(reason)


def test_all_errors_of_a_row_are_named_at_once(person):
    row = {**ROW, "noted_date": "x", "status": "y", "evidence_url": "z"}

    assert [name for _row, name, _reason in reasons(look(as_csv(row), person))] == [
        "noted_date",
        "status",
        "evidence_url",
    ]


def test_a_cell_beyond_the_headings_is_named(person):
    content = as_csv(ROW).replace(b"Report\r\n", b"Report,oops\r\n")

    assert reasons(look(content, person)) == [
        (2, "", "Something stands in this row in a column without a heading.")
    ]


def test_a_row_may_end_before_the_last_column(person):
    row = [ROW[name] for name in ("state_iso3", "commitment", "noted_date", "text")]
    content = f"state_iso3,commitment,noted_date,text,note\r\n{','.join(row)}\r\n".encode()

    assert outcomes(look(content, person)) == ["new"]


def test_a_number_twice_is_named(person, obligation):
    make_note(obligation=obligation)
    row = rows_of(exported())[0]

    assert reasons(look(as_csv(row, row, headings=row), person)) == [
        (3, "note", "Row 2 is about the same note.")
    ]


@pytest.mark.parametrize(
    "column", ["noted_precision", "state", "status_word", "published_at", "path", "stage"]
)
def test_a_changed_column_that_is_not_read_in_is_named(column, person, obligation):
    note = make_note(obligation=obligation)
    row = {**rows_of(exported())[0], column: "changed"}

    found = reasons(look(as_csv(row, headings=row), person))

    assert [(number, name) for number, name, _reason in found] == [(2, column)]
    assert ProgressNote.objects.filter(pk=note.pk).exists()


def test_by_is_read_from_the_cell_of_a_date(person, obligation):
    last_days = {
        "by 2024-05-07": date(2024, 5, 7),
        "BY  2024-05": date(2024, 5, 31),
        "By 2024": date(2024, 12, 31),
        f"by {NOW:%Y-%m}": NOW.date(),
    }
    rows = [{**ROW, "noted_date": cell, "text": f"Cleared, as told {cell}."} for cell in last_days]

    bring(as_csv(*rows), person)

    stored = ProgressNote.objects.order_by("pk").values_list("noted_date", "noted_precision")
    assert [*stored] == [(day, "by") for day in last_days.values()]
    assert [row["noted_date"] for row in rows_of(exported())] == [
        f"by {day.isoformat()}" for day in last_days.values()
    ]


def test_by_is_refused_in_the_future_and_for_sources(person, obligation):
    tomorrow = (NOW + timedelta(days=2)).date().isoformat()  # nowhere on earth is it that day
    rows = [{**ROW, "noted_date": f"by {tomorrow}"}, {**ROW, "evidence_date": "by 2024"}]

    found = [reasons(look(as_csv(row, headings=[*HEADINGS, "evidence_date"]), person)) for row in rows]

    order = "A source bears a date of its own: leave out “by”."
    assert found == [
        [(2, "noted_date", "This day lies in the future: log what has happened.")],
        [(2, "evidence_date", order)],
    ]


def test_by_in_a_public_file_stands_in_its_own_column(person, obligation):
    """A row that nobody touched changes nothing; a new day is again one by which the fact is known."""
    note = make_note(obligation=obligation, noted_precision="by", noted_date=date(2024, 5, 7))
    columns = [PROGRESS.column(name) for name in (NOTE, *CONTENT, *DERIVED)]
    public = "".join(csv_of(columns, list_rows(columns, PROGRESS.rows(Clocks(NOW.date(), NOW)))))
    (row,) = rows_of(public.encode())

    assert (row["noted_date"], row["noted_precision"]) == ("2024-05-07", "by")
    assert outcomes(look(as_csv(row, headings=row), person)) == ["unchanged"]
    (entry,) = bring(as_csv({**row, "noted_date": "2024-04"}, headings=row), person)
    draft = ProgressNote.objects.get(pk=entry.made)
    assert (draft.corrects, draft.noted_date, draft.noted_precision) == (note, date(2024, 4, 30), "by")


def test_what_follows_from_a_changed_cell_may_say_the_old_or_the_new(person, obligation):
    make_note(obligation=obligation)
    row = {**rows_of(exported())[0], "status": "fulfilled"}

    found = [look(as_csv(each, headings=each), person) for each in (row, {**row, "status_word": "fulfilled"})]

    assert [outcomes(entries) for entries in found] == [["correction"], ["correction"]]


def test_a_formula_comes_back_without_its_apostrophe(person):
    row = {**ROW, "text": "'=1+1 provinces", "evidence_title": "'-5 degrees"}

    bring(as_csv(row), person)

    note = ProgressNote.objects.get()
    assert (note.text, note.evidence.get().title) == ("=1+1 provinces", "-5 degrees")


def test_a_workbook_with_real_dates_and_numbers_is_brought_in(person):
    make_obligation(state=make_state(iso3="COL"), commitment=make_commitment(code="18"))
    rows = [("", "col", 18, date(2020, 12, 31), "", "001", "https://example.org/a", "A")]

    bring(as_xlsx(HEADINGS, *rows), person)

    note = ProgressNote.objects.get()
    assert (note.obligation.commitment.code, note.noted_date, note.text) == ("18", date(2020, 12, 31), "001")


def test_one_error_and_nothing_is_saved(person):
    content = as_csv(ROW, {**ROW, "status": "done"}, {**ROW, "noted_date": "x"})

    with pytest.raises(FileRefused) as refused:
        bring(content, person)

    assert [(found.row, found.column) for found in refused.value.refusals] == [
        (3, "status"),
        (4, "noted_date"),
    ]
    assert not ProgressNote.objects.exists()
    assert not ProgressNote.history.exists()


# ---------------------------------------------------------------- stages, versions, people


def test_what_waits_for_a_review_or_was_silenced_is_not_changed(person, obligation):
    make_submitted(obligation=obligation)
    retracted = make_note(obligation=obligation)
    retracted.retract(by=person, at=NOW, reason="Wrong.")
    content = edited(exported(), text="Another text.")

    assert reasons(look(content, person)) == [
        (2, "note", WAITS),
        (3, "note", "Only a published note can be corrected."),
    ]


def test_a_draft_that_somebody_saved_since_the_export_is_not_overwritten(person, obligation):
    note = make_note(obligation=obligation, published=False)
    content = edited(exported(), text="Mine.")
    note.text = "Theirs."
    note.write(by=make_writer())

    assert reasons(look(content, person)) == [
        (2, "version", "Somebody else has saved this draft since you opened it.")
    ]


def test_a_contributor_brings_in_what_belongs_to_their_states(obligation):
    make_obligation(state=make_party(iso3="KHM"), commitment=make_commitment(code="16b"))
    contributor = make_member("Contributor", obligation.state)

    entries = look(as_csv(ROW, {**ROW, "state_iso3": "KHM"}), contributor)

    assert outcomes(entries) == ["new", "error"]
    assert reasons(entries) == [(3, "state_iso3", NOT_ASSIGNED)]


def test_what_a_contributor_does_not_reach_may_stand_unchanged_in_the_file_when_it_is_public(obligation):
    elsewhere = make_obligation(state=make_party(iso3="KHM"))
    make_note(obligation=elsewhere)
    contributor = make_member("Contributor", obligation.state)
    content = exported()

    assert outcomes(look(content, contributor)) == ["unchanged"]
    assert reasons(look(edited(content, text="Another."), contributor)) == [(2, "state_iso3", NOT_ASSIGNED)]


def test_a_draft_out_of_reach_is_as_unknown_as_one_that_is_not_there(obligation):
    make_note(obligation=make_obligation(state=make_party(iso3="KHM")), published=False)
    contributor = make_member("Contributor", obligation.state)

    entries = look(exported(), contributor)

    assert reasons(entries) == [(2, "note", NOT_THERE)]
    assert [entry.changes for entry in entries] == [()]


def test_a_note_is_not_moved_into_a_state_out_of_reach(obligation):
    make_obligation(state=make_party(iso3="KHM"), commitment=obligation.commitment)
    make_note(obligation=obligation, published=False)
    contributor = make_member("Contributor", obligation.state)

    found = reasons(look(edited(exported(), state_iso3="KHM"), contributor))

    assert found == [(2, "state_iso3", NOT_ASSIGNED)]


def test_who_may_not_write_brings_nothing_in(obligation):
    nobody = make_member("Contributor", obligation.state, is_active=False)
    make_evidence(note=make_note(obligation=obligation, published=False))
    content = as_csv(
        ROW, *[{**row, "text": "New."} for row in rows_of(exported())], headings=rows_of(exported())[0]
    )

    assert {reason for _row, _column, reason in reasons(look(content, nobody))} == {
        "You do not have the permission to write this."
    }
