"""`check_data` names every kind of damage that access to the database allows, and nothing else."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from commitments.integrity import CHECKS
from commitments.models import (
    Commitment,
    Deadline,
    EvidenceLink,
    Membership,
    Obligation,
    ProgressNote,
    Reply,
    Seal,
    State,
    StateCasualtyCount,
)
from commitments.models.search_words import NoteWords
from tests.builders import (
    make_commitment,
    make_deadline,
    make_membership,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_state_casualties,
    store_notes,
    the_reviewer,
    the_writer,
)
from tests.each import Failures, rolled_back

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def standing_record(standing) -> None:
    """A note that stands, one that was corrected, one retracted, a reply, reference rows; all of today."""
    with standing():
        now = timezone.now()
        colombia = make_party(iso3="COL", until=date(2015, 1, 1))
        make_membership(state=colombia, consent_date=date(2016, 1, 1), entry_into_force_date=date(2016, 6, 1))
        obligation = make_obligation(state=colombia, commitment=make_commitment(code="16b"))
        note = make_note(obligation=obligation, text="Stands here.", published_at=now)
        old = make_note(obligation=obligation, text="Corrected.", published_at=now)
        correction = old.correct(by=old.author)
        correction.submit(by=old.author, at=now)
        correction.publish(by=the_reviewer(), at=now)
        gone = make_note(obligation=obligation, text="Retracted.", published_at=now)
        gone.retract(by=the_reviewer(), at=now, reason="Wrong.")
        reply = make_reply(note=note, published_at=now)
        make_reply(note=note, published_at=now).retract(by=the_reviewer(), at=now, reason="Not theirs.")
        make_note(obligation=obligation, text="A draft.", published=False, links=1)
        make_deadline(obligation=obligation)
        make_state_casualties(state=colombia)
        assert reply.stage == "published"


def notes(text: str):
    return ProgressNote.objects.filter(text=text)


def forged(number: int, **changes: object) -> None:
    """A seal that was changed, with checksums that fit its new content."""
    Seal.objects.filter(number=number).update(**changes)
    seal = Seal.objects.get(number=number)
    seal.content_sha256 = import_module("commitments.rules.seal").sha256_of(seal.content)
    Seal.objects.filter(number=number).update(content_sha256=seal.content_sha256, sha256=seal.row.sha256)


def another_note() -> None:
    """A copy of the note that stands, entered past the verbs."""
    note = notes("Stands here.").get()
    note.text = "Slipped in."
    store_notes([note])


def publish_draft() -> None:
    """By its stage alone, which a condition of the table forbids."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "ALTER TABLE commitments_progressnote DROP CONSTRAINT note_stage_matches_its_marks"
            )
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        notes("A draft.").update(stage="published")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def remove(rows) -> Callable[[], object]:
    return lambda: rows()._raw_delete("default")


def moved() -> None:
    other = make_obligation(state=State.objects.get(iso3="COL"), commitment=make_commitment(code="16c"))
    notes("Stands here.").update(obligation=other)


def take_away() -> None:
    Reply.objects.all()._raw_delete("default")
    EvidenceLink.objects.filter(note__text="Stands here.")._raw_delete("default")
    notes("Stands here.")._raw_delete("default")


