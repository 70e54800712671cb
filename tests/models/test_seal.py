"""The chain of seals: every public event is in it, whoever wrote it, and nothing else."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from commitments.models import Contribution, Obligation, ProgressNote, Seal, State
from commitments.models.history import record_bulk_history
from commitments.models.seal import Chain
from commitments.models.sealed_records import BY_NAME, SEALED_TABLES
from commitments.models.sealing import seal_unsealed
from commitments.rules.seal import FIRST, sha256_of
from tests.builders import (
    PUBLISHED,
    make_commitment,
    make_contribution,
    make_deadline,
    make_instrument_membership,
    make_meeting,
    make_note,
    make_obligation,
    make_other_name,
    make_party,
    make_planned_action,
    make_reply,
    make_reviewer,
    make_state,
    make_state_casualties,
    make_submitted,
    the_reviewer,
    the_writer,
)
from tests.each import Failures, rolled_back

LATER = PUBLISHED + timedelta(days=30)


def sealed(after: int = 0) -> list[tuple[str, str, str]]:
    """The events of the chain: what happened to which row of which table."""
    rows = Seal.objects.filter(number__gt=after).order_by("number")
    return [(each.kind, each.table, each.key) for each in rows]


def content_of(kind: str, table: str) -> dict[str, object]:
    return json.loads(Seal.objects.filter(kind=kind, table=table).latest("number").content)


def newest() -> int:
    head = Seal.objects.head()
    return head.number if head else 0


def assert_chain_holds() -> None:
    before = FIRST
    for number, seal in enumerate(Seal.objects.order_by("number"), start=1):
        assert (seal.number, seal.previous_sha256) == (number, before)
        assert seal.content_sha256 == sha256_of(seal.content)
        assert seal.sha256 == seal.row.sha256
        before = seal.sha256


@pytest.mark.django_db
def test_seal_of_a_publication_says_what_was_published_with_its_evidence():
    obligation = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    note = make_submitted(
        obligation=obligation, text="=Two\r\nprovinces.", noted_date=date(2024, 1, 5), noted_precision="month"
    )
    make_note(obligation=obligation, text="A draft.", published=False)
    before = newest()

    note.publish(by=make_reviewer(username="secret"), at=LATER)

    link = note.evidence.get()
    assert sealed(before) == [("published", "progress", str(note.pk))]
    assert Seal.objects.head().sealed_at >= LATER
    assert content_of("published", "progress") == {
        "note": str(note.pk),
        "state_iso3": "COL",
        "commitment": "16b",
        "noted_date": "2024-01",
        "noted_precision": "month",
        "status": "in_progress",
        "certainty": "confirmed",
        "text": "'=Two\r\nprovinces.",
        "disputed_by": "",
        "dispute": "",
        "published_at": "2024-02-09T12:00:00+00:00",
        "corrects": "",
        "evidence": [
            {
                "evidence": str(link.pk),
                "title": "Report of the State",
                "url": "https://example.org/report",
                "archived_url": "",
                "publisher": "United Nations",
                "kind": "state_report",
                "locator": "",
                "quotation": "",
                "published_date": "2020-05-01",
                "document_sha256": "",
                "document_size": "",
                "document_type": "",
                "archive": "",
                "archive_number": "",
            }
        ],
    }
    assert_chain_holds()


@pytest.mark.django_db
def test_corrections_retractions_and_replies_are_sealed_by_their_verbs():
    old = make_note()
    reply = make_reply(note=old)
    correction = old.correct(by=old.author)
    correction.submit(by=old.author, at=PUBLISHED)
    before = newest()

    correction.publish(by=the_reviewer(), at=LATER)
    correction.retract(by=the_reviewer(), at=LATER, reason="Wrong State.")
    reply.retract(by=the_reviewer(), at=LATER, reason="Not the State's.")

    assert sealed(before) == [
        ("corrected", "progress", str(old.pk)),
        ("published", "progress", str(correction.pk)),
        ("retracted", "progress", str(correction.pk)),
        ("retracted", "replies", str(reply.pk)),
    ]
    assert content_of("published", "progress")["corrects"] == str(old.pk)
    assert content_of("retracted", "progress") == {
        "note": str(correction.pk),
        "retracted_at": "2024-02-09T12:00:00+00:00",
        "retraction_reason": "Wrong State.",
    }
    assert_chain_holds()


@pytest.mark.django_db
def test_what_the_public_does_not_read_is_not_sealed():
    note, reply = make_note(published=False, links=1), make_reply(published=False)
    make_other_name(reply.note.obligation.state, "Elsewhere")
    before = newest()

    note.write(by=the_writer())
    note.submit(by=the_writer(), at=PUBLISHED)
    note.return_to_author(by=the_reviewer(), at=PUBLISHED, comment="Name the page.")
    note.evidence.get().delete()
    note.delete()
    reply.delete()
    reply.note.obligation.plan_review_after(date(2030, 1, 1), by=the_writer())

    assert sealed(before) == []


@pytest.mark.django_db
def test_reference_records_are_sealed_when_they_are_entered_changed_and_removed():
    """Every table of the seal but those of notes and replies, through `save` and `delete`."""
    state = make_party(iso3="COL")
    records = [
        (make_contribution(state=state), "contributions", {"text": "Otherwise."}),
        (make_state_casualties(state=state), "casualties", {"remark": "at least"}),
        (make_instrument_membership(state=state), "instruments", {"source_title": "Another"}),
        (make_meeting(), "meetings", {"place": "Siem Reap"}),
        (make_planned_action(), "planned_actions", {"asked": "Something else."}),
        (make_deadline(), "deadlines", {"remark": "New."}),
        (state.memberships.get(), "memberships", {"remark": "New."}),
        (make_commitment(), "commitments", {"reading": "Another."}),
        (make_state(), "states", {"name_fr": "Pays"}),
    ]
    for record, table, changes in records:
        before, key = newest(), BY_NAME[table].key_of_record(record)
        assert ("entered", table, key) in sealed()

        record.save()
        for name, value in changes.items():
            setattr(record, name, value)
        record.save()
        record.delete()

        assert sealed(before) == [("changed", table, key), ("removed", table, key)], table
    assert_chain_holds()


def test_every_field_of_a_sealed_record_is_sealed_or_left_out_on_purpose():
    """A new field is either a public fact, or stands here."""
    left_out = {
        "commitments": {"id", "letter", "position", "review_days"},
        "states": {"id", "sort_name"},
        "obligations": {"id", "next_review_date"},
        "instrument_names": {"id", "position"},
        "meetings": {"id"},
        "action_plans": {"id"},
        "progress": {"created_at", "corrected_at", *(NOT_PUBLIC)},
        "replies": {"created_at", *(NOT_PUBLIC)},
    }
    unsealed = {
        table.name: {field.name for field in table.model._meta.concrete_fields}
        - {field.removesuffix("_id") for field in table.fields}
        - ({table.model._meta.pk.name} if "pk" in table.fields else set())
        for table in SEALED_TABLES
    }

    assert {name: fields for name, fields in unsealed.items() if fields} == left_out


NOT_PUBLIC = {
    *("author", "version", "entry_key", "reviewer", "stage", "submitted_at", "submitted_by", "returned_at"),
    *("returned_by", "return_comment", "published_by", "retracted_at", "retracted_by", "retraction_reason"),
}


@pytest.mark.django_db
def test_what_one_statement_writes_is_sealed_with_its_history():
    state, note = make_party(), make_note()
    make_commitment()
    new = [contribution(state, year) for year in (2020, 2021)]
    before = newest()

    state.obligations.open_missing()
    opened = sealed(before)
    rows = Contribution.objects.bulk_create(new)
    record_bulk_history(rows, reason="loaded", created=True)
    ProgressNote.objects.filter(pk=note.pk).update(
        stage="retracted", retracted_at=LATER, retracted_by=the_reviewer(), retraction_reason="Gone."
    )
    note.refresh_from_db()
    record_bulk_history([note], reason="withdrawn")
    record_bulk_history([note], reason="once more")

    assert {(kind, table) for kind, table, _key in opened} == {("entered", "obligations")}
    assert len(opened) == Obligation.objects.count() - 1
    assert sealed(before + len(opened)) == [
        *(("entered", "contributions", str(row.pk)) for row in rows),
        ("retracted", "progress", str(note.pk)),
    ]
    assert_chain_holds()


def contribution(state: State, year: int) -> Contribution:
    """In memory only."""
    row = make_contribution(state=make_state(), year=year)
    row.delete()
    row.pk, row.state = None, state
    return row


@pytest.mark.django_db
def test_what_entered_past_the_verbs_is_found_once_and_in_order_of_publication():
    first, second = make_note(published_at=LATER), make_note(published_at=PUBLISHED)
    first.retract(by=the_reviewer(), at=LATER, reason="Wrong.")
    reply = make_reply(note=second)
    state = make_state()
    forget_seals()
    now = timezone.now()

    found = seal_unsealed(at=now)

    assert [event for event in sealed() if event[1] in {"progress", "replies"}] == [
        ("found", "progress", str(second.pk)),
        ("found", "progress", str(first.pk)),
        ("retracted", "progress", str(first.pk)),
        ("found", "replies", str(reply.pk)),
    ]
    assert ("found", "states", state.iso3) in sealed()
    assert {each.sealed_at for each in Seal.objects.all()} == {now}
    assert seal_unsealed(at=now) == 0
    assert found == Seal.objects.count()
    assert_chain_holds()


@pytest.mark.django_db
def test_only_reference_records_that_changed_past_the_verbs_are_sealed_anew_and_only_when_asked():
    state, gone, note = make_state(), make_state(), make_note()
    State.objects.filter(pk=state.pk).update(name_fr="Autre")
    State.objects.filter(pk=gone.pk)._raw_delete("default")
    without_triggers("0002_triggers", lambda: ProgressNote.objects.filter(pk=note.pk).update(text="Forged."))
    before = newest()

    assert seal_unsealed(at=timezone.now()) == 0
    assert seal_unsealed(at=timezone.now(), changed=True) == 2
    assert seal_unsealed(at=timezone.now(), changed=True) == 0

    assert sealed(before) == [("found", "states", state.iso3), ("removed", "states", gone.iso3)]


def forget_seals() -> None:
    """As in an installation that is older than the chain."""
    without_triggers("0024_seals", lambda: Seal.objects.all()._raw_delete("default"))


def without_triggers(migration: str, act) -> None:
    """As somebody with access to the database would."""
    triggers = import_module(f"commitments.migrations.{migration}")
    triggers.remove(None, connection.schema_editor())
    act()
    triggers.install(None, connection.schema_editor())


@pytest.mark.django_db
def test_database_refuses_every_seal_but_the_next_and_any_change():
    make_state()
    last = Seal.objects.order_by("-number").first()

    def added(**changes: object) -> None:
        values = {"number": last.number + 1, "previous_sha256": last.sha256, **changes}
        row = {field.attname: getattr(last, field.attname) for field in Seal._meta.concrete_fields}
        Seal.objects.bulk_create([Seal(**{**row, **values})])

    refused = {
        "a gap": lambda: added(number=last.number + 2),
        "a second of one number": lambda: added(number=last.number),
        "another chain": lambda: added(previous_sha256=FIRST),
        "an earlier moment": lambda: added(sealed_at=last.sealed_at - timedelta(seconds=1)),
        "a change": lambda: Seal.objects.filter(pk=last.pk).update(content="{}"),
        "a removal": lambda: Seal.objects.filter(pk=last.pk)._raw_delete("default"),
        "replacing": lambda: by_sql(
            "INSERT OR REPLACE INTO commitments_seal SELECT * FROM commitments_seal WHERE number = 1"
        ),
        "emptying": lambda: by_sql("TRUNCATE commitments_seal"),
    }
    if connection.vendor == "postgresql":
        del refused["replacing"]
    else:
        del refused["emptying"]
    failures = Failures()
    for what, write in refused.items():
        with failures.kept(what), pytest.raises(IntegrityError, match="a seal"), transaction.atomic():
            write()
    assert not failures, str(failures)
    added()


def by_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_publication_takes_few_queries_more(django_assert_num_queries):
    note, reviewer = make_submitted(links=3), make_reviewer()
    of_seal = []

    def counted(execute, statement, parameters, many, context):
        if "commitments_seal" in statement or "pg_advisory" in statement or "evidencelink" in statement:
            of_seal.append(statement.split()[0])
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(counted):
        note.publish(by=reviewer, at=LATER)

    # the checks count the evidence; the seal reads note and evidence, its head, and is stored
    lock = ["SELECT"] if connection.vendor == "postgresql" else []
    assert of_seal == [*lock, "SELECT", "SELECT", "SELECT", "INSERT"]


@pytest.mark.django_db
def test_publication_never_goes_before_the_newest_seal(chain_at_any_moment, monkeypatch):
    monkeypatch.setattr(Chain, "at", chain_at_any_moment)
    first, second = make_submitted(), make_submitted()
    head = Seal.objects.head().sealed_at

    first.publish(by=the_reviewer(), at=head - timedelta(minutes=4))
    with pytest.raises(ValidationError, match="The clock of this server says"):
        second.publish(by=the_reviewer(), at=head - timedelta(minutes=6))
    with pytest.raises(ValidationError, match="The clock of this server says"):
        first.retract(by=the_reviewer(), at=head - timedelta(minutes=6), reason="Wrong.")

    first.refresh_from_db()
    assert (first.stage, first.published_at) == ("published", head)
    assert Seal.objects.head().sealed_at == head


@pytest.mark.django_db
def test_seal_goes_with_an_event_that_is_taken_back():
    note, before = make_submitted(), newest()

    with rolled_back():
        note.publish(by=the_reviewer(), at=LATER)

    assert newest() == before


@pytest.mark.django_db
def test_saving_outside_a_transaction_stores_record_history_and_seal_or_nothing(monkeypatch):
    """As in a shell: the record and its entries are stored by several statements."""
    told = []
    monkeypatch.setattr(Chain, "append", lambda self, events, at: told.append(connection.in_atomic_block))

    make_state()

    assert told == [True]


def test_simultaneous_events_make_one_chain(empty_database):
    ended = subprocess.run(
        [sys.executable, Path(__file__).with_name("seal_together.py")],
        env={**os.environ, "DATABASE_URL": empty_database, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (ended.stdout, ended.stderr) == ("one chain\n", "")
