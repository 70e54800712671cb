"""The import at the desk: looked at row by row, confirmed as it was looked at, all of it or nothing."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from commitments.models import ProgressNote
from tests.builders import (
    make_commitment,
    make_evidence,
    make_member,
    make_note,
    make_obligation,
    make_party,
)
from tests.imports.files import HEADINGS, ROW, as_csv, as_xlsx, exported, look, rows_of

IMPORT = "/admin/commitments/progressnote/import/"
FILES = {f"{IMPORT}notes.csv", f"{IMPORT}notes.xlsx"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


@pytest.fixture
def obligation(db):
    return make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))


@pytest.fixture
def contributor(client, obligation):
    client.force_login(make_member("Contributor", obligation.state, username="contributor"))
    return client


def send(client, content: bytes, name: str = "notes.csv", **answers: str):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content), **answers})


def mark(answer) -> str:
    return answer.context["mark"]


def confirm(client, answer, **ticked: str):
    return client.post(IMPORT, {"plan": mark(answer), **(ticked or {"all_the_same": "on"})}, follow=True)


def shown(answer) -> dict[str, list[tuple[int, list[tuple[str, str, str]]]]]:
    """By outcome the rows on the page, with their cells before and after."""
    return {
        str(group.outcome): [(row.entry.row, [change[:3] for change in row.changes]) for row in group.entries]
        for group in answer.context["plan"].groups
    }


def edited(content: bytes, **cells: str) -> bytes:
    rows = [{**row, **cells} for row in rows_of(content)]
    return as_csv(*rows, headings=rows[0])


def test_the_list_leads_to_the_import(contributor):
    assert IMPORT in contributor.get("/admin/commitments/progressnote/").content.decode()
    assert "multipart/form-data" in contributor.get(IMPORT).content.decode()


def test_a_file_is_looked_at_and_nothing_is_saved(contributor, obligation):
    make_note(obligation=obligation)
    make_note(obligation=obligation, published=False, text="A draft.", links=1)
    make_note(obligation=obligation, published=False, text="Untouched.")
    published, draft, untouched = rows_of(exported())
    rows = [{**published, "text": "Corrected."}, {**draft, "status": "fulfilled"}, untouched, ROW]

    answer = send(contributor, as_csv(*rows, headings=published))

    assert shown(answer) == {
        "correction": [(2, [("text", published["text"], "Corrected.")])],
        "changed": [(3, [("status", "in_progress", "fulfilled")])],
        "new": [(5, [(name, "", value) for name, value in ROW.items()])],
    }
    assert dict(answer.context["plan"].counts)["unchanged"] == 1
    assert ProgressNote.objects.count() == 3
    assert not ProgressNote.history.filter(text__in=["Corrected.", ROW["text"]]).exists()


def test_errors_stand_first_and_nothing_can_be_confirmed(contributor):
    answer = send(contributor, as_csv(ROW, {**ROW, "status": "<b>done</b>"}))

    page = answer.content.decode()
    assert [str(group.outcome) for group in answer.context["plan"].groups] == ["error", "new"]
    assert (mark(answer), 'name="plan"' in page) == ("", False)
    assert "“&lt;b&gt;done&lt;/b&gt;” is not one of the choices" in page


def test_what_was_looked_at_is_imported_once_with_the_way_to_notes_and_history(contributor, heard):
    looked = send(contributor, as_csv(ROW))

    done = confirm(contributor, looked)
    again = confirm(contributor, looked)

    note = ProgressNote.objects.get()
    batch = note.history.get().batch
    page = done.content.decode()
    assert (note.author.username, note.stage, note.text) == ("contributor", "draft", ROW["text"])
    assert f"/admin/commitments/progressnote/{note.pk}/change/" in page
    assert f"/admin/changes/?batch={batch}" in page
    assert heard(again) == [
        "This file is not here any more: it was imported already, or a day has passed. Send it again."
    ]


def test_notes_are_handed_in_at_once_where_that_was_chosen(contributor):
    confirm(contributor, send(contributor, as_csv(ROW), submit="on"))

    assert ProgressNote.objects.get().stage == "submitted"


def test_a_change_since_the_preview_is_told_and_looked_at_again(contributor, obligation, heard):
    note = make_note(obligation=obligation, published=False)
    rows = [{name: cell for name, cell in row.items() if name != "version"} for row in rows_of(exported())]
    content = edited(as_csv(*rows, headings=rows[0]), text="Mine.")
    looked = send(contributor, content)
    ProgressNote.objects.filter(pk=note.pk).update(text="Theirs.")

    answer = confirm(contributor, looked)

    note.refresh_from_db()
    assert note.text == "Theirs."
    assert heard(answer)[0].startswith("Something has changed since you looked at this file")
    assert shown(answer) == {"changed": [(2, [("text", "Theirs.", "Mine.")])]}
    confirm(contributor, answer)
    note.refresh_from_db()
    assert note.text == "Mine."


def test_a_row_that_fails_at_last_saves_nothing_of_the_others(contributor, obligation, monkeypatch):
    looked = send(contributor, as_csv(ROW, {**ROW, "text": "Second."}))
    make_note(obligation=obligation, published=False, noted_date="2024-05-01", text="Second.")

    answer = confirm(contributor, looked)

    assert not ProgressNote.objects.filter(text=ROW["text"]).exists()
    assert list(shown(answer)) == ["error", "new"]


@pytest.mark.parametrize("forged", ["", "nonsense", "a:b:c"])
def test_a_forged_confirmation_imports_nothing(contributor, forged, heard):
    answer = contributor.post(IMPORT, {"plan": forged}, follow=True)

    assert heard(answer)[0].startswith("This file is not here any more")


def test_nobody_confirms_the_file_of_another(contributor, administrator):
    looked = send(contributor, as_csv(ROW))

    administrator.post(IMPORT, {"plan": mark(looked)})

    assert not ProgressNote.objects.exists()


def test_a_file_that_was_exchanged_on_disk_is_not_imported(contributor, folder):
    looked = send(contributor, as_csv(ROW))
    (held,) = folder.iterdir()
    held.write_bytes(as_csv({**ROW, "text": "Something else."}))

    confirm(contributor, looked)

    assert not ProgressNote.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The submitted file is empty."),
        (b"note,text\r\n", "Row 1, column state_iso3: This column is missing."),
        (as_csv(ROW).decode().encode("utf-16"), "The file is UTF-16."),
        (b"PK\x03\x04", "The file is damaged"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(contributor, content, told):
    answer = send(contributor, content)

    assert answer.status_code == 200
    assert told in answer.content.decode()


def test_large_files_are_refused_in_words(contributor, settings):
    settings.IMPORT_MAX_ROWS, settings.IMPORT_MAX_CHANGES = 3, 1
    rows = [{**ROW, "text": f"Finding {number}."} for number in range(4)]

    assert "more than 3 rows" in send(contributor, as_csv(*rows)).content.decode()
    many = send(contributor, as_csv(*rows[:2]))
    assert (mark(many), "More than 1 notes would be made" in many.content.decode()) == ("", True)
    settings.IMPORT_MAX_BYTES = 100
    assert "at most 100 are taken" in send(contributor, as_csv(*rows)).content.decode()


def test_the_page_shows_the_first_rows_and_counts_the_rest(contributor):
    rows = [{**ROW, "status": "x", "text": f"Finding {number}."} for number in range(103)]

    answer = send(contributor, as_csv(*rows))

    (group,) = answer.context["plan"].groups
    assert (len(group.entries), group.rest) == (100, 3)
    assert "The first 100 are shown; 3 more are counted above." in answer.content.decode()


def test_a_contributor_sees_nothing_of_drafts_elsewhere(contributor):
    elsewhere = make_obligation(state=make_party(iso3="KHM"))
    draft = make_note(obligation=elsewhere, published=False, text="unseenword in a draft.")
    row = {**rows_of(exported())[0], "text": "Another."}

    answer = send(contributor, as_csv(row, headings=row))

    page = answer.content.decode()
    assert "unseenword" not in page
    assert "There is no note with this number, or its State is not assigned to you." in page
    assert [contributor.get(path).getvalue().count(b"unseenword") for path in sorted(FILES)] == [0, 0]
    assert ProgressNote.objects.get(pk=draft.pk).text == draft.text


def test_who_may_not_write_does_not_come_here(reviewer, client):
    assert reviewer.get(IMPORT).status_code == 403
    assert send(reviewer, as_csv(ROW)).status_code == 403
    assert client.get(IMPORT).status_code == 302


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_file_of_the_desk_comes_back_unchanged(contributor, obligation, suffix):
    make_note(obligation=obligation, links=3)
    make_note(obligation=obligation, published=False, text="=1+1")

    answer = contributor.get(f"{IMPORT}notes.{suffix}")
    looked = send(contributor, answer.getvalue(), name=f"notes.{suffix}")

    assert re.fullmatch(
        rf'attachment; filename="cartagena-notes-with-drafts-[0-9-]+\.{suffix}"',
        answer["Content-Disposition"],
    )
    assert shown(looked) == {}
    assert looked.context["plan"].count.rows == 2


def test_a_batch_that_is_not_there_has_no_page(contributor):
    assert contributor.get(f"{IMPORT}00000000-0000-4000-8000-000000000000/").status_code == 404


def test_old_files_are_thrown_away(contributor, folder, monkeypatch):
    send(contributor, as_csv(ROW))
    monkeypatch.setattr("commitments.admin.notes.import_store.KEPT_SECONDS", -10)

    send(contributor, as_csv({**ROW, "text": "Another."}))

    assert len(list(folder.iterdir())) == 1
    assert folder.stat().st_mode & 0o777 == 0o700


def test_an_untouched_public_file_changes_nothing(contributor, obligation):
    make_note(
        obligation=obligation, links=3, text="-1 province", noted_precision="year", noted_date="2009-12-31"
    )
    elsewhere = make_obligation(state=make_party(iso3="KHM"))
    make_note(obligation=elsewhere, disputed_by="It", dispute="No.")
    content = contributor.get("/progress.csv").getvalue()

    looked = send(contributor, content)

    assert shown(looked) == {}
    assert looked.context["plan"].count.rows == 2
    assert look(content, make_member("Reviewer"))[0].outcome == "unchanged"
    assert io.BytesIO(content).readline().startswith(b"note,")


# ---------------------------------------------------------------- asked, passed over, marked, from a template


def test_a_date_with_two_readings_is_asked_about_once_with_examples(contributor):
    rows = [{**ROW, "noted_date": "03/02/2020"}, {**ROW, "noted_date": "2020-12-25", "text": "Clear."}]

    asked = send(contributor, as_csv(*rows))
    page = asked.content.decode()

    assert "Which number is the day in the dates of this file?" in page
    assert ("<td>03/02/2020</td>" in page, "3 February 2020" in page, "2 March 2020" in page) == (True,) * 3
    assert 'name="plan"' not in page
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert [form for form in forms if "csrfmiddlewaretoken" not in form] == []
    answered = contributor.post(IMPORT, {"again": asked.context["again"], "order": "month_first"})
    confirm(contributor, answered)
    assert ProgressNote.objects.get(text=ROW["text"]).noted_date == date(2020, 3, 2)


def test_another_answer_reads_the_file_anew(contributor):
    asked = send(contributor, as_csv({**ROW, "noted_date": "03/02/2020"}))
    first = contributor.post(IMPORT, {"again": asked.context["again"], "order": "month_first"})

    second = contributor.post(IMPORT, {"again": first.context["again"], "order": "day_first"})

    (row,) = shown(second)["new"]
    assert ("noted_date", "", "2020-02-03") in row[1]
    assert "How the dates of this file are read" in second.content.decode()


@pytest.mark.parametrize("order", ["", "nonsense"])
def test_an_answer_that_says_nothing_asks_again(contributor, order):
    asked = send(contributor, as_csv({**ROW, "noted_date": "03/02/2020"}))

    again = contributor.post(IMPORT, {"again": asked.context["again"], "order": order})

    assert "Which number is the day in the dates of this file?" in again.content.decode()


def test_unknown_columns_are_passed_over_when_the_person_agrees(contributor):
    content = as_csv({**ROW, "colour": "red"}, headings=[*HEADINGS, "colour"])

    refused = send(contributor, content)
    agreed = contributor.post(IMPORT, {"again": refused.context["again"], "skip_unknown": "on"})
    at_once = send(contributor, content, skip_unknown="on")

    for answer in (agreed, at_once):
        assert "Columns passed over: colour." in answer.content.decode()
    confirm(contributor, agreed)
    assert ProgressNote.objects.get().text == ROW["text"]


def test_a_marked_copy_has_the_same_rows_and_comes_back_mended(contributor):
    """Rows stand where they stood; a column says what is wrong and is passed over on the way back."""
    wrong = {**ROW, "status": "done", "text": "=1+1 provinces", "noted_date": "soon"}
    looked = send(contributor, b"Our notes\r\n\r\n" + as_csv(ROW, wrong))

    answer = contributor.post(IMPORT, {"marked": looked.context["again"]})
    content = b"".join(answer.streaming_content)
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    back = send(contributor, content, "notes-errors.xlsx")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes-errors.xlsx"'
    assert (rows[0][0], rows[2][:3], rows[2][-1]) == (
        "Our notes",
        ["note", "state_iso3", "commitment"],
        "errors",
    )
    assert rows[3][-1] == ""
    assert [line.partition(" is ")[0] for line in rows[4][-1].splitlines()] == [
        "noted_date: “soon”",
        "status: “done”",
    ]
    assert shown(back) == shown(looked)
    # mended in the copy
    rows[4] = [{"done": "fulfilled", "soon": "2020"}.get(cell, cell) for cell in rows[4]]
    mended = send(contributor, as_xlsx(*rows), "notes-errors.xlsx")
    confirm(contributor, mended)
    assert {note.text for note in ProgressNote.objects.all()} == {ROW["text"], "=1+1 provinces"}


def test_a_marked_copy_of_a_marked_copy_has_one_column_of_errors(contributor):
    looked = send(contributor, as_csv({**ROW, "status": "done"}))
    first = b"".join(contributor.post(IMPORT, {"marked": looked.context["again"]}).streaming_content)
    again = send(contributor, first, "notes-errors.xlsx")

    second = b"".join(contributor.post(IMPORT, {"marked": again.context["again"]}).streaming_content)

    with CalamineWorkbook.from_filelike(io.BytesIO(second)) as book:
        head = book.get_sheet_by_index(0).to_python()[0]
    assert head == [*HEADINGS, "errors"]


def test_a_template_offers_what_a_person_can_write_about_and_imports_what_is_filled_in(contributor):
    make_obligation(state=make_party(iso3="KHM"), commitment=make_commitment(code="16b"))

    content = b"".join(contributor.get(f"{IMPORT}template.xlsx").streaming_content)
    empty = send(contributor, content, "notes-template.xlsx")
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        rows = book.get_sheet_by_name("notes").to_python()
        offered = [row[0] for row in book.get_sheet_by_name("codes").to_python() if row[0]]
    filled = {
        **ROW,
        "state_iso3": offered[1],
        "status": "in progress",
        "evidence_kind": "report by the State",
    }
    rows.append([filled.get(name, "") for name in rows[0]])
    looked = send(contributor, as_xlsx(*rows), "notes-template.xlsx")

    assert offered == ["state_iso3", "Land COL"]
    assert "1 example row was passed over." in empty.content.decode()
    assert not empty.context["plan"].groups
    confirm(contributor, looked)
    assert ProgressNote.objects.get().evidence.get().kind == "state_report"


def test_only_who_may_import_takes_the_template(client, obligation):
    client.force_login(make_member("Contributor", obligation.state, is_staff=False, username="reader"))

    assert client.get(f"{IMPORT}template.xlsx").status_code == 302


def test_what_is_perhaps_there_already_is_asked_about_once_for_the_file(contributor, obligation, heard):
    logged = make_note(obligation=obligation, noted_date=date(2024, 5, 1), published=False)
    make_evidence(note=logged, url="http://www.example.org/report/")

    looked = send(contributor, as_csv(ROW))
    page = looked.content.decode()
    assert "1 row perhaps tells a finding that is there already" in page
    assert f'href="/admin/commitments/progressnote/{logged.pk}/change/"' in page

    unticked = confirm(contributor, looked, plan=mark(looked))
    assert ProgressNote.objects.count() == 1
    assert heard(unticked)[1].startswith(f"Row 2: Perhaps the same finding as note {logged.pk}")

    ticked = confirm(contributor, unticked)
    assert ProgressNote.objects.count() == 2
    assert "What was imported" in ticked.content.decode()
