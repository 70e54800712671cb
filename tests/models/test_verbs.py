"""The way of a note, step by step, and each refusal in words."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS

from commitments.models import EvidenceLink, ProgressNote
from commitments.models.progress import CONTENT_FIELDS, EVIDENCE_FIELDS
from commitments.rules.codes import Stage
from commitments.rules.publication import OUT_OF_STEP
from tests.builders import (
    PUBLISHED,
    SUBMITTED,
    make_evidence,
    make_note,
    make_returned,
    make_reviewer,
    make_submitted,
    make_writer,
)
from tests.each import Failures, rolled_back

pytestmark = pytest.mark.django_db
LATER = PUBLISHED + timedelta(days=30)
NO_PERMISSION = "You do not have the permission to publish notes."
OWN = "Nobody publishes their own note: ask a second person to review it."
NO_LINK = "Add a piece of evidence before you publish this note."
WHERE_LOOKED = "Say in the text where you looked for evidence."


def make_retracted() -> ProgressNote:
    note = make_note()
    note.retract(by=make_reviewer(), at=LATER, reason="The report was withdrawn.")
    return note


def make_correction(note: ProgressNote) -> ProgressNote:
    correction = note.correct(by=note.author)
    correction.submit(by=note.author, at=SUBMITTED)
    return correction


def make_corrected() -> ProgressNote:
    note = make_note()
    make_correction(note).publish(by=make_reviewer(), at=LATER)
    note.refresh_from_db()
    return note


AT_STAGE = {
    "draft": lambda: make_note(published=False, links=1),
    "submitted": make_submitted,
    "returned": make_returned,
    "published": make_note,
    "retracted": make_retracted,
    "corrected": make_corrected,
}
TAKE = {
    "submit": lambda note, by: note.submit(by=by, at=LATER),
    "publish": lambda note, by: note.publish(by=by, at=LATER),
    "return_to_author": lambda note, by: note.return_to_author(by=by, at=LATER, comment="Name the page."),
    "retract": lambda note, by: note.retract(by=by, at=LATER, reason="Wrong State."),
    "correct": lambda note, by: note.correct(by=by),
}
OPEN_STEPS = {
    "draft": {"submit"},
    "submitted": {"publish", "return_to_author"},
    "returned": {"submit"},
    "published": {"retract", "correct"},
    "retracted": set(),
    "corrected": set(),
}


def stored(note: ProgressNote) -> dict:
    return ProgressNote.objects.filter(pk=note.pk).values().get()


def refused(step, *arguments, **words) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        step(*arguments, **words)
    return refusal.value.messages


def test_the_builders_reach_every_stage():
    assert {make().stage for make in AT_STAGE.values()} == {*Stage}


@pytest.mark.parametrize("stage", AT_STAGE)
def test_a_step_out_of_order_is_refused_and_changes_nothing(stage):
    made, reviewer, failures = AT_STAGE[stage](), make_reviewer(), Failures()
    before = stored(made)

    for verb in TAKE.keys() - OPEN_STEPS[stage]:
        with failures.kept(verb), rolled_back():
            note = ProgressNote.objects.get(pk=made.pk)

            messages = refused(TAKE[verb], note, reviewer)

            assert messages == [OUT_OF_STEP[verb]]
            assert stored(note) == before
    assert not failures, failures


def test_the_whole_way_with_a_detour(settings):
    settings.ALLOW_SELF_PUBLICATION = False
    author, reviewer = make_writer(), make_reviewer()
    note = make_note(published=False, author=author, links=1)
    moments = [SUBMITTED + timedelta(hours=hours) for hours in range(5)]

    note.submit(by=author, at=moments[0])
    note.return_to_author(by=reviewer, at=moments[1], comment="Name the page.")
    note.text = "The State told the meeting on page 3 that it was clear."
    note.save()
    note.submit(by=author, at=moments[2])
    note.publish(by=reviewer, at=moments[3])
    note.retract(by=reviewer, at=moments[4], reason="The report was withdrawn.")

    kept = ProgressNote.objects.get()
    assert (kept.stage, kept.text) == ("retracted", "The State told the meeting on page 3 that it was clear.")
    assert (kept.submitted_by, kept.submitted_at) == (author, moments[2])
    assert (kept.returned_by, kept.returned_at, kept.return_comment) == (None, None, "Name the page.")
    assert (kept.published_by, kept.published_at) == (reviewer, moments[3])
    assert (kept.retracted_by, kept.retracted_at) == (reviewer, moments[4])
    assert kept.retraction_reason == "The report was withdrawn."


def test_what_could_not_be_published_is_not_submitted():
    bare = make_note(published=False, links=0)

    assert refused(bare.submit, by=bare.author, at=SUBMITTED) == [NO_LINK]
    assert stored(bare)["stage"] == Stage.DRAFT


@pytest.mark.parametrize("text", ["Nothing found.", "We looked."])
def test_who_found_nothing_says_where_they_looked(text):
    note = make_note(published=False, status="no_evidence", text=text, links=1)

    assert refused(note.submit, by=note.author, at=SUBMITTED) == [WHERE_LOOKED]


def test_no_evidence_is_published_without_evidence():
    note = make_note(status="no_evidence", links=0, text="We read the reports of 2010 to 2025.")

    assert (note.stage, note.evidence.count()) == (Stage.PUBLISHED, 0)


def test_evidence_that_went_missing_after_submission_stops_the_publication():
    note = make_submitted()
    EvidenceLink.objects.filter(note=note)._raw_delete(DEFAULT_DB_ALIAS)

    assert refused(note.publish, by=make_reviewer(), at=PUBLISHED) == [NO_LINK]
    assert stored(note)["stage"] == Stage.SUBMITTED


def test_nobody_publishes_what_they_wrote_or_submitted(settings):
    settings.ALLOW_SELF_PUBLICATION = False
    reviewer = make_reviewer()
    written = make_submitted(author=reviewer)
    handed_in = make_note(published=False, links=1)
    handed_in.submit(by=reviewer, at=SUBMITTED)

    for note in (written, handed_in):
        assert refused(note.publish, by=reviewer, at=PUBLISHED) == [OWN]
        assert stored(note)["published_at"] is None


def test_an_office_of_one_publishes_its_own_note(settings):
    settings.ALLOW_SELF_PUBLICATION = True
    reviewer = make_reviewer()
    note = make_submitted(author=reviewer)

    note.publish(by=reviewer, at=PUBLISHED)

    assert stored(note)["published_by_id"] == reviewer.pk


def test_an_office_of_one_still_needs_the_permission(settings):
    settings.ALLOW_SELF_PUBLICATION = True
    note = make_submitted()

    assert refused(note.publish, by=note.author, at=PUBLISHED) == [NO_PERMISSION]


@pytest.mark.parametrize(
    ("stage", "verb"),
    [("submitted", "publish"), ("submitted", "return_to_author"), ("published", "retract")],
)
def test_a_step_of_a_reviewer_needs_the_permission(stage, verb):
    note = AT_STAGE[stage]()
    before = stored(note)

    assert refused(TAKE[verb], note, make_writer()) == [NO_PERMISSION]
    assert stored(note) == before


@pytest.mark.parametrize("empty", ["", "  \n\t"])
def test_what_is_returned_or_retracted_says_why(empty):
    submitted, published, reviewer = make_submitted(), make_note(), make_reviewer()

    assert refused(submitted.return_to_author, by=reviewer, at=LATER, comment=empty) == [
        "Say in a comment what the author should change."
    ]
    assert refused(published.retract, by=reviewer, at=LATER, reason=empty) == [
        "Say why it is retracted; the public reads it."
    ]


def test_a_correction_begins_with_the_same_content_and_evidence():
    note = make_note(
        status="overdue",
        disputed_by="The State",
        dispute="It says no.",
        noted_precision="year",
        links=2,
        evidence={"locator": "p. 3", "quotation": "No.", "archived_url": "https://archive.example/1"},
    )
    someone = make_writer()

    draft = note.correct(by=someone)

    assert (draft.stage, draft.author, draft.corrects) == (Stage.DRAFT, someone, note)
    assert [getattr(draft, field) for field in CONTENT_FIELDS] == [
        getattr(note, field) for field in CONTENT_FIELDS
    ]
    assert [*draft.evidence.values(*EVIDENCE_FIELDS)] == [*note.evidence.values(*EVIDENCE_FIELDS)]
    assert stored(note)["stage"] == Stage.PUBLISHED


def test_a_published_correction_takes_the_place_and_both_are_linked():
    note = make_note()
    correction = make_correction(note)

    correction.publish(by=make_reviewer(), at=LATER)

    note.refresh_from_db()
    assert (note.stage, note.corrected_at, correction.stage) == ("corrected", LATER, "published")
    assert (correction.corrects, note.corrections.get()) == (note, correction)


def test_of_two_corrections_only_the_first_is_published():
    note = make_note()
    first, second = make_correction(note), make_correction(note)
    first.publish(by=make_reviewer(), at=LATER)

    assert refused(second.publish, by=make_reviewer(), at=LATER) == [OUT_OF_STEP["correct"]]
    assert stored(second)["stage"] == Stage.SUBMITTED


def test_a_correction_of_what_was_retracted_meanwhile_is_refused_whole():
    note = make_note()
    correction = make_correction(note)
    note.retract(by=make_reviewer(), at=LATER, reason="Wrong State.")

    assert refused(correction.publish, by=make_reviewer(), at=LATER) == [OUT_OF_STEP["correct"]]
    assert (stored(note)["corrected_at"], stored(correction)["published_at"]) == (None, None)


def test_a_retracted_correction_does_not_bring_the_corrected_note_back():
    note = make_note()
    correction = make_correction(note)
    correction.publish(by=make_reviewer(), at=PUBLISHED)

    correction.retract(by=make_reviewer(), at=LATER, reason="Wrong State.")

    assert (stored(note)["stage"], stored(correction)["stage"]) == ("corrected", "retracted")


def test_of_two_reviewers_at_once_the_second_is_told():
    note = make_submitted()
    same = ProgressNote.objects.get(pk=note.pk)
    note.publish(by=make_reviewer(), at=PUBLISHED)

    messages = refused(same.return_to_author, by=make_reviewer(), at=LATER, comment="Name the page.")

    assert messages == [OUT_OF_STEP["return_to_author"]]
    assert stored(note)["stage"] == Stage.PUBLISHED


WITH_THE_REVIEWER = "It is with the reviewer; it has to be returned first."
NEVER_CHANGES = "What is published never changes; correct it with a new note."
EVIDENCE_NEVER_CHANGES = "The evidence of a submitted or published note never changes."
LOCKED = {
    "submitted": WITH_THE_REVIEWER,
    "published": NEVER_CHANGES,
    "retracted": NEVER_CHANGES,
    "corrected": NEVER_CHANGES,
}


@pytest.mark.parametrize(("stage", "refusal"), LOCKED.items())
def test_what_is_out_of_the_authors_hands_is_neither_saved_nor_deleted(stage, refusal):
    note = AT_STAGE[stage]()
    before = stored(note)
    note.text = "Something else."

    assert refused(note.save) == [refusal]
    assert refused(note.delete) == [refusal]
    assert refused(ProgressNote.objects.filter(pk=note.pk).delete) == [refusal]
    assert stored(note) == before


@pytest.mark.parametrize("stage", LOCKED)
def test_its_evidence_is_neither_saved_nor_added_nor_deleted(stage):
    note = AT_STAGE[stage]()
    link = note.evidence.get()
    link.title = "Another title"

    for step in (link.save, link.delete, note.evidence.all().delete, lambda: make_evidence(note=note)):
        assert refused(step) == [EVIDENCE_NEVER_CHANGES]
    assert [kept.title for kept in note.evidence.all()] == ["Report of the State"]


@pytest.mark.parametrize("stage", ["draft", "returned"])
def test_what_is_in_the_authors_hands_is_changed_and_thrown_away(stage):
    one, other = AT_STAGE[stage](), AT_STAGE[stage]()
    link = one.evidence.get()
    one.text, link.title = "Something else.", "Another title"

    one.save()
    link.save()
    assert (stored(one)["text"], one.evidence.get().title) == ("Something else.", "Another title")

    one.delete()
    ProgressNote.objects.filter(pk=other.pk).delete()
    assert not ProgressNote.objects.exists()
