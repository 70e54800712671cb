"""The office in which the matrix of permissions is tried: people, records, and the roads to a verb."""

from datetime import UTC, date, datetime
from http import HTTPStatus

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from commitments.models import Assignment, EvidenceLink, Obligation, ProgressNote, Reply, User
from commitments.models.review import ReviewedRecord
from commitments.rules.codes import Stage
from tests.builders import (
    make_commitment,
    make_evidence,
    make_obligation,
    make_party,
    make_reviewer,
    make_user,
)
from tests.permission_cases import ROLES, Case

from .imports.files import as_csv

MOMENT = datetime(2024, 1, 9, 12, 0, tzinfo=UTC)
OLD, NEW = "What was found before this case began.", "What this person wrote in this case."
FORM = {
    "note": {
        "noted_date": "2020-06-01",
        "noted_precision": "day",
        "status": "in_progress",
        "certainty": "confirmed",
        "disputed_by": "",
        "dispute": "",
        "evidence-TOTAL_FORMS": "0",
        "evidence-INITIAL_FORMS": "0",
    },
    "reply": {"replied_by": "The Ministry", "replied_date": "2020-06-02", "position": "agrees", "url": ""},
}
MARKS = {"submitted": ("submitted",), "published": ("submitted", "published")}


class World:
    """Two States with an obligation each, one assigned to everybody, and a person of every kind."""

    def __init__(self) -> None:
        self.commitment = make_commitment(code="16b")
        self.obligations = {
            place: make_obligation(state=make_party(iso3=iso3), commitment=self.commitment)
            for place, iso3 in (("assigned", "COL"), ("not_assigned", "KHM"))
        }
        self.other, self.asked = make_reviewer(username="other"), make_reviewer(username="asked")
        self.people = {role: self._hire(role) for role in ROLES}
        self.clients = {role: self._sit_down(role) for role in ROLES}
        User.objects.filter(username__startswith="closed").update(is_active=False)

    def __deepcopy__(self, memo: dict) -> "World":
        """Django copies what a class set up; here every case reads the database anew instead."""
        return self

    def _hire(self, role: str) -> int:
        person = make_user(username=role, is_staff=True, is_superuser=role.endswith("superuser"))
        name = role.removeprefix("closed_").capitalize()
        person.groups.set(Group.objects.filter(name=name))
        Assignment.objects.create(person=person, state=self.obligations["assigned"].state)
        return person.pk

    def _sit_down(self, role: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=self.people[role]))
        return client

    def record(self, case: Case, stage: str) -> ReviewedRecord:
        """The record that the case is about, put into its stage without asking anyone."""
        obligation, person = self.obligations[case.place], User.objects.get(pk=self.people[case.role])
        author = person if case.whose == "own" else self.other
        if case.thing == "reply":
            answered = make_record(obligation, self.other, "published")
            record = Reply(note=answered, replied_by="The Ministry", position="agrees", text=OLD)
            record.author = author
            record.replied_date = date(2020, 6, 2)
            record.save()
        else:
            record = make_record(obligation, author, "draft")
        mark(record, stage, by=person if case.whose == "handed_in" else author)
        return record


def make_record(obligation: Obligation, author: User, stage: str) -> ProgressNote:
    """A note with one link, in this stage."""
    note = ProgressNote(obligation=obligation, author=author, text=OLD, status="in_progress")
    note.noted_date = date(2020, 6, 1)
    note.save()
    make_evidence(note=note)
    mark(note, stage, by=author)
    return note


def mark(record: ReviewedRecord, stage: str, *, by: User) -> None:
    """Put it into this stage, past all verbs."""
    marks = {f"{step}_at": MOMENT for step in MARKS.get(stage, ())}
    marks |= {f"{step}_by": by for step in MARKS.get(stage, ())}
    type(record).objects.filter(pk=record.pk).update(stage=stage, **marks)
    record.refresh_from_db()


def stored() -> list[list[tuple]]:
    """All that a refusal must leave as it is, read in the cheapest way."""
    models = (ProgressNote, Reply, EvidenceLink, Obligation, ProgressNote.history.model, Reply.history.model)
    found = []
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found.append(sorted(cursor.fetchall(), key=repr))
    return found


