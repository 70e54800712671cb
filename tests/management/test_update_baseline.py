"""A running installation takes the newest edition of the baseline, and what its staff wrote stays."""

from collections import Counter
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commitments.models import (
    EvidenceLink,
    Obligation,
    ProgressNote,
    User,
)
from commitments.models.history import current_batch
from commitments.rules.clocks import Clocks
from commitments.rules.roles import REVIEWER
from tests.builders import (
    PUBLISHED,
    make_member,
    make_note,
    make_reply,
    make_writer,
    the_reviewer,
    the_writer,
)
from tests.each import Failures, rolled_back
from tests.management.editions import (
    ADDED,
    AFTER,
    BEFORE,
    CURED,
    DRAFT,
    DROPPED,
    FIRST,
    GONE,
    MISSED,
    SAME,
    SECOND,
    SETTLED,
    VOTE,
    VOTE_AS_FACT,
    WITHDRAWN,
    update,
    write_edition,
)

pytestmark = pytest.mark.django_db

LATER = datetime(2030, 1, 1, tzinfo=UTC)
DAYS = (date(2010, 1, 1), date(2012, 5, 1), date(2014, 1, 1), date(2026, 12, 31))


def statuses() -> list[tuple]:
    """Every obligation on several days."""
    listed = Obligation.objects.with_statuses_on(DAYS, Clocks(DAYS[-1], LATER))
    columns = [f"status_{number}" for number in range(len(DAYS))]
    return [*listed.in_reading_order().values_list("state__iso3", "commitment__code", *columns)]


def everything() -> dict[str, list[dict]]:
    """All rows of notes, evidence, obligations and their histories."""
    models = [ProgressNote, EvidenceLink, Obligation]
    models += [model.history.model for model in models]
    return {model.__name__: [*model.objects.order_by("pk").values()] for model in models}


def note_of(row: dict) -> ProgressNote:
    """The newest note about the obligation of this row."""
    about = {"obligation__state__iso3": row["state_iso3"], "obligation__commitment__code": row["commitment"]}
    return ProgressNote.objects.filter(**about).order_by("pk").last()


def test_update_brings_every_status_to_that_of_a_new_database(folder):
    with rolled_back():
        call_command("load_baseline", verbosity=0)
        before = statuses()
        write_edition(folder, SECOND, AFTER, [WITHDRAWN])
        update()
        updated = statuses()
    call_command("load_baseline", verbosity=0)

    assert updated == statuses()
    assert updated != before


def test_update_adds_corrects_retracts_and_settles_drafts_by_the_author_of_the_baseline(second):
    update()

    told = [*ProgressNote.objects.order_by("pk").values_list("text", "status", "stage", "corrects__text")]
    assert told == [
        (SAME["text"], "fulfilled", "published", None),
        (VOTE["text"], "in_progress", "corrected", None),
        (MISSED["text"], "overdue", "corrected", None),
        (GONE["text"], "in_progress", "retracted", None),
        (SETTLED["text"], "in_progress", "published", None),
        ("To verify: the year of it.", "", "draft", None),
        (VOTE["text"], "", "published", VOTE["text"]),
        (CURED["text"], "fulfilled", "published", None),
        (MISSED["text"], "overdue", "published", MISSED["text"]),
        (ADDED["text"], "in_progress", "published", None),
    ]
    author = User.objects.get(username="baseline-import")
    assert set(ProgressNote.objects.values_list("author", flat=True)) == {author.pk}
    assert set(ProgressNote.objects.exclude(stage="draft").values_list("published_by", flat=True)) == {
        author.pk
    }
    retracted = ProgressNote.objects.get(stage="retracted")
    assert (retracted.retraction_reason, retracted.retracted_by) == (WITHDRAWN["reason"], author)
    assert note_of(VOTE).evidence.get().locator == "read in a copy"


def test_update_is_one_batch_of_the_history_under_one_reason(second):
    update()

    entries = [
        entry
        for model in (ProgressNote, EvidenceLink, User)
        for entry in model.history.values_list("history_user__username", "history_change_reason", "batch")
    ]
    assert len({batch for _user, _reason, batch in entries}) == 1
    assert {entry[:2] for entry in entries} == {("baseline-import", "Baseline of 28 November 2021")}
    kinds = Counter(ProgressNote.history.values_list("history_type", flat=True))
    # four new; two corrected, one retracted, two drafts changed and one of them published; one discarded
    assert kinds == {"+": 4, "~": 6, "-": 1}
    assert current_batch() is None


