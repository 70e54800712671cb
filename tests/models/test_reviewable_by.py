"""Who may review a record: the queryset says the same as `publish` and as the table of permissions."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from commitments.models import ProgressNote, User
from commitments.models.review import ReviewedRecord
from commitments.rules.codes import Stage
from commitments.staff.desk import desk_of
from tests.builders import SUBMITTED, make_note, make_reviewer, make_submitted, make_writer
from tests.permission_cases import CASES, Case
from tests.permission_world import NEW, World

pytestmark = pytest.mark.django_db

PUBLICATIONS = [case for case in CASES if (case.verb, case.road) == ("publish", "shell")]
AMENDED = [replace(case, whose="amended") for case in PUBLICATIONS if case.whose == "other"]


def amend(record: ReviewedRecord, person: User) -> None:
    """What remains of a save by this person before somebody else handed it in."""
    type(record).objects.filter(pk=record.pk).update(version=2, text=NEW)
    record.refresh_from_db()
    entry = record.history.first()
    entry.pk, entry.version, entry.history_user = None, 2, person
    entry.save(force_insert=True)


def publishes(record: ReviewedRecord, person: User) -> bool:
    """Whether the verb lets them; the record stays as it is."""
    try:
        with transaction.atomic():
            type(record).objects.get(pk=record.pk).publish(by=person, at=timezone.now())
            transaction.set_rollback(True)
    except ValidationError:
        return False
    return True


def answers(world: World, case: Case, stage: str) -> tuple[bool, bool]:
    """What the verb and the queryset say."""
    person = User.objects.get(pk=world.people[case.role])
    record = world.record(case, stage)
    if case.whose == "amended":
        amend(record, person)
    listed = type(record).objects.reviewable_by(person).filter(pk=record.pk).exists()
    return publishes(record, person), listed


def test_reviewable_by_says_what_the_verb_and_the_table_say_in_every_case(settings):
    world, wrong = World(), {}
    for case in PUBLICATIONS + AMENDED:
        settings.ALLOW_SELF_PUBLICATION = case.self_publication == "on"
        said = answers(world, case, "submitted")
        if said != (case.is_allowed, case.is_allowed):
            wrong[str(case)] = said

    assert wrong == {}


@pytest.mark.parametrize("stage", ["draft", "published"])
def test_reviewable_by_holds_nothing_that_is_not_submitted(stage):
    world = World()
    cases = [case for case in PUBLICATIONS if case.role in {"reviewer", "superuser"}]

    assert {answers(world, case, stage) for case in cases} == {(False, False)}


def test_desk_leaves_a_note_to_others_once_its_reader_has_amended_it():
    author, amender, reader = make_writer(), make_reviewer(), make_reviewer()
    note = make_note(published=False, links=1, author=author)
    note.text = "Amended by a reviewer."
    note.write(by=amender)
    note.submit(by=author, at=SUBMITTED)
    today = timezone.localdate()

    assert list(desk_of(amender, today).to_review) == []
    assert list(desk_of(reader, today).to_review) == [note]
    note.return_to_author(by=amender, at=timezone.now(), comment="It can still be returned.")
    assert ProgressNote.objects.get().stage == Stage.RETURNED


def test_desk_shows_all_reviewers_what_waits_for_one_who_has_amended_it():
    asked, amended = make_submitted(), make_submitted()
    reviewer, reader = make_reviewer(), make_reviewer()
    for note in (asked, amended):
        note.assign_reviewer(reviewer, by=reader)
    amended.return_to_author(by=reviewer, at=timezone.now(), comment="I add a page.")
    amended.write(by=reviewer)
    amended.submit(by=amended.author, at=timezone.now())
    today = timezone.localdate()

    assert list(desk_of(reviewer, today).to_review) == [asked]
    assert list(desk_of(reader, today).to_review) == [amended]
