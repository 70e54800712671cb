"""The baseline comes whole, into an empty database, or not at all."""

import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commitments.imports.editions import digest_of_note, editions_in
from commitments.models import Commitment, Deadline, Obligation, Paragraph, ProgressNote, State, User
from tests.builders import make_note, make_reviewer
from tests.fixtures.held import FIXTURES, evidence, rows
from tests.imports.files import HEADINGS, ROW, as_csv, look

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def baseline(standing) -> None:
    """Loaded once, for the tests that look at it; those that load it otherwise come before."""
    with standing():
        call_command("load_baseline", verbosity=0)


@pytest.mark.usefixtures("baseline")
def test_the_baseline_opens_every_obligation_of_every_state_that_is_or_was_a_party():
    assert (Paragraph.objects.count(), Commitment.objects.count(), State.objects.count()) == (21, 17, 197)
    assert Obligation.objects.count() == 166 * 17
    assert Deadline.objects.exists()
    assert ProgressNote.objects.exists()


@pytest.mark.usefixtures("baseline")
def test_every_obligation_of_the_baseline_is_planned_and_its_opening_is_in_the_history():
    assert not Obligation.objects.filter(next_review_date__isnull=True).exists()
    told = Counter(Obligation.history.values_list("history_type", "history_change_reason"))
    assert told == {("+", "opened"): 166 * 17, ("~", "first review planned"): 166 * 17}


def test_a_database_that_holds_data_is_left_alone():
    Paragraph.objects.create(number=1, text="We, the States Parties", edition="test")

    with pytest.raises(CommandError, match="holds data already"):
        call_command("load_baseline")

    assert (Paragraph.objects.count(), State.objects.count()) == (1, 0)


def test_a_baseline_that_breaks_off_leaves_nothing_behind(settings, tmp_path):
    paragraph = {"model": "commitments.paragraph", "pk": 1, "fields": {"text": "We", "edition": "test"}}
    user = {"model": "commitments.user", "fields": {"username": "baseline-import"}}
    (tmp_path / "paragraphs.json").write_text(json.dumps([paragraph]))
    (tmp_path / "users.json").write_text(json.dumps([user]))
    settings.FIXTURE_DIRS = [tmp_path]

    with pytest.raises(CommandError, match="commitments"):
        call_command("load_baseline")

    assert not Paragraph.objects.exists()
    assert not User.objects.exists()


# ---------------------------------------------------------------- notes, by the front door

MOMENT = datetime(2026, 11, 28, tzinfo=UTC)


def is_about(states: set[str], fields: dict) -> bool:
    """About one of these States, or about none in particular."""
    named = fields.get("iso3"), *fields.get("state", ()), *fields.get("obligation", ())[:1]
    named += tuple(fields.get("country") or ())
    return states.issuperset(filter(None, named))


@pytest.fixture
def other_fixtures(settings, tmp_path):
    """A copy of the fixtures, with two Parties, whose notes a test may change."""
    for path in FIXTURES.glob("*.json"):
        records = json.loads(path.read_text(encoding="utf-8"))
        kept = [record for record in records if is_about({"AFG", "COL"}, record["fields"])]
        (tmp_path / path.name).write_text(json.dumps(kept), encoding="utf-8")
    settings.FIXTURE_DIRS = [tmp_path]
    return tmp_path / "notes.csv"


@pytest.mark.usefixtures("baseline")
def test_the_notes_of_the_baseline_are_published_by_its_author_at_its_moment():
    stages = Counter(ProgressNote.objects.values_list("stage", flat=True))
    speaking = ProgressNote.objects.filter(stage="published")
    marks = ("author__username", "created_at", "submitted_by__username", "submitted_at")
    assert stages == Counter(row["stage"] for row in rows())
    assert set(speaking.values_list(*marks, "published_by__username", "published_at")) == {
        ("baseline-import", MOMENT) * 3
    }
    assert set(ProgressNote.objects.filter(stage="draft").values_list(*marks)) == {
        ("baseline-import", MOMENT, None, None)
    }
    assert not ProgressNote.history.exists()


@pytest.mark.usefixtures("baseline")
def test_every_stored_note_is_recognised_by_the_file_of_its_edition():
    newest = editions_in([FIXTURES])[-1]
    notes = ProgressNote.objects.select_related("obligation__state", "obligation__commitment")
    found = {
        note.pk: newest.by_digest.get(digest_of_note(note, [*note.evidence.all()]))
        for note in notes.prefetch_related("evidence")
    }

    assert found == newest.by_number
    assert set(ProgressNote.objects.values_list("entry_key", flat=True)) == newest.by_entry_key.keys()


@pytest.mark.usefixtures("baseline")
def test_the_next_note_and_its_evidence_are_numbered_on():
    note = make_note(published=False, links=1, obligation=Obligation.objects.first())

    assert (note.pk, note.evidence.get().pk) == (len(rows()) + 1, len(evidence()) + 1)


@pytest.mark.usefixtures("baseline")
def test_the_shipped_file_is_what_the_import_takes_back_unchanged():
    found = look((FIXTURES / "notes.csv").read_bytes(), make_reviewer())

    assert Counter(entry.outcome for entry in found) == {"unchanged": len(rows())}


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ({"status": "done"}, "Row 3, column status: “done” is not one of the choices"),
        ({"noted_date": "2027"}, "Row 3, column noted_date: This day lies in the future"),
        (
            {"evidence_url": "ftp://example.org"},
            "Row 3, column evidence_url: “ftp://example.org” is no web address",
        ),
        ({"evidence_url": "", "evidence_title": ""}, "Row 3, column status: Add a piece of evidence"),
        ({"note": "1"}, "Row 3, column note: Row 2 is about the same note."),
        ({"note": ""}, "Row 3, column note: This cell is empty or no number."),
        ({"stage": "corrected"}, "Row 3, column stage: Only a draft or a published note stands here."),
    ],
)
def test_a_row_that_the_import_would_refuse_leaves_no_baseline_at_all(other_fixtures, cells, refusal):
    rows = [
        {**ROW, "note": "1", "stage": "published"},
        {**ROW, "note": "2", "stage": "published", "text": "B"},
    ]
    rows[1] |= cells
    other_fixtures.write_bytes(as_csv(*rows, headings=[*HEADINGS, "stage"]))

    with pytest.raises(CommandError, match=re.escape(refusal)):
        call_command("load_baseline")

    assert not Paragraph.objects.exists()


def test_a_baseline_without_its_notes_is_refused(other_fixtures):
    with pytest.raises(CommandError, match=r"There is no notes\.csv beside the fixtures"):
        call_command("load_baseline")

    assert not Paragraph.objects.exists()