def test_update_done_twice_changes_nothing_more(second):
    update()
    once = everything()

    told = update()

    assert everything() == once
    assert "No finding of the baseline changes." in told


def test_update_on_trial_tells_the_same_and_writes_nothing(second):
    before = everything()

    trial = update("--dry-run")

    assert everything() == before
    assert trial.removesuffix(
        "Nothing was changed; without --dry-run it will be.\n"
    ) == update().removesuffix("Done.\n")
    assert [line.split() for line in trial.splitlines()[1:8]] == [
        ["promise", "added", "corrected", "retracted", "changed", "drafts", "discarded", "drafts"],
        ["14b", "1", "0", "0", "0", "0"],
        ["16b", "0", "0", "0", "1", "0"],
        ["16c", "1", "1", "0", "1", "0"],
        ["17", "0", "1", "0", "0", "1"],
        ["20c", "0", "0", "1", "0", "0"],
        ["all", "2", "2", "1", "2", "1"],
    ]


def test_update_to_an_edition_that_was_built_anew_on_its_day_finds_its_notes_again(second):
    update()
    write_edition(second, SECOND, [*AFTER[:-1], ADDED | {"text": "Built anew."}], [WITHDRAWN])
    update()
    write_edition(second, SECOND, AFTER, [WITHDRAWN])
    update()

    about = ProgressNote.objects.filter(obligation=note_of(ADDED).obligation).order_by("pk")
    assert [*about.values_list("text", "stage")] == [
        (ADDED["text"], "corrected"),
        ("Built anew.", "corrected"),
        (ADDED["text"], "published"),
    ]


