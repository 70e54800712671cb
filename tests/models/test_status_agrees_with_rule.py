"""The status in SQL is the status of the rule, on histories that nobody would think of."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.models import Obligation, ProgressNote, User
from commitments.rules.clocks import Clocks
from commitments.rules.codes import STORED_STATUSES
from commitments.rules.membership import is_party_on
from commitments.rules.status import Finding, decisive, run_of, status_of
from tests.builders import (
    make_commitment,
    make_membership,
    make_obligation,
    make_state,
    make_user,
    store_notes,
)

pytestmark = pytest.mark.django_db

FIRST_DAY = date(2020, 1, 1)
FIRST_MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
days = st.integers(0, 4).map(lambda number: FIRST_DAY + timedelta(days=number))
moments = st.integers(0, 4).map(lambda number: FIRST_MOMENT + timedelta(seconds=number))
ends = st.none() | st.tuples(st.sampled_from(["retracted", "corrected"]), moments)
histories = st.lists(
    st.tuples(days, st.none() | moments, ends, st.sampled_from(["", *STORED_STATUSES])), max_size=6
)
stays = st.none() | st.tuples(days, st.none() | st.integers(1, 3))


def marks(published_at: datetime | None, end: tuple[str, datetime] | None, person: User) -> dict:
    """What the steps of a note leave on it."""
    if published_at is None:
        return {"stage": "draft"}
    reached = {"stage": "published", "published_at": published_at, "published_by": person}
    if end is None:
        return reached
    stage, moment = end
    ended = {"stage": stage, f"{stage}_at": max(moment, published_at)}
    reason = {"retracted_by": person, "retraction_reason": "Wrong."} if stage == "retracted" else {}
    return reached | ended | reason


def keep(history: list[tuple], obligation: Obligation, person: User) -> list[ProgressNote]:
    notes = [
        ProgressNote(
            obligation=obligation,
            author=person,
            noted_date=day,
            text="Found.",
            status=status,
            **marks(published_at, end, person),
        )
        for day, published_at, end, status in history
    ]
    return store_notes(notes)


def findings_known(notes: list[ProgressNote], day: date, known_at: datetime) -> list[Finding]:
    """The findings published at the moment, said in Python."""
    return [each for each in notes_known(notes, day, known_at) if each.status]


def notes_known(notes: list[ProgressNote], day: date, known_at: datetime) -> list[Finding]:
    """The same with the notes that set no status."""
    return [
        Finding(note.noted_date, note.published_at, note.pk, note.status)
        for note in notes
        if note.noted_date <= day
        and note.published_at
        and note.published_at <= known_at
        and not (note.retracted_at and note.retracted_at <= known_at)
        and not (note.corrected_at and note.corrected_at <= known_at)
    ]


@settings(max_examples=120)
@given(history=histories, stay=stays, day=days, known_at=moments)
def test_the_database_and_the_rule_name_the_same_status_and_note(history, stay, day, known_at):
    state, bound = make_state(), False
    if stay:
        entry, left = stay[0], stay[1] and stay[0] + timedelta(days=stay[1])
        make_membership(
            state=state, consent_date=entry, entry_into_force_date=entry, withdrawal_effective_date=left
        )
        bound = is_party_on(day, entry_into_force=entry, withdrawal_effective=left)
    obligation = make_obligation(state=state, commitment=make_commitment(code="16b"))
    notes = keep(history, obligation, make_user())

    found = Obligation.objects.with_status_on(Clocks(day, known_at)).get(pk=obligation.pk)

    known = findings_known(notes, day, known_at)
    newest = decisive(known)
    noted = bool(notes_known(notes, day, known_at))
    expected = status_of(known, noted=noted, bound=bound)
    assert (found.status, found.finding_id) == (expected, newest and newest.id)


@settings(max_examples=60)
@given(history=histories, day=days, known_at=moments)
def test_the_changes_of_a_status_lead_from_nothing_to_where_it_stands(history, day, known_at):
    obligation = make_obligation(commitment=make_commitment(code="16b"))
    notes = keep(history, obligation, make_user())

    moved = ProgressNote.objects.changes_of_status(Clocks(day, known_at)).filter(obligation=obligation)

    expected, before = [], "not_assessed"
    for note in sorted(notes_known(notes, day, known_at)):
        if note.status and note.status != before:
            expected.append((note.id, before, note.status))
        before = note.status or ("noted" if before == "not_assessed" else before)
    assert [(note.pk, note.previous_status, note.status) for note in moved] == expected[::-1]


@settings(max_examples=120)
@given(history=histories, day=days, known_at=moments)
def test_since_when_a_status_has_stood_is_the_first_of_its_run(history, day, known_at):
    obligation = make_obligation(commitment=make_commitment(code="16b"))
    notes = keep(history, obligation, make_user())

    read = Obligation.objects.as_read(Clocks(day, known_at)).get(pk=obligation.pk)

    run = run_of(findings_known(notes, day, known_at))
    assert (read.since_date, read.status_date) == (
        (run[0].noted_date, run[-1].noted_date) if run else (None, None)
    )
