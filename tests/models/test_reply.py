"""What a State answered: reviewed like a note, frozen like a note, and without effect on any status."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from commitments.models import Obligation, Reply
from commitments.models.review import StaleDraft
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Position, Stage, Status
from tests.builders import (
    PUBLISHED,
    SUBMITTED,
    make_note,
    make_reply,
    make_reviewer,
    make_submitted,
    make_user,
    make_writer,
)

LATER = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def refusals(verb, **arguments) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        verb(**arguments)
    return refused.value.messages


def make_submitted_reply(**fields) -> Reply:
    reply = make_reply(published=False, **fields)
    reply.submit(by=reply.author, at=SUBMITTED)
    return reply


def test_a_reply_goes_the_way_of_a_note():
    reply = make_reply(published=False)
    author, reviewer = reply.author, make_reviewer()

    reply.submit(by=author, at=SUBMITTED)
    reply.return_to_author(by=reviewer, at=SUBMITTED, comment="Name the office.")
    assert (reply.stage, reply.return_comment) == (Stage.RETURNED, "Name the office.")

    reply.replied_by = "Prime Minister"
    reply.write(by=author, version=reply.version)
    reply.submit(by=author, at=SUBMITTED)
    reply.publish(by=reviewer, at=PUBLISHED)
    reply.retract(by=reviewer, at=LATER, reason="It was not from the State.")

    reply.refresh_from_db()
    assert (reply.stage, reply.published_by, reply.retraction_reason) == (
        Stage.RETRACTED,
        reviewer,
        "It was not from the State.",
    )


def test_a_reply_is_not_published_before_the_note_it_answers():
    reply = make_reply(published=False, note=make_submitted())

    assert refusals(reply.submit, by=reply.author, at=SUBMITTED) == [
        "The note it answers has not been published."
    ]


def test_nobody_publishes_their_own_reply(settings):
    reviewer = make_reviewer()
    reply = make_submitted_reply(author=reviewer)

    assert "Nobody publishes their own note" in refusals(reply.publish, by=reviewer, at=PUBLISHED)[0]
    settings.ALLOW_SELF_PUBLICATION = True
    reply.publish(by=reviewer, at=PUBLISHED)
    assert reply.stage == Stage.PUBLISHED


def test_who_may_not_publish_may_not_return_or_retract():
    reply, published, writer = make_submitted_reply(), make_reply(), make_writer()

    refused = "You do not have the permission to publish notes."
    assert refusals(reply.publish, by=writer, at=PUBLISHED) == [refused]
    assert refusals(reply.return_to_author, by=writer, at=PUBLISHED, comment="No.") == [refused]
    assert refusals(published.retract, by=writer, at=PUBLISHED, reason="No.") == [refused]


def test_a_reply_is_written_only_for_a_state_that_one_reaches():
    reply, stranger = make_reply(published=False), make_user()

    assert refusals(reply.write, by=stranger) == ["This State is not assigned to you."]
    assert list(Reply.objects.visible_to(stranger)) == []
    assert list(Reply.objects.visible_to(reply.author)) == [reply]


def test_the_second_of_two_people_is_told():
    reply = make_reply(published=False)
    first, second = (Reply.objects.get(pk=reply.pk) for _person in range(2))

    first.text = "The first wrote this."
    first.write(by=reply.author, version=1)
    second.text = "The second wrote that."
    with pytest.raises(StaleDraft) as told:
        second.write(by=make_writer(), version=1)

    assert told.value.stored.text == "The first wrote this."
    assert Reply.objects.get().text == "The first wrote this."


@pytest.mark.parametrize("position", Position.values)
def test_a_reply_never_moves_a_status(position, today, now):
    note = make_note(status=Status.IN_PROGRESS)
    before = Obligation.objects.as_listed(Clocks(today, now)).values().get()

    reply = make_reply(note=note, position=position)
    assert Obligation.objects.as_listed(Clocks(today, now)).values().get() == before

    reply.retract(by=make_reviewer(), at=LATER, reason="It was not from the State.")
    assert Obligation.objects.as_listed(Clocks(today, now)).values().get() == before


def test_a_reply_is_shown_from_its_day_and_its_publication_on(today, now):
    make_reply(replied_date=date(2021, 2, 3), published_at=PUBLISHED)
    make_reply(published=False)
    make_submitted_reply()

    def shown(day, known_at):
        return Reply.objects.as_shown(Clocks(day, known_at)).count()

    assert shown(today, now) == 1
    assert shown(date(2021, 2, 3), now) == 1
    assert shown(date(2021, 2, 2), now) == 0
    assert shown(today, PUBLISHED) == 1
    assert shown(today, SUBMITTED) == 0


def test_a_retracted_reply_is_marked_from_the_moment_on(today, now):
    reply = make_reply()
    reply.retract(by=make_reviewer(), at=LATER, reason="It was not from the State.")

    def marked(known_at):
        return [shown.is_retracted for shown in Reply.objects.as_shown(Clocks(today, known_at))]

    assert (marked(PUBLISHED), marked(LATER), marked(now)) == ([False], [True], [True])
    assert list(Reply.objects.known_at(Clocks(today, now))) == []


def test_what_is_published_is_not_deleted_by_any_verb():
    reply = make_reply()

    assert refusals(reply.delete) == ["What is published never changes; correct it with a new note."]
    assert refusals(Reply.objects.all().delete) == [
        "A published reply is never deleted; retract it with a reason."
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Something else."},
        {"replied_by": "Somebody else"},
        {"replied_date": date(2022, 1, 1)},
        {"position": Position.AGREES},
        {"url": "https://example.org/other"},
        {"published_at": LATER},
        {"submitted_at": LATER},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_keeps_a_published_reply_as_it_was(change):
    make_reply()

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Reply.objects.update(**change)


def test_the_database_keeps_a_published_reply_under_its_note_and_author():
    reply = make_reply()

    for change in ({"note": make_note()}, {"author": make_user()}, {"published_by": make_user()}):
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            Reply.objects.update(**change)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Reply.objects.filter(pk=reply.pk)._raw_delete("default")


def test_a_draft_can_be_changed_and_thrown_away():
    reply = make_reply(published=False)

    Reply.objects.update(text="Something else.")
    reply.delete()

    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"position": "perhaps"}, "reply_position_is_known"),
        ({"text": ""}, "reply_has_a_text"),
        ({"url": "javascript:alert(1)"}, "reply_address_is_web"),
        ({"stage": Stage.PUBLISHED}, "reply_stage_matches_its_marks"),
        ({"stage": Stage.CORRECTED}, "reply_stage_matches_its_marks"),
        ({"submitted_at": SUBMITTED, "stage": Stage.SUBMITTED}, "reply_is_submitted_by_someone"),
    ],
)
def test_the_database_refuses_what_no_reply_can_be(change, constraint):
    make_reply(published=False)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Reply.objects.update(**change)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "https://a@b.example/"])
def test_the_address_of_a_reply_is_a_web_address(address):
    reply = make_reply(published=False)
    reply.url = address

    with pytest.raises(ValidationError) as refused:
        reply.full_clean()
    assert list(refused.value.message_dict) == ["url"]


def test_a_reply_answers_only_what_the_public_can_read():
    reply = make_reply(published=False, note=make_submitted())

    with pytest.raises(ValidationError) as refused:
        reply.full_clean()
    assert list(refused.value.message_dict) == ["note"]


def listed(day: date, known_at: datetime) -> list[Reply]:
    return [*Reply.objects.as_listed(Clocks(day, known_at))]


def test_the_list_holds_the_replies_to_notes_that_speak_under_both_clocks(today, now):
    reply = make_reply(replied_date=date(2021, 2, 3))
    make_reply(note=reply.note, published=False)
    make_submitted_reply(note=reply.note)

    assert listed(today, now) == [reply]
    assert listed(date(2021, 2, 2), now) == []
    assert listed(today, PUBLISHED.replace(year=2023)) == []


def test_a_reply_leaves_the_list_with_the_note_that_it_answers(today, now):
    reply = make_reply()
    reply.note.retract(by=make_reviewer(), at=LATER, reason="It was not so.")

    assert (listed(today, now), listed(today, PUBLISHED)) == ([], [reply])


def test_a_reply_leaves_the_list_once_its_note_was_corrected(today, now):
    reply = make_reply()
    correction = reply.note.correct(by=make_writer())
    correction.submit(by=correction.author, at=LATER)
    correction.publish(by=make_reviewer(), at=LATER)

    assert (listed(today, now), listed(today, PUBLISHED)) == ([], [reply])


def test_a_retracted_reply_keeps_its_row_and_nothing_of_what_it_said(today, now):
    reply = make_reply(url="https://example.org/letter", position=Position.AGREES)
    reply.retract(by=make_reviewer(), at=LATER, reason="It was not from the State.")

    def told(known_at: datetime) -> tuple:
        (row,) = listed(today, known_at)
        return row.shown_position, row.shown_text, row.shown_url, row.withdrawn_since, row.withdrawal_reason

    assert told(PUBLISHED) == ("agrees", reply.text, "https://example.org/letter", None, "")
    assert told(now) == ("", "", "", LATER, "It was not from the State.")