def overlap() -> None:
    """PostgreSQL has a constraint for it, which has to go first."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE commitments_membership DROP CONSTRAINT IF EXISTS membership_stays_never_overlap"
            )
    Membership.objects.filter(entry_into_force_date=date(2016, 6, 1)).update(
        entry_into_force_date=date(2014, 1, 1)
    )


def unindex() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {NoteWords._meta.db_table}")


def dangle() -> None:
    """A link whose note is gone; the database is told not to look before the end."""
    note = notes("A draft.").get()
    ProgressNote.objects.filter(pk=note.pk)._raw_delete("default")


# what was done to the database, and the sentence that names it
DAMAGE: list[tuple[str, Callable[[], object], str]] = [
    (
        "text of a note",
        lambda: notes("Stands here.").update(text="Stands there."),
        "differs from seal .* in text: “Stands here.” was sealed, “Stands there.” stands.",
    ),
    (
        "status of a note",
        lambda: notes("Stands here.").update(status="fulfilled"),
        "in status: “in_progress” was sealed, “fulfilled” stands.",
    ),
    ("a note moved to another promise", moved, "in commitment: “16b” was sealed"),
    (
        "evidence",
        lambda: EvidenceLink.objects.filter(note__text="Stands here.").update(url="https://example.com/else"),
        "in evidence: “…",
    ),
    (
        "evidence taken away",
        remove(lambda: EvidenceLink.objects.filter(note__text="Stands here.")),
        "was published without evidence",
    ),
    ("a note taken away", take_away, "is gone, or its mark was taken back: seal"),
    (
        "a note that slipped in",
        another_note,
        r"progress \d+ stands here \(published\), but was never sealed",
    ),
    (
        "a retraction taken back",
        lambda: notes("Retracted.").update(
            stage="published", retracted_at=None, retracted_by=None, retraction_reason=""
        ),
        "is gone, or its mark was taken back",
    ),
    (
        "a retraction invented",
        lambda: notes("Stands here.").update(
            stage="retracted",
            retracted_at=timezone.now(),
            retracted_by=the_reviewer(),
            retraction_reason="Because.",
        ),
        r"stands here \(retracted\), but was never sealed",
    ),
    (
        "the reason of a retraction",
        lambda: notes("Retracted.").update(retraction_reason="Other."),
        "in retraction_reason: “Wrong.” was sealed, “Other.” stands.",
    ),
    (
        "a correction unmarked",
        lambda: notes("Corrected.").filter(stage="corrected").update(stage="published", corrected_at=None),
        "replaces a finding that is not marked as corrected",
    ),
    (
        "a note back-dated",
        lambda: notes("Stands here.").update(published_at=timezone.now() - timedelta(days=900)),
        "in published_at: “",
    ),
    (
        "stage without its mark",
        publish_draft,
        "its stage and its publication do not agree",
    ),
    (
        "who published",
        lambda: notes("Stands here.").update(published_by=the_writer()),
        "no entry of its history says who published it",
    ),
    (
        "a reply",
        lambda: Reply.objects.filter(stage="published").update(position="agrees"),
        "replies .* in position: “disagrees” was sealed, “agrees” stands.",
    ),
    (
        "a stay",
        lambda: Membership.objects.filter(withdrawal_effective_date__isnull=True).update(remark="New."),
        "memberships .* in remark: “” was sealed, “New.” stands.",
    ),
    (
        "a State",
        lambda: State.objects.filter(iso3="COL").update(name_fr="Autre"),
        "states COL differs .* in name_fr",
    ),
    ("a deadline taken away", remove(Deadline.objects.all), "deadlines .* is gone"),
    (
        "a figure",
        lambda: StateCasualtyCount.objects.update(remark="at most"),
        "casualties .* in remark",
    ),
    (
        "an obligation that is missing",
        lambda: Commitment.objects.filter(pk=make_commitment(code="20z").pk).update(title="New"),
        "COL has no obligation under 20z.",
    ),
    (
        "an obligation given to another State",
        lambda: Obligation.objects.update(state=make_party(iso3="FIN")),
        "in state_iso3: “COL” was sealed, “FIN” stands",
    ),
    (
        "stays that overlap",
        overlap,
        "COL: two of its stays overlap.",
    ),
    (
        "the content of a seal",
        lambda: Seal.objects.filter(kind="retracted", table="progress").update(content='{"note":"1"}'),
        "its content was changed",
    ),
    (
        "a seal with fitting checksums",
        lambda: forged(2, key="XXX"),
        "does not bear the checksum of the seal before",
    ),
    ("a seal taken away", remove(lambda: Seal.objects.filter(number=3)), "stands where seal 3 should"),
    (
        "the row of a seal",
        lambda: Seal.objects.filter(number=2).update(kind="changed"),
        "its row is not what its checksum covers",
    ),
    (
        "the history of a note",
        lambda: ProgressNote.history.filter(text="Stands here.").update(text="Never said."),
        "its text is not what entry",
    ),
    (
        "who published, in the history",
        lambda: ProgressNote.history.filter(text="Stands here.").update(history_user=the_writer()),
        "no entry of its history says who published it",
    ),
    (
        "a record whose history says that it is gone",
        lambda: State.history.filter(iso3="COL").update(history_type="-"),
        "its history says that it was deleted",
    ),
    ("the index of the search", unindex, "is not in the index as it is written"),
    (
        "a reference",
        dangle,
        "refers to a note that is not there",
    ),
]


REFUSING = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"


def unguarded(damage: Callable[[], object]) -> None:
    """Does something past the triggers, and leaves them as they were: as who wants to leave no trace."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()  # no table is altered while its references wait for the end
            cursor.execute("SET session_replication_role = replica")
            damage()
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        triggers = cursor.execute(REFUSING).fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        damage()
        for _name, sql in triggers:
            cursor.execute(sql)


def checked(**options: object) -> str:
    """What the command says."""
    said = StringIO()
    try:
        call_command("check_data", stdout=said, **options)
    except CommandError as faults:
        said.write(str(faults))
    return said.getvalue()


def test_nothing_is_found_in_an_untouched_record():
    said = checked()

    assert said.splitlines()[-1] == "Everything agrees.", said
    assert ": NO" not in said


def is_named(sentence: str) -> bool:
    """Whether one of the checks says so; those after it are not asked."""
    told = (fault for check in CHECKS for fault in check.run(shown=50).first)
    return any(re.search(sentence, fault) for fault in told)


def test_every_kind_of_damage_is_named():
    failures = Failures()

    for what, damage, sentence in DAMAGE:
        with failures.kept(what), rolled_back():
            unguarded(damage)
            assert is_named(sentence), checked()

    assert not failures, str(failures)


def test_missing_trigger_is_named():
    with rolled_back():
        connection.check_constraints()
        import_module("commitments.migrations.0024_seals").remove(None, connection.schema_editor())
        said = checked(quick=True)

    assert "The trigger seal_is_frozen is missing, was added, or is not what it should be." in said


def test_first_faults_are_named_and_the_others_counted():
    with rolled_back():
        unguarded(lambda: ProgressNote.objects.filter(published_at__isnull=False).update(text="Forged."))
        said = checked(shown=2)

    assert re.search("faults[.]$", said)
    assert "What stands is what was sealed: NO, 4" in said
    assert said.count("was sealed, “Forged.” stands.") == 2
    assert "  … and 2 more" in said


def test_one_person_office_is_no_fault_and_is_told(settings):
    with rolled_back():
        note = notes("Stands here.").get()
        unguarded(
            lambda: (
                notes("Stands here.").update(published_by=note.author),
                ProgressNote.history.filter(id=note.pk, stage="published").update(
                    history_user=note.author, published_by=note.author
                ),
            )
        )
        said = checked()
        settings.ALLOW_SELF_PUBLICATION = True
        allowed = checked()

    assert f"Nobody published their own: to be looked at, 1\n  Finding {note.pk} was published" in said
    assert said.splitlines()[-1] == allowed.splitlines()[-1] == "Everything agrees."
    assert "Nobody published their own: yes" in allowed


def test_check_in_a_hurry_leaves_out_what_reads_everything():
    assert "What stands is what was sealed" not in checked(quick=True)
