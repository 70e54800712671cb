"""Notes in and out by the command line."""

import io
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commitments.management.commands.import_notes import progress
from commitments.models import ProgressNote
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_user, make_writer
from tests.imports.files import ROW, as_csv, rows_of

REST = "of published notes, 0 unchanged. Nothing was saved."
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def obligation():
    return make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))


@pytest.fixture
def chief():
    return make_user(username="chief", is_superuser=True)


@pytest.fixture
def file(tmp_path):
    def write(content: bytes):
        path = tmp_path / "notes.csv"
        path.write_bytes(content)
        return str(path)

    return write


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_notes", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_dry_run_says_what_would_be_done_and_saves_nothing(chief, file, obligation):
    note = make_note(obligation=obligation, published=False, text="Before.")
    row = {**ROW, "note": str(note.pk), "noted_date": "2020-06-01", "evidence_url": "", "evidence_title": ""}

    out, err = run(file(as_csv(ROW, row)), "--dry-run")

    assert out.splitlines() == [
        "Row 2: COL · 16b · 2024-05-01 (new drafts)",
        "Row 3: COL · 16b · 2020-06-01 (changed drafts)",
        "  text: “Before.” → “Two provinces were declared clear.”",
        f"2 rows: 0 with errors, 1 new drafts, 1 changed drafts, 0 corrections {REST}",
    ]
    assert err == ""
    assert ProgressNote.objects.count() == 1


def test_notes_are_saved_in_the_name_that_was_given(chief, file):
    writer = make_writer(username="writer")

    out, _err = run(file(as_csv(ROW)), "--by", "writer", "--submit")

    note = ProgressNote.objects.get()
    assert (note.author, note.stage) == (writer, "submitted")
    assert f"Saved as batch {note.history.first().batch}." in out


def test_every_error_is_listed_and_nothing_is_saved(chief, file):
    content = as_csv(ROW, {**ROW, "status": "x", "state_iso3": "XXX"}, {**ROW, "noted_date": "soon"})
    err = io.StringIO()

    with pytest.raises(CommandError, match=r"3 rows: 2 with errors, .* Nothing was saved") as refused:
        call_command("import_notes", file(content), stdout=io.StringIO(), stderr=err)

    assert refused.value.returncode == 1
    assert [line.partition(":")[0] for line in err.getvalue().splitlines()] == [
        "Row 3, column state_iso3",
        "Row 3, column status",
        "Row 4, column noted_date",
    ]
    assert not ProgressNote.objects.exists()


def test_a_file_that_cannot_be_read_is_refused(chief, file, tmp_path):
    with pytest.raises(CommandError, match="Nothing was saved"):
        run(file(b"note,text\r\n"))
    with pytest.raises(CommandError, match="No such file"):
        run(str(tmp_path / "nowhere.csv"))


def test_a_name_is_needed_where_several_could_be_meant(chief, file):
    make_user(username="second", is_superuser=True)

    with pytest.raises(CommandError, match="Say with --by"):
        run(file(as_csv(ROW)))
    with pytest.raises(CommandError, match="no open account with the name nobody"):
        run(file(as_csv(ROW)), "--by", "nobody")


def test_what_is_perhaps_there_already_is_imported_only_when_told_so(chief, file):
    twice = file(as_csv(ROW, {**ROW, "text": "In other words."}))

    for arguments in ((), ("--dry-run",)):
        with pytest.raises(CommandError, match=r"^1 rows perhaps tell what is there already"):
            run(twice, *arguments)
    assert ProgressNote.objects.count() == 0

    run(twice, "--all-the-same")
    assert ProgressNote.objects.count() == 2


def test_a_large_file_shows_how_far_it_is_before_a_terminal(chief, file, monkeypatch):
    monkeypatch.setattr("commitments.management.commands.import_notes.STEP", 1)
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)

    run(file(as_csv(ROW, {**ROW, "noted_date": "2024-05-02"})))

    assert "\rChecking … 1 rows\rChecking … 2 rows" in terminal.getvalue()
    assert f"\rSaving … [{'#' * 15}{'.' * 15}] 1 of 2 rows" in terminal.getvalue()


def test_a_bar_grows_with_the_rows():
    assert progress(0, 100) == f"[{'.' * 30}] 0 of 100 rows"
    assert progress(100, 100) == f"[{'#' * 30}] 100 of 100 rows"
    assert progress(1234, None) == "1,234 rows"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_was_exported_is_imported_without_a_change(chief, obligation, tmp_path, suffix):
    make_note(obligation=obligation, links=2)
    make_note(obligation=obligation, published=False, text="=1+1")
    path = tmp_path / f"all.{suffix}"

    call_command("export_notes", "--out", str(path))

    assert "2 unchanged. Nothing was saved." in run(str(path))[0]
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_an_export_goes_to_the_output(obligation):
    note, out = make_note(obligation=obligation, published=False), io.StringIO()

    call_command("export_notes", stdout=out)

    assert [row["note"] for row in rows_of(out.getvalue().encode())] == [str(note.pk)]
    with pytest.raises(CommandError, match="name it with --out"):
        call_command("export_notes", "--format", "xlsx")
    with pytest.raises(CommandError, match="No such file"):
        call_command("export_notes", "--out", "/nowhere/at/all.csv")
