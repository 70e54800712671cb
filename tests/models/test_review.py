"""Writing: versions against lost updates, keys against double sending, reach and permission."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from commitments.models import Assignment, Deadline, EvidenceLink, Obligation, ProgressNote, State
from commitments.models.review import StaleDraft
from commitments.rules.codes import Stage
from commitments.rules.roles import CONTRIBUTOR, REVIEWER
from tests.builders import (
    NOTED,
    PUBLISHED,
    SUBMITTED,
    make_deadline,
    make_evidence,
    make_note,
    make_obligation,
    make_party,
    make_submitted,
    make_user,
    make_writer,
)

LATER = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
NOT_ASSIGNED = "This State is not assigned to you."
NO_WRITING = "You do not have the permission to write this."
NO_PUBLISHING = "You do not have the permission to publish notes."

pytestmark = pytest.mark.django_db


def make_member(role: str, *states: State):
    """Someone with a role, who looks after these States."""
    person = make_user()
    person.groups.add(Group.objects.get(name=role))
    for state in states:
        Assignment.objects.create(person=person, state=state)
    return person


def refusals(verb, **arguments) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        verb(**arguments)
    return refused.value.messages


def drafted(obligation: Obligation, author, **fields) -> ProgressNote:
    return ProgressNote(obligation=obligation, author=author, noted_date=NOTED, text="Found.", **fields)


# Writing


def test_a_new_draft_is_written_by_who_may_add():
    author = make_writer()

    drafted(make_obligation(), author).write(by=author)

    note = ProgressNote.objects.get()
    assert (note.stage, note.version, note.author) == (Stage.DRAFT, 1, author)


def test_each_writing_counts_one_version():
    note = make_note(published=False)

    for version in (1, 2, 3):
        assert note.version == version
        note.write(by=note.author, version=version)

    assert ProgressNote.objects.get().version == 4


def test_the_second_to_save_is_told_and_shown_what_is_stored():
    author, colleague = make_writer(), make_writer()
    make_note(published=False, author=author, text="As both opened it.")
    mine, theirs = (ProgressNote.objects.get() for _person in range(2))

    theirs.text = "The colleague was faster."
    theirs.write(by=colleague, version=1)
    mine.text = "I was slower."
    with pytest.raises(StaleDraft) as told:
        mine.write(by=author, version=1)

    assert told.value.messages == ["Somebody else has saved this draft since you opened it."]
    assert (told.value.stored.text, told.value.stored.version) == ("The colleague was faster.", 2)
    assert mine.text == "I was slower."
    assert ProgressNote.objects.get().text == "The colleague was faster."


def test_who_has_seen_what_is_stored_writes_over_it():
    note = make_note(published=False)
    note.write(by=note.author, version=1)

    note.text = "Merged."
    note.write(by=note.author, version=2)

    assert (ProgressNote.objects.get().text, note.version) == ("Merged.", 3)


def test_one_entry_key_makes_one_record():
    author, obligation, key = make_writer(), make_obligation(), uuid4()
    drafted(obligation, author, entry_key=key).write(by=author)

    with pytest.raises(IntegrityError), transaction.atomic():
        drafted(obligation, author, entry_key=key).write(by=author)

    assert ProgressNote.objects.count() == 1


def test_records_without_a_key_do_not_exclude_one_another():
    author, obligation = make_writer(), make_obligation()

    for _entry in range(2):
        drafted(obligation, author).write(by=author)

    assert ProgressNote.objects.count() == 2


def test_what_is_under_review_or_published_is_not_written():
    for note in (make_submitted(), make_note()):
        note.text = "Something else."
        assert refusals(note.write, by=note.author)
        note.refresh_from_db()
        assert note.text != "Something else."


# Reach and permission


@pytest.mark.parametrize("role", [CONTRIBUTOR, REVIEWER])
def test_a_role_alone_is_enough_to_write_where_one_reaches(role):
    obligation = make_obligation()
    person = make_member(role, obligation.state)
    note = drafted(obligation, person)

    note.write(by=person)
    make_evidence(note=note)
    note.submit(by=person, at=SUBMITTED)

    assert note.stage == Stage.SUBMITTED


def test_a_contributor_takes_no_step_for_a_state_of_somebody_else():
    person = make_member(CONTRIBUTOR, make_party())
    note = make_note(published=False, links=1)

    assert refusals(drafted(note.obligation, person).write, by=person) == [NOT_ASSIGNED]
    assert refusals(note.write, by=person) == [NOT_ASSIGNED]
    assert refusals(note.submit, by=person, at=SUBMITTED) == [NOT_ASSIGNED]
    assert refusals(make_note().correct, by=person) == [NOT_ASSIGNED]


def test_a_contributor_decides_nothing_even_for_an_assigned_state():
    waiting, published = make_submitted(), make_note()
    person = make_member(CONTRIBUTOR, waiting.obligation.state, published.obligation.state)

    assert refusals(waiting.publish, by=person, at=PUBLISHED) == [NO_PUBLISHING]
    assert refusals(waiting.return_to_author, by=person, at=PUBLISHED, comment="No.") == [NO_PUBLISHING]
    assert refusals(waiting.assign_reviewer, reviewer=person, by=person) == [NO_PUBLISHING]
    assert refusals(published.retract, by=person, at=PUBLISHED, reason="No.") == [NO_PUBLISHING]


def test_who_has_no_role_or_whose_account_is_closed_writes_nothing():
    obligation = make_obligation()
    nobody, closed = make_user(), make_member(CONTRIBUTOR, obligation.state)
    Assignment.objects.create(person=nobody, state=obligation.state)
    closed.is_active = False
    closed.save()

    assert refusals(drafted(obligation, nobody).write, by=nobody) == [NO_WRITING]
    assert refusals(drafted(obligation, closed).write, by=closed) in ([NO_WRITING], [NOT_ASSIGNED])


def test_an_assignment_that_ends_takes_the_reach_with_it():
    obligation = make_obligation()
    person = make_member(CONTRIBUTOR, obligation.state)
    note = drafted(obligation, person)
    note.write(by=person)

    person.assignments.all().delete()

    assert refusals(note.write, by=person) == [NOT_ASSIGNED]
    assert list(ProgressNote.objects.visible_to(person)) == []


def test_every_list_holds_what_one_reaches():
    mine, other = make_party(), make_party()
    person, reviewer = make_member(CONTRIBUTOR, mine), make_member(REVIEWER)
    for state in (mine, other):
        obligation = make_obligation(state=state)
        make_evidence(note=make_note(obligation=obligation, published=False))
        make_deadline(obligation=obligation)

    for model in (State, Obligation, Deadline, ProgressNote, EvidenceLink):
        reached = model.objects.visible_to(person)
        assert reached.count() == 1, model
        assert model.objects.visible_to(reviewer).count() == model.objects.count() == 2, model
    assert State.objects.visible_to(person).get() == mine
