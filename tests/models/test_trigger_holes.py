"""The ways around the verbs that an SQL console has: each of them is refused, by words of its own."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, models, transaction

from commitments.models import (
    Commitment,
    Deadline,
    Document,
    EvidenceLink,
    Membership,
    Obligation,
    ProgressNote,
    Reply,
    State,
    User,
)
from commitments.models.database_errors import UNKNOWN, reason_of
from commitments.models.kept_records import all_tables
from commitments.models.seal import Seal
from commitments.models.seal_triggers import CHANGE_REFUSAL
from commitments.models.trigger_refusals import (
    BEARING_REFUSAL,
    CORRECTED_ONCE,
    CORRECTION_REFUSAL,
    DOCUMENT_REFUSAL,
    EARLY_REFUSAL,
    EMPTYING_REFUSAL,
    IDENTITY_REFUSAL,
    PERSON_REFUSAL,
    PRUNING_REFUSAL,
    REFUSAL,
    REPLACEMENT_REFUSAL,
    REWRITING_REFUSAL,
    STEP_REFUSAL,
)
from tests.builders import (
    PUBLISHED,
    make_commitment,
    make_deadline,
    make_document,
    make_evidence,
    make_note,
    make_obligation,
    make_reply,
    make_reviewer,
    make_state,
    make_user,
    the_reviewer,
)
from tests.each import Failures, rolled_back

pytestmark = pytest.mark.django_db
LATER, SOONER = PUBLISHED + timedelta(days=1), PUBLISHED - timedelta(days=1)
ON_SQLITE = connection.vendor == "sqlite"

Statement = tuple[str, list[object]]


def execute(statement: str, values: list[object]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def table(model: type[models.Model]) -> str:
    return model._meta.db_table


def update(record: models.Model, assignments: str, *values: object) -> Statement:
    pk = record._meta.pk.column
    return f"UPDATE {table(type(record))} SET {assignments} WHERE {pk} = %s", [*values, record.pk]


def delete(record: models.Model) -> Statement:
    return f"DELETE FROM {table(type(record))} WHERE {record._meta.pk.column} = %s", [record.pk]


def replace(record: models.Model, **changed: object) -> Statement:
    """The stored row once more, with these columns changed, in place of whatever has one of its keys."""
    columns = [field.column for field in record._meta.concrete_fields]
    chosen = ", ".join("%s" if column in changed else column for column in columns)
    values = [changed[column] for column in columns if column in changed]
    name, pk = table(type(record)), record._meta.pk.column
    return (
        f"INSERT OR REPLACE INTO {name} ({', '.join(columns)}) SELECT {chosen} FROM {name} WHERE {pk} = %s",
        [*values, record.pk],
    )


def make_retracted() -> ProgressNote:
    note = make_note()
    note.retract(by=make_reviewer(), at=LATER, reason="Wrong State.")
    return note


def make_corrected() -> tuple[ProgressNote, ProgressNote]:
    """A note, and the one that has replaced it."""
    note, reviewer = make_note(), the_reviewer()
    draft = note.correct(by=reviewer)
    draft.submit(by=reviewer, at=LATER)
    draft.publish(by=make_reviewer(), at=LATER)
    note.refresh_from_db()
    return note, draft


def assert_each_refused(cases: dict[str, tuple[str, Statement]]) -> None:
    """Each statement is refused by the text of its case, which has words for people."""
    failures = Failures()
    for case, (refusal, (statement, values)) in cases.items():
        with failures.kept(case), rolled_back():
            with pytest.raises(IntegrityError, match=refusal) as refused, transaction.atomic():
                execute(statement, values)
            assert reason_of(refused.value) != UNKNOWN
    assert not failures, str(failures)


def test_no_step_after_publication_is_taken_back_or_changed():
    published, retracted, (corrected, _newer) = make_note(), make_retracted(), make_corrected()
    reply, withdrawn, person = make_reply(), make_reply(), make_user()
    withdrawn.retract(by=make_reviewer(), at=LATER, reason="Not from the State.")
    retraction = "retracted_at = NULL, retracted_by_id = NULL, retraction_reason = ''"
    retracting = "stage = 'retracted', retracted_at = %s, retracted_by_id = %s, retraction_reason = 'x'"

    assert_each_refused(
        {
            "retraction taken back": (STEP_REFUSAL, update(retracted, f"stage = 'published', {retraction}")),
            "its reason": (STEP_REFUSAL, update(retracted, "retraction_reason = 'Another.'")),
            "its day": (STEP_REFUSAL, update(retracted, "retracted_at = %s", LATER + timedelta(days=9))),
            "its person": (STEP_REFUSAL, update(retracted, "retracted_by_id = %s", person.pk)),
            "a reason without a retraction": (
                STEP_REFUSAL,
                update(published, "retraction_reason = 'It was false.'"),
            ),
            "a retracted note corrected": (
                STEP_REFUSAL,
                update(retracted, f"stage = 'corrected', corrected_at = %s, {retraction}", LATER),
            ),
            "correction taken back": (
                STEP_REFUSAL,
                update(corrected, "stage = 'published', corrected_at = NULL"),
            ),
            "its moment": (STEP_REFUSAL, update(corrected, "corrected_at = %s", LATER + timedelta(days=9))),
            "a corrected note retracted": (
                STEP_REFUSAL,
                update(corrected, f"{retracting}, corrected_at = NULL", LATER, person.pk),
            ),
            "corrected by nothing": (
                CORRECTION_REFUSAL,
                update(published, "stage = 'corrected', corrected_at = %s", LATER),
            ),
            "retracted before it was published": (
                EARLY_REFUSAL,
                update(published, retracting, SOONER, person.pk),
            ),
            "a stage without its marks": ("stage", update(published, "stage = 'retracted'")),
            "a retracted reply taken up again": (
                STEP_REFUSAL,
                update(withdrawn, f"stage = 'published', {retraction}"),
            ),
            "a reply retracted early": (EARLY_REFUSAL, update(reply, retracting, SOONER, person.pk)),
            "published earlier": (REFUSAL, update(published, "published_at = %s", SOONER)),
            "what the reviewer said": (REFUSAL, update(published, "return_comment = 'Fine.'")),
            "the version": (REFUSAL, update(reply, "version = version + 1")),
        }
    )


def test_what_findings_hang_on_stays_what_it_is():
    letter = make_document()
    note = make_note(evidence={"document": letter, "document_name": "letter.pdf"})
    obligation = note.obligation
    state, commitment = obligation.state, obligation.commitment
    paragraph, person, deadline = commitment.paragraph, note.author, make_deadline()
    draft, other = make_note(published=False), make_obligation()
    stay, link = state.memberships.get(), note.evidence.get()

    assert_each_refused(
        {
            "obligation to another State": (
                IDENTITY_REFUSAL,
                update(obligation, "state_id = %s", make_state().pk),
            ),
            "obligation to another commitment": (
                IDENTITY_REFUSAL,
                update(obligation, "commitment_id = %s", make_commitment().pk),
            ),
            "obligation of a draft": (
                IDENTITY_REFUSAL,
                update(draft.obligation, "state_id = %s", make_state().pk),
            ),
            "number of an obligation": (IDENTITY_REFUSAL, update(obligation, "id = id + 100000")),
            "stay": (IDENTITY_REFUSAL, update(stay, "state_id = %s", make_state().pk)),
            "deadline": (IDENTITY_REFUSAL, update(deadline, "obligation_id = %s", other.pk)),
            "code of the State": (IDENTITY_REFUSAL, update(state, "iso3 = 'QZZ'")),
            "code of the commitment": (IDENTITY_REFUSAL, update(commitment, "code = '20z'")),
            "number of the paragraph": (IDENTITY_REFUSAL, update(paragraph, "number = 21")),
            "number of a person": (IDENTITY_REFUSAL, update(person, "id = id + 100000")),
            "number of a note": (REFUSAL, update(note, "id = id + 100000")),
            "number of a source": (REFUSAL, update(link, "id = id + 100000")),
            "the State deleted": (BEARING_REFUSAL, delete(state)),
            "the commitment deleted": (BEARING_REFUSAL, delete(commitment)),
            "the paragraph deleted": (BEARING_REFUSAL, delete(paragraph)),
            "the obligation deleted": (BEARING_REFUSAL, delete(obligation)),
            "the document deleted": (BEARING_REFUSAL, delete(letter)),
            "the document changed": (DOCUMENT_REFUSAL, update(letter, "size = 1")),
            "the author deleted": (PERSON_REFUSAL, delete(person)),
        }
    )


def test_what_an_administrator_corrects_stays_free():
    note = make_note()
    state, commitment = note.obligation.state, note.obligation.commitment
    state.name_en, state.region = "Another name", "Africa"
    state.save()
    commitment.title = commitment.reading = "Other words"
    commitment.save()
    commitment.paragraph.text = "We will do it. With a comma."
    commitment.paragraph.save()
    bare = make_obligation()

    assert State.objects.filter(pk=make_state().pk).update(iso3="QZZ") == 1
    assert Obligation.objects.filter(pk=bare.pk)._raw_delete("default") == 1


def test_no_history_is_rewritten_and_none_deleted():
    make_reply()
    make_user().groups.add(Group.objects.get(name="Reviewer"))
    make_deadline()
    kept = (ProgressNote, EvidenceLink, Reply, State, Obligation, Membership, Commitment, Deadline, User)
    tables = {table(model.history.model) for model in kept} | {"commitments_historicaluser_groups"}

    assert_each_refused(
        {
            f"{verb} {name}": (refusal, (statement.format(name), []))
            for name in tables
            for verb, refusal, statement in (
                ("update", REWRITING_REFUSAL, "UPDATE {} SET history_id = history_id + 1"),
                ("delete", PRUNING_REFUSAL, "DELETE FROM {}"),
            )
        }
    )


@pytest.fixture
def console(db) -> Iterator[None]:
    """A connection without our pragma, as a console of SQLite makes it."""
    if ON_SQLITE:
        execute("PRAGMA recursive_triggers=OFF", [])
    yield
    if ON_SQLITE:
        execute("PRAGMA recursive_triggers=ON", [])


@pytest.mark.usefixtures("console")
def test_no_row_takes_the_place_of_one_that_is_kept():
    """PostgreSQL has no statement that replaces a row."""
    if not ON_SQLITE:
        return
    letter = make_document()
    note, draft = (
        make_note(entry_key=uuid4(), evidence={"document": letter, "document_name": "letter.pdf"}),
        make_note(published=False),
    )
    corrected, _newer = make_corrected()
    second = ProgressNote.objects.create(
        author=draft.author,
        corrects=corrected,
        obligation=draft.obligation,
        noted_date="2020-01-01",
        text="x",
    )
    make_evidence(note=second)
    reply, answer = make_reply(entry_key=uuid4()), make_reply(published=False)
    link, other_link = note.evidence.get(), make_evidence(note=draft)
    obligation, person, other = note.obligation, note.author, make_user()
    state, commitment, other_state = obligation.state, obligation.commitment, make_state()
    entry, document = note.history.first(), make_document()
    new = 7_000_000

    def over(record: models.Model, column: str, value: object) -> Statement:
        statement, values = update(record, f"{column} = %s", value)
        return statement.replace("UPDATE", "UPDATE OR REPLACE"), values

    by_row = (
        f"INSERT OR REPLACE INTO {table(Document)} (rowid, sha256, size, content_type, uploaded_at, "
        "uploaded_by_id) SELECT rowid, %s, size, content_type, uploaded_at, uploaded_by_id "
        f"FROM {table(Document)} WHERE sha256 = %s"
    )
    publish = (
        f"UPDATE OR REPLACE {table(ProgressNote)} SET stage = 'published', published_at = %s, "
        "published_by_id = %s WHERE id = %s"
    )

    cases = {
        "note by its number": replace(note, text="Something else."),
        "note by its entry key": replace(note, id=new, text="Something else."),
        "note by a draft": replace(draft, id=note.pk),
        "note moved over": over(draft, "id", note.pk),
        "note moved over by row": over(draft, "rowid", note.pk),
        "note by the entry key of a draft": over(draft, "entry_key", note.entry_key.hex),
        "reply by its number": replace(reply, text="Something else."),
        "reply by its entry key": replace(reply, id=new),
        "reply moved over": over(answer, "id", reply.pk),
        "source moved over": over(other_link, "id", link.pk),
        "document": replace(letter, size=1),
        "document by its row": (by_row, ["c" * 64, letter.pk]),
        "obligation": replace(obligation, state_id=other_state.pk),
        "obligation by its pair": replace(obligation, id=new),
        "State": replace(state, iso3="QZZ"),
        "State by its code": replace(state, id=new),
        "State by the code of another": over(other_state, "iso3", state.iso3),
        "commitment by its place": over(make_commitment(), "position", commitment.position),
        "paragraph": replace(commitment.paragraph, text="Other words."),
        "person": replace(person, username="somebody"),
        "person by the name": replace(person, id=new),
        "person by the name of another": over(other, "username", person.username),
        "entry of a history": replace(entry, text="Something else."),
    }
    assert_each_refused(
        {
            **{case: (REPLACEMENT_REFUSAL, statement) for case, statement in cases.items()},
            "source into a draft": (REPLACEMENT_REFUSAL, replace(link, note_id=draft.pk)),
            "a second correction": (CORRECTED_ONCE, (publish, [LATER, person.pk, second.pk])),
            "document moved over": (
                f"{DOCUMENT_REFUSAL}|{REPLACEMENT_REFUSAL}",
                over(document, "sha256", letter.pk),
            ),
        }
    )
    assert execute(*replace(draft, text="A draft is free.")) == 1


@pytest.mark.usefixtures("console")
def test_no_seal_takes_the_row_of_another():
    """As the next of the chain, which its own trigger lets pass."""
    if not ON_SQLITE:
        return
    make_note()
    next_over_first = (
        f'INSERT OR REPLACE INTO {table(Seal)} (rowid, number, sealed_at, kind, "table", key, content, '
        'content_sha256, previous_sha256, sha256) SELECT 1, number + 1, sealed_at, kind, "table", key, '
        f"content, content_sha256, sha256, sha256 FROM {table(Seal)} ORDER BY number DESC LIMIT 1"
    )

    assert_each_refused({"seal": (REPLACEMENT_REFUSAL, (next_over_first, []))})


def test_a_connection_of_ours_asks_the_triggers_on_delete_when_a_row_is_replaced():
    if ON_SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers")
            assert cursor.fetchone() == (1,)


def test_an_upsert_changes_nothing_that_is_published():
    note, person = make_note(), make_user()
    columns = ", ".join(field.column for field in note._meta.concrete_fields)
    upsert = (
        f"INSERT INTO {table(ProgressNote)} ({columns}) SELECT {columns} FROM {table(ProgressNote)} "
        "WHERE id = %s ON CONFLICT (id) DO UPDATE SET text = 'Something else.'"
    )
    names = ", ".join(field.column for field in person._meta.concrete_fields)
    upsert_person = (
        f"INSERT INTO {table(User)} ({names}) SELECT {names} FROM {table(User)} "
        "WHERE id = %s ON CONFLICT (id) DO UPDATE SET id = excluded.id + 100000"
    )

    assert_each_refused(
        {
            "note": (f"{REFUSAL}|{REPLACEMENT_REFUSAL}", (upsert, [note.pk])),
            "person": (f"{IDENTITY_REFUSAL}|{REPLACEMENT_REFUSAL}", (upsert_person, [person.pk])),
        }
    )


def test_no_table_is_emptied():
    """SQLite has no TRUNCATE."""
    if ON_SQLITE:
        return
    make_reply()
    execute("SET CONSTRAINTS ALL IMMEDIATE", [])
    others = {"django_content_type", "auth_group"}  # what the tables of the app refer to

    assert_each_refused(
        {
            name: (f"{EMPTYING_REFUSAL}|{CHANGE_REFUSAL}", (f"TRUNCATE {name} CASCADE", []))
            for name in {*all_tables(), *others}
        }
    )


def test_no_temporary_table_hides_the_one_that_a_trigger_asks():
    """A trigger of SQLite looks in the file that it is in."""
    if ON_SQLITE:
        return
    note = make_note()
    execute(f"CREATE TEMPORARY TABLE {table(ProgressNote)} (id bigint, published_at timestamptz)", [])

    added = (
        f"INSERT INTO public.{table(EvidenceLink)} SELECT (jsonb_populate_record(link, %s)).* "
        f"FROM public.{table(EvidenceLink)} AS link WHERE note_id = %s"
    )
    taken = f"DELETE FROM public.{table(EvidenceLink)} WHERE note_id = %s"
    dropped = f"DELETE FROM public.{table(Obligation)} WHERE id = %s"

    assert_each_refused(
        {
            "evidence added": (REFUSAL, (added, ['{"id": 7000000}', note.pk])),
            "evidence taken away": (REFUSAL, (taken, [note.pk])),
            "obligation deleted": (BEARING_REFUSAL, (dropped, [note.obligation_id])),
        }
    )
