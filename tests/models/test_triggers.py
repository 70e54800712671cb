"""What was published stays as it was published, whoever goes around the verbs."""

from contextlib import nullcontext
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from commitments.integrity.guards import installed_triggers
from commitments.models import EvidenceLink, ProgressNote
from commitments.models.kept_records import LINK, NOTE, NOTE_COLUMNS
from commitments.models.trigger_refusals import REFUSAL, STEP_REFUSAL
from commitments.rules.codes import STORED_STATUSES
from tests.builders import (
    NOTED,
    PUBLISHED,
    TEXT,
    make_evidence,
    make_note,
    make_obligation,
    make_reviewer,
    make_user,
)
from tests.each import Failures, rolled_back
from tests.triggers import without_triggers

pytestmark = pytest.mark.django_db
LATER = PUBLISHED + timedelta(days=1)


def make_retracted() -> ProgressNote:
    note = make_note()
    note.retract(by=make_reviewer(), at=LATER, reason="Wrong State.")
    return note


@pytest.fixture(params=[make_note, make_retracted], ids=["published", "retracted"])
def note(request) -> ProgressNote:
    return request.param()


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused():
    return pytest.raises(IntegrityError, match=REFUSAL)


def changed_columns() -> dict[str, object]:
    """For each frozen column something that the other constraints would allow."""
    return {
        "id": lambda: 7_000_000,
        "version": lambda: 7,
        "entry_key": uuid4,
        "reviewer_id": lambda: make_user().pk,
        "returned_at": lambda: LATER,
        "returned_by_id": lambda: make_user().pk,
        "return_comment": lambda: "Name the page.",
        "obligation_id": lambda: make_obligation().pk,
        "noted_date": lambda: "2019-01-01",
        "noted_precision": lambda: "year",
        "text": lambda: "Something else.",
        "status": lambda: "fulfilled",
        "certainty": lambda: "apparent",
        "disputed_by": lambda: "The State",
        "dispute": lambda: "It says no.",
        "author_id": lambda: make_user().pk,
        "created_at": lambda: LATER,
        "submitted_at": lambda: LATER,
        "submitted_by_id": lambda: make_user().pk,
        "published_at": lambda: LATER,
        "published_by_id": lambda: make_user().pk,
        "corrects_id": lambda: make_note().pk,
    }


def test_no_column_of_its_content_changes(note):
    failures = Failures()

    for column in NOTE_COLUMNS:
        value = changed_columns()[column]()
        with failures.kept(column), rolled_back(), refused(), transaction.atomic():
            ProgressNote.objects.filter(pk=note.pk).update(**{column: value})

    assert not failures, str(failures)


def test_it_is_not_un_published(note):
    with pytest.raises(IntegrityError, match=f"{REFUSAL}|{STEP_REFUSAL}"), transaction.atomic():
        ProgressNote.objects.filter(pk=note.pk).update(
            stage="draft", published_at=None, published_by=None, submitted_at=None, submitted_by=None
        )


def test_it_is_not_deleted(note):
    with refused(), transaction.atomic():
        ProgressNote.objects.filter(pk=note.pk)._raw_delete("default")


def test_an_sql_console_is_refused_too(note):
    for statement in (
        f"UPDATE {NOTE} SET text = 'Something else.' WHERE id = %s",
        f"DELETE FROM {NOTE} WHERE id = %s",
        f"UPDATE {LINK} SET title = 'Another' WHERE note_id = %s",
        f"DELETE FROM {LINK} WHERE note_id = %s",
    ):
        with refused(), transaction.atomic():
            execute(statement, note.pk)


def test_its_evidence_is_neither_changed_nor_taken_away_nor_moved(note):
    links, draft = EvidenceLink.objects.filter(note=note), make_note(published=False)

    for write in (
        lambda: links.update(quotation="Other words."),
        lambda: links._raw_delete("default"),
        lambda: links.update(note=draft),
        lambda: EvidenceLink.objects.filter(pk=make_evidence(note=draft).pk).update(note=note),
        lambda: EvidenceLink.objects.bulk_create(
            [EvidenceLink(note=note, url="https://example.org", title="One more")]
        ),
    ):
        with refused(), transaction.atomic():
            write()


def test_nothing_is_published_without_evidence_by_any_statement():
    failures = Failures()
    owed, person = make_obligation(), make_user()
    marks = {"stage": "published", "published_at": PUBLISHED, "published_by": person}
    said = {"noted_date": NOTED, "text": TEXT, "obligation": owed, "author": person}
    ways = {
        "bulk_create": lambda status: ProgressNote.objects.bulk_create(
            [ProgressNote(status=status, **said, **marks)]
        ),
        "update": lambda status: ProgressNote.objects.filter(
            pk=make_note(published=False, status=status).pk
        ).update(**marks),
        "verb": lambda status: make_note(links=0, status=status),
    }
    refusals = pytest.raises((IntegrityError, ValidationError), match=r"[Ee]vidence")
    for way, status in product(ways, ("", *STORED_STATUSES)):
        expected = nullcontext() if status == "no_evidence" else refusals
        with failures.kept((way, status)), rolled_back(), expected:
            ways[way](status)

    assert not failures, str(failures)


def test_an_update_that_changes_nothing_and_the_marks_of_a_verb_are_let_through():
    note = make_note()

    touched = ProgressNote.objects.filter(pk=note.pk).update(text=note.text)
    note.retract(by=make_reviewer(), at=LATER, reason="Wrong State.")

    assert (touched, ProgressNote.objects.get().stage) == (1, "retracted")


def test_a_draft_and_its_evidence_are_free():
    note = make_note(published=False, links=2)
    links = EvidenceLink.objects.filter(note=note)

    assert ProgressNote.objects.filter(pk=note.pk).update(text="Something else.", status="overdue") == 1
    assert links.update(title="Another title") == 2
    assert links._raw_delete("default") == 2
    assert ProgressNote.objects.filter(pk=note.pk)._raw_delete("default") == 1


def test_without_triggers_nothing_is_refused_and_afterwards_they_are_all_back():
    note, before = make_note(), installed_triggers()

    with without_triggers():
        assert ProgressNote.objects.filter(pk=note.pk).update(text="Something else.") == 1

    assert installed_triggers() == before
    with refused(), transaction.atomic():
        ProgressNote.objects.filter(pk=note.pk).update(text="Nothing else.")