def by_shell(world: World, case: Case, record: ReviewedRecord) -> None:
    """The verb itself; a refusal is a ValidationError."""
    person, now = User.objects.get(pk=world.people[case.role]), datetime.now(UTC)
    fresh = type(record).objects.get(pk=record.pk)
    if case.verb == "write_new":
        fresh.pk, fresh._state.adding = None, True
    if case.verb in {"write", "write_new"}:
        fresh.text = NEW
        fresh.write(by=person)
    elif case.verb in {"discard", "correct"}:
        getattr(fresh, case.verb)(by=person)
    elif case.verb == "assign_reviewer":
        fresh.assign_reviewer(world.asked, by=person)
    else:
        words = {"return_to_author": {"comment": NEW}, "retract": {"reason": NEW}}.get(case.verb, {})
        getattr(fresh, case.verb)(by=person, at=now, **words)


def by_form(world: World, case: Case, record: ReviewedRecord) -> None:
    """The form of the record, its buttons and the pages that they lead to."""
    client, name = world.clients[case.role], f"admin:commitments_{record._meta.model_name}"
    content = FORM[case.thing] | {"text": NEW, "version": str(record.version)}
    about = record.note if case.thing == "reply" else record
    content |= {
        "state": about.obligation.state_id,
        "commitment": about.obligation.commitment_id,
        "note": about.pk,
    }
    page, sent = {
        "write_new": ("add", content),
        "write": ("change", content),
        "submit": ("change", content | {"_submit": ""}),
        "publish": ("change", {"_publish": ""}),
        "correct": ("change", {"_correct": ""}),
        "return_to_author": ("return", {"reason": NEW}),
        "retract": ("retract", {"reason": NEW}),
        "discard": ("delete", {"post": "yes"}),
    }[case.verb]
    client.post(reverse(f"{name}_{page}", args=[] if page == "add" else [record.pk]), sent)


def by_bulk(world: World, case: Case, record: ReviewedRecord) -> None:
    """The action on a chosen row."""
    action, answer = {
        "submit": ("submit_chosen", {}),
        "publish": ("publish_chosen", {}),
        "return_to_author": ("return_chosen", {"apply": "1", "comment": NEW}),
        "assign_reviewer": ("assign_chosen", {"apply": "1", "reviewer": world.asked.pk}),
        "discard": ("delete_selected", {"post": "yes"}),
    }[case.verb]
    chosen = {"action": action, "_selected_action": [record.pk], **answer}
    address = reverse(f"admin:commitments_{record._meta.model_name}_changelist")
    world.clients[case.role].post(address, chosen)


def by_import(world: World, case: Case, record: ProgressNote) -> None:
    """A file with one row, looked at and confirmed; whoever may not come here is sent away."""
    client, page = world.clients[case.role], reverse("admin:commitments_progressnote_import")
    about = record.obligation
    row = {
        "note": "" if case.verb == "write_new" else str(record.pk),
        "state_iso3": about.state.iso3,
        "commitment": about.commitment.code,
        "noted_date": "2020-06-01",
        "text": NEW,
    }
    file = SimpleUploadedFile("notes.csv", as_csv(row, headings=row))
    answer = client.post(page, {"file": file} | ({"submit": "on"} if case.verb == "submit" else {}))
    if answer.status_code == HTTPStatus.OK:
        client.post(page, {"plan": answer.context["mark"]})


def try_it(world: World, case: Case, record: ReviewedRecord) -> bool:
    """Go this road; returns whether a refusal was raised."""
    try:
        ROADS[case.road](world, case, record)
    except ValidationError:
        return True
    return False


ROADS = {"shell": by_shell, "form": by_form, "bulk": by_bulk, "import": by_import}


def took_effect(world: World, case: Case, record: ReviewedRecord) -> bool:
    """Whether the verb did what it says, in this person's name."""
    model, person = type(record), world.people[case.role]
    now = model.objects.filter(pk=record.pk).first()
    if case.verb == "discard":
        return now is None
    if case.verb in {"write_new", "correct"}:
        made = model.objects.filter(author=person, stage=Stage.DRAFT).exclude(pk=record.pk)
        text = OLD if (case.verb, case.road) in {("correct", "shell"), ("correct", "form")} else NEW
        corrected = {"corrects": record.pk, "text": text} if case.verb == "correct" else {"text": NEW}
        return made.filter(**corrected).count() == 1
    if case.verb == "write":
        return (now.text, now.author_id) == (NEW, record.author_id)
    if case.verb == "assign_reviewer":
        return now.reviewer_id == world.asked.pk
    stage, by = {
        "submit": (Stage.SUBMITTED, now.submitted_by_id),
        "publish": (Stage.PUBLISHED, now.published_by_id),
        "return_to_author": (Stage.RETURNED, now.returned_by_id),
        "retract": (Stage.RETRACTED, now.retracted_by_id),
    }[case.verb]
    return (now.stage, by) == (stage, person)
