"""Everything leaves a trace: who, when, from what to what, why, in which batch; and it is never pruned."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from commitments.models import (
    Assignment,
    EvidenceWords,
    LinkCheck,
    Membership,
    NoteWords,
    Obligation,
    ProgressNote,
    Reminder,
    Seal,
    State,
    User,
)
from commitments.models.history import change_batch, current_batch
from tests.builders import (
    PUBLISHED,
    SUBMITTED,
    make_commitment,
    make_evidence,
    make_note,
    make_obligation,
    make_reply,
    make_reviewer,
    make_state,
    make_submitted,
    make_user,
    make_writer,
)

LATER = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def told(record) -> list[tuple]:
    """Kind of change, who and why, the oldest first."""
    entries = record.history.order_by("history_id")
    return [(each.history_type, each.history_user, each.history_change_reason or "") for each in entries]


def test_every_model_that_a_person_changes_keeps_its_history():
    """Without one are the mails that have left, what a command found out about links, the chain of seals, and
    the index of words, which triggers make."""
    own = set(apps.get_app_config("commitments").get_models())
    kept = {model for model in own if hasattr(model, "history")}
    histories = {model for model in own if hasattr(model, "history_object")}
    through = {model for model in own if model.__name__.startswith("HistoricalUser_")}

    assert own - kept - histories - through == {Reminder, LinkCheck, Seal, NoteWords, EvidenceWords}


def test_each_step_of_a_note_names_who_took_it_and_why():
    author, editor, reviewer = make_writer(), make_writer(), make_reviewer()
    note = ProgressNote(
        obligation=make_obligation(), author=author, noted_date=date(2020, 6, 1), text="Found."
    )
    note.write(by=author)
    make_evidence(note=note)
    note.text = "Found, and checked."
    note.write(by=editor, version=1)
    note.submit(by=author, at=SUBMITTED)
    note.return_to_author(by=reviewer, at=SUBMITTED, comment="Name the page.")
    note.submit(by=author, at=SUBMITTED)
    note.publish(by=reviewer, at=PUBLISHED)
    note.retract(by=reviewer, at=LATER, reason="The report was withdrawn.")

    assert told(note) == [
        ("+", author, ""),
        ("~", editor, ""),
        ("~", author, ""),
        ("~", reviewer, "Name the page."),
        ("~", author, ""),
        ("~", reviewer, ""),
        ("~", reviewer, "The report was withdrawn."),
    ]


def test_the_history_tells_from_what_to_what():
    note = make_note(published=False, text="Before.", status="in_progress")
    note.text, note.status = "After.", "fulfilled"
    note.write(by=note.author)

    newest, oldest = note.history.order_by("-history_id")[:2]
    changes = {change.field: (change.old, change.new) for change in newest.diff_against(oldest).changes}

    assert changes["text"] == ("Before.", "After.")
    assert changes["status"] == ("in_progress", "fulfilled")


def test_a_long_comment_is_kept_whole():
    note, comment = make_submitted(), "Name the page. " * 100

    note.return_to_author(by=make_reviewer(), at=PUBLISHED, comment=comment)

    assert note.history.latest().history_change_reason == comment


def test_evidence_that_was_taken_away_stays_in_the_history():
    link = make_evidence(title="Report of the State")
    pk = link.pk
    link.title = "Report of the ministry"
    link.save()
    link.delete()

    entries = type(link).history.filter(id=pk).order_by("history_id")
    assert [(each.history_type, each.title) for each in entries] == [
        ("+", "Report of the State"),
        ("~", "Report of the ministry"),
        ("-", "Report of the ministry"),
    ]


def test_a_draft_that_was_thrown_away_stays_in_the_history():
    note = make_note(published=False, text="A word nobody wants any more.")
    pk = note.pk
    note.delete()

    assert ProgressNote.history.filter(id=pk).latest().text == "A word nobody wants any more."


def test_a_reply_leaves_a_trace_like_a_note():
    reply = make_reply()
    reply.retract(by=make_reviewer(), at=LATER, reason="It was not from the State.")

    assert [kind for kind, _who, _why in told(reply)] == ["+", "~", "~", "~"]
    assert told(reply)[-1][2] == "It was not from the State."


def test_the_groups_of_a_user_are_in_the_history_and_the_password_is_not():
    person = make_user()
    person.groups.add(Group.objects.get(name="Reviewer"))
    person.set_password("violet-harbour-lantern")
    person.save()

    assert [
        [each.group.name for each in entry.groups.all()] for entry in person.history.order_by("history_id")
    ] == [
        [],
        ["Reviewer"],
        ["Reviewer"],
    ]
    assert not {"password", "last_login"} & {field.name for field in User.history.model._meta.get_fields()}


def test_an_assignment_that_ended_stays_in_the_history():
    assignment = Assignment.objects.create(person=make_user(), state=make_state())
    pk = assignment.pk
    assignment.delete()

    kinds = Assignment.history.filter(id=pk).order_by("history_id").values_list("history_type", flat=True)
    assert list(kinds) == ["+", "-"]


def test_what_is_done_together_is_one_batch():
    notes, reviewer = [make_submitted(), make_submitted()], make_reviewer()

    with change_batch() as batch:
        for note in notes:
            note.publish(by=reviewer, at=PUBLISHED)
        assert current_batch() == batch
    alone = make_note()

    assert {note.history.latest().batch for note in notes} == {batch}
    # the next review, which the publication plans, belongs to the batch too
    assert {note.obligation.history.latest().batch for note in notes} == {batch}
    assert alone.history.latest().batch is None
    assert current_batch() is None


def test_a_batch_ends_with_its_work_even_where_that_fails():
    with pytest.raises(ZeroDivisionError), change_batch():
        _impossible = 1 / 0

    assert current_batch() is None


def test_two_batches_are_two():
    with change_batch() as first:
        pass
    with change_batch() as second:
        pass

    assert first != second


def test_obligations_opened_and_planned_together_have_their_history():
    for _number in range(2):
        make_commitment(review_days=100)
    state = make_state()
    stay = Membership(
        state=state,
        consent_date=date(2026, 1, 5),
        consent_kind="accession",
        entry_into_force_date=date(2026, 7, 1),
        sources="https://example.org/depositary",
    )

    with change_batch() as batch:
        stay.enter()

    assert [(each.next_review_date, told(each)) for each in Obligation.objects.all()] == [
        (date(2026, 10, 9), [("+", None, "opened"), ("~", None, "first review planned")])
    ] * 2
    assert set(Obligation.history.values_list("batch", flat=True)) == {batch}
    assert [each.next_review_date for each in Obligation.history.order_by("history_id")] == [
        *[None] * 2,
        *[date(2026, 10, 9)] * 2,
    ]


def test_obligations_that_stand_already_are_neither_opened_nor_planned_again():
    commitment = make_commitment()
    stay = Membership(
        state=make_state(),
        consent_date=date(2026, 1, 5),
        consent_kind="accession",
        entry_into_force_date=date(2026, 7, 1),
        sources="https://example.org/depositary",
    )
    stay.enter()
    before = Obligation.history.count()

    assert Obligation.objects.open_missing() == 0
    Obligation.objects.plan_first_reviews(date(2030, 1, 1))

    assert Obligation.history.count() == before
    assert Obligation.objects.get().commitment == commitment


def test_reference_data_leaves_a_trace_too():
    state = make_state()
    state.name_en = "New name"
    state.save()

    assert list(State.history.filter(id=state.pk).values_list("name_en", flat=True)) == [
        "New name",
        f"Land {state.iso3}",
    ]