def test_prepare_tells_of_a_newer_edition_until_it_is_taken(second, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    User.objects.create_superuser("maria", password="another-good-one")
    (told, again) = (StringIO(), StringIO())

    call_command("prepare", stdout=told)
    update()
    call_command("prepare", stdout=again)

    assert told.getvalue() == (
        "A newer edition of the baseline is here, of 2021-11-28. See what it would change with "
        "`manage.py load_baseline --update --dry-run`.\n"
    )
    assert again.getvalue() == ""


def test_update_to_a_third_edition_takes_the_same_road(second):
    update()
    third = [VOTE_AS_FACT | {"text": "Better words."}, GONE | {"text": "It came."}, SAME]
    write_edition(second, "2022-03-01", third)
    update()

    chain = [
        *ProgressNote.objects.filter(obligation=note_of(VOTE).obligation)
        .order_by("pk")
        .values_list("stage", "text")
    ]
    assert chain == [("corrected", VOTE["text"]), ("corrected", VOTE["text"]), ("published", "Better words.")]
    assert (note_of(GONE).text, note_of(GONE).stage) == ("It came.", "published")
    assert note_of(ADDED).stage == "retracted"
    assert note_of(ADDED).retraction_reason == (
        "The edition of 2022-03-01 of the baseline no longer holds this finding."
    )
    assert "No finding of the baseline changes." in update()


# ---------------------------------------------------------------- what staff wrote


def correct(note: ProgressNote) -> str:
    draft = note.correct(by=the_writer())
    draft.submit(by=the_writer(), at=PUBLISHED)
    draft.publish(by=the_reviewer(), at=PUBLISHED)
    return f"your staff corrected it (note {draft.pk})"


def begin_to_correct(note: ProgressNote) -> str:
    return f"your staff are correcting it (note {note.correct(by=the_writer()).pk})"


def retract(note: ProgressNote) -> str:
    note.retract(by=the_reviewer(), at=PUBLISHED, reason="Ours is better.")
    return "your staff retracted it"


def answer(note: ProgressNote) -> str:
    return f"your staff recorded reply {make_reply(note=note, published=False).pk} to it"


def edit(note: ProgressNote) -> str:
    note.text = "To verify: we wrote to them."
    note.write(by=the_writer())
    return "your staff are working on it"


def cite(note: ProgressNote) -> str:
    EvidenceLink(note=note, url="https://example.org/ours", title="Ours").write(by=the_writer())
    return "your staff are working on it"


def submit(note: ProgressNote) -> str:
    note.submit(by=the_writer(), at=PUBLISHED)
    return "your staff are working on it"


def publish(note: ProgressNote) -> str:
    submit(note)
    note.publish(by=the_reviewer(), at=PUBLISHED)
    return "your staff published it"


def discard(note: ProgressNote) -> str:
    note.discard(by=make_writer(codenames=("delete_progressnote",)))
    return "your staff discarded it"


ACTS = {
    VOTE["key"]: (correct, begin_to_correct, retract, answer),
    GONE["key"]: (begin_to_correct, answer),
    DRAFT["key"]: (edit, cite, submit, publish, discard),
    DROPPED["key"]: (edit, cite, submit, publish),
}


def test_update_leaves_alone_whatever_staff_have_touched_and_says_why(second):
    failures = Failures()
    cases = [(row, act) for row in BEFORE for act in ACTS.get(row["key"], ())]
    for row, act in cases:
        with failures.kept((row["key"], act.__name__)), rolled_back():
            reason = act(note_of(row))
            about = ProgressNote.objects.filter(obligation=note_obligation(row)).order_by("pk")
            before = [*about.values()], [*EvidenceLink.objects.filter(note__in=about).values()]

            told = update()

            assert ([*about.values()], [*EvidenceLink.objects.filter(note__in=about).values()]) == before
            assert f"{row['key']}: " in left_alone(told)
            assert left_alone(told).endswith(f" – {reason}")
    assert not failures, failures


def note_obligation(row: dict) -> Obligation:
    return Obligation.objects.get(state__iso3=row["state_iso3"], commitment__code=row["commitment"])


def left_alone(told: str) -> str:
    """The one line about what was left alone."""
    (line,) = told[told.index("left alone (1):") :].removesuffix("Done.\n").strip().splitlines()[1:]
    return line


def test_update_leaves_alone_what_staff_logged_in_the_same_words(second):
    owed = note_obligation(ADDED)
    reason = f"your staff logged the same (note {twin_of(owed).pk})"

    told = update()

    assert left_alone(told).endswith(f" – {reason}")
    assert ProgressNote.objects.filter(obligation=owed).count() == 1


def twin_of(owed: Obligation) -> ProgressNote:
    return make_note(
        obligation=owed, text=ADDED["text"], noted_date=date(2020, 6, 30), noted_precision="month"
    )


def test_update_leaves_review_dates_and_notes_of_staff_as_they_are(second):
    owed = note_obligation(VOTE)
    make_note(obligation=owed, text="Ours.")
    owed.refresh_from_db()
    owed.plan_review(date(2030, 5, 5), by=make_member(REVIEWER), today=date(2030, 1, 1))
    before = [*Obligation.objects.order_by("pk").values()]

    update()

    assert [*Obligation.objects.order_by("pk").values()] == before


# ---------------------------------------------------------------- what is refused


def test_update_needs_a_baseline_an_edition_and_the_notes_of_it(folder):
    with pytest.raises(CommandError, match="holds no baseline"):
        update()
    with pytest.raises(CommandError, match="--dry-run goes with --update"):
        call_command("load_baseline", "--dry-run")
    call_command("load_baseline", verbosity=0)
    notes = folder / "notes.csv"
    notes.write_text(notes.read_text().replace("What is told", "What was told"))
    with pytest.raises(CommandError, match=r"Note 1 of notes\.csv is not in the edition of 2021-11-24"):
        update()
    (folder / "editions" / f"{FIRST}.csv").unlink()
    with pytest.raises(CommandError, match="There is no edition of the baseline"):
        update()


def test_update_refuses_a_file_that_an_import_would_refuse_and_changes_nothing(second):
    before = everything()
    write_edition(
        second, SECOND, [SAME | dict.fromkeys(("evidence_url", "evidence_title", "evidence_kind"), "")]
    )

    with pytest.raises(CommandError, match="Row 2, column status: Add a piece of evidence"):
        update()

    assert everything() == before
