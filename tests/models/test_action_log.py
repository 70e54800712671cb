"""What people did stands in the log once it is stored, by numbers alone."""

import logging
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.utils import timezone

from cartagena.logs import LineFormatter
from commitments.models import Assignment, State, User
from commitments.models.history import change_batch
from commitments.rules.roles import ADMINISTRATOR, CONTRIBUTOR
from tests.builders import make_member, make_note, make_reviewer, make_state, make_submitted, make_user
from tests.each import rolled_back

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def told(caplog, django_capture_on_commit_callbacks):
    """Carries out, commits, and returns logger, verb and fields of each line."""

    def carry_out(*actions) -> list[tuple[str, str, dict]]:
        caplog.clear()
        with (
            caplog.at_level(logging.INFO, logger="cartagena"),
            django_capture_on_commit_callbacks(execute=True),
        ):
            for action in actions:
                action()
        return [(each.name.rpartition(".")[2], each.getMessage(), each.fields) for each in caplog.records]

    return carry_out


def test_every_step_of_a_review_is_one_line(told, caplog):
    note, returned = make_submitted(text="secret words"), make_submitted()
    reviewer, now = make_reviewer(username="secret-name"), timezone.now()

    with change_batch() as batch:
        lines = told(
            lambda: returned.return_to_author(by=reviewer, at=now, comment="secret comment"),
            lambda: note.assign_reviewer(reviewer, by=reviewer),
            lambda: note.publish(by=reviewer, at=now),
            lambda: note.retract(by=reviewer, at=now, reason="secret reason"),
        )

    about = {"record": "progressnote", "user": reviewer.pk, "batch": batch}
    assert lines == [
        ("events", "returned", {**about, "key": returned.pk}),
        ("events", "reviewer assigned", {**about, "key": note.pk}),
        ("events", "published", {**about, "key": note.pk}),
        ("events", "retracted", {**about, "key": note.pk}),
    ]
    assert "secret" not in " ".join(LineFormatter().format(each) for each in caplog.records)


def test_correction_tells_both_notes_and_its_publication_ends_the_first(told):
    first, writer, reviewer = make_note(), make_user(is_superuser=True), make_reviewer()
    draft = first.correct(by=writer)
    now = timezone.now()

    lines = told(lambda: draft.submit(by=writer, at=now), lambda: draft.publish(by=reviewer, at=now))

    assert [(verb, fields["key"]) for _logger, verb, fields in lines] == [
        ("submitted", draft.pk),
        ("corrected", first.pk),
        ("published", draft.pk),
    ]


def test_what_is_taken_back_leaves_no_line(told):
    note, reviewer = make_submitted(), make_reviewer()

    def publish_for_nothing() -> None:
        with rolled_back():
            note.publish(by=reviewer, at=timezone.now())

    assert told(publish_for_nothing) == []


def test_who_may_do_what_is_told_to_the_log_of_security(told):
    keeper, ana = make_member(ADMINISTRATOR), make_member(CONTRIBUTOR)
    chosen = State.objects.filter(pk__in=[make_state(iso3="COL").pk, make_state(iso3="KHM").pk])
    people, request = admin.site._registry[User], SimpleNamespace(user=keeper)
    changed = [{"changed": {"fields": ["Roles", "Email address"]}}, {"added": {"object": "Ana · Chad"}}]

    lines = told(
        lambda: Assignment.objects.assign(ana, chosen, by=keeper),
        lambda: Assignment.objects.withdraw(ana, chosen.filter(iso3="COL"), by=keeper),
        lambda: people.log_change(request, ana, changed),
    )

    about = {"record": "user", "key": ana.pk, "user": keeper.pk}
    assert lines == [
        ("security", "States assigned", {**about, "states": ["COL", "KHM"]}),
        ("security", "States taken away", {**about, "states": ["COL"]}),
        ("security", "changed", {**about, "fields": ["Email address", "Roles"]}),
    ]


def test_files_with_drafts_name_who_took_them(told, client):
    keeper = make_member(ADMINISTRATOR)
    client.force_login(keeper)

    lines = told(lambda: client.get("/admin/commitments/progressnote/import/notes.csv"))

    asked = {"user": keeper.pk, "what": "notes with drafts"}
    assert [line for line in lines if line[0] == "events"] == [("events", "exported", asked)]
