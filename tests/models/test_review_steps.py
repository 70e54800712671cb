"""The steps of a reviewed record: what each leaves behind, and what each refuses."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from commitments.models import ProgressNote
from commitments.rules.codes import Stage
from tests.builders import (
    PUBLISHED,
    SUBMITTED,
    make_note,
    make_obligation,
    make_returned,
    make_reviewer,
    make_submitted,
    make_writer,
)

LATER = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def refusals(verb, **arguments) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        verb(**arguments)
    return refused.value.messages


def test_a_note_submitted_again_forgets_that_it_was_returned_but_keeps_the_comment():
    note = make_submitted()
    note.return_to_author(by=make_reviewer(), at=PUBLISHED, comment="Name the page.")
    note.submit(by=note.author, at=LATER)

    note.refresh_from_db()
    assert (note.stage, note.returned_at, note.returned_by) == (Stage.SUBMITTED, None, None)
    assert note.return_comment == "Name the page."


def test_nobody_publishes_what_they_wrote_or_submitted(settings):
    reviewer = make_reviewer()
    written = make_submitted(author=reviewer)
    handed_in = make_note(published=False, links=1)
    handed_in.submit(by=reviewer, at=SUBMITTED)

    for note in (written, handed_in):
        assert "Nobody publishes their own note" in refusals(note.publish, by=reviewer, at=PUBLISHED)[0]
    settings.ALLOW_SELF_PUBLICATION = True
    for note in (written, handed_in):
        note.publish(by=reviewer, at=PUBLISHED)
        assert note.stage == Stage.PUBLISHED


def test_a_reviewer_who_amended_a_note_leaves_its_publication_to_another():
    note, amender, reader = make_returned(), make_reviewer(), make_reviewer()
    note.text = "Amended by the reviewer."
    note.write(by=amender)
    note.submit(by=make_writer(), at=LATER)

    with pytest.raises(ValidationError, match="Nobody publishes their own note"):
        note.publish(by=amender, at=LATER)
    note.publish(by=reader, at=LATER)

    assert ProgressNote.objects.get().published_by == reader


def test_who_only_took_steps_on_a_note_may_publish_it():
    note, reviewer = make_submitted(), make_reviewer()
    note.assign_reviewer(reviewer, by=reviewer)
    note.return_to_author(by=reviewer, at=LATER, comment="Name the page.")
    note.submit(by=make_writer(), at=LATER)

    note.publish(by=reviewer, at=LATER)

    assert ProgressNote.objects.get().stage == Stage.PUBLISHED


def test_a_step_looks_at_what_is_stored_and_not_at_what_was_loaded():
    note = make_submitted()
    seen_before = ProgressNote.objects.get()
    note.return_to_author(by=make_reviewer(), at=PUBLISHED, comment="Name the page.")

    assert refusals(seen_before.publish, by=make_reviewer(), at=PUBLISHED) == [
        "Only a submitted note can be published; submit it first."
    ]


def test_a_comment_and_a_reason_are_words():
    waiting, published, reviewer = make_submitted(), make_note(), make_reviewer()

    assert refusals(waiting.return_to_author, by=reviewer, at=PUBLISHED, comment=" \n") == [
        "Say in a comment what the author should change."
    ]
    assert refusals(published.retract, by=reviewer, at=PUBLISHED, reason=" ") == [
        "Say why it is retracted; the public reads it."
    ]


def test_a_reviewer_is_asked_by_name_until_it_is_published():
    note, reviewer = make_submitted(), make_reviewer()

    note.assign_reviewer(reviewer, by=make_reviewer())
    assert ProgressNote.objects.get().reviewer == reviewer

    note.publish(by=make_reviewer(), at=PUBLISHED)
    assert refusals(note.assign_reviewer, reviewer=reviewer, by=reviewer) == [
        "It has been published already."
    ]


def test_publication_plans_the_next_review_and_never_an_earlier_one():
    obligation = make_obligation()
    make_note(obligation=obligation, published_at=PUBLISHED)
    obligation.refresh_from_db()
    assert obligation.next_review_date.isoformat() == "2025-01-09"

    obligation.next_review_date = LATER.date().replace(year=2030)
    obligation.save()
    make_note(obligation=obligation, published_at=LATER)
    obligation.refresh_from_db()
    assert obligation.next_review_date.isoformat() == "2030-03-01"


def test_a_correction_is_a_draft_of_who_opened_it_and_takes_the_place_once_published():
    note, author = make_note(), make_writer()

    draft = note.correct(by=author)

    note.refresh_from_db()
    assert (draft.author, draft.stage, draft.corrects, draft.version) == (author, Stage.DRAFT, note, 1)
    assert (draft.evidence.count(), note.stage) == (note.evidence.count(), Stage.PUBLISHED)
    draft.submit(by=author, at=SUBMITTED)
    draft.publish(by=make_reviewer(), at=LATER)
    note.refresh_from_db()
    assert (note.stage, note.corrected_at) == (Stage.CORRECTED, LATER)
