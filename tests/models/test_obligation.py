"""Where an obligation stands on a day, as it was known at a moment."""

from datetime import date, timedelta

import pytest

from commitments.models import Obligation, State
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.tally import Tally
from tests.builders import (
    PUBLISHED,
    make_commitment,
    make_note,
    make_obligation,
    make_party,
    make_returned,
    make_reviewer,
    make_state,
    make_submitted,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def standing(day, known_at) -> tuple[str, int | None]:
    """Status and deciding note of the only obligation."""
    found = Obligation.objects.with_status_on(Clocks(day, known_at)).get()
    return found.status, found.finding_id


@pytest.mark.parametrize("make", [lambda: make_note(published=False), make_submitted, make_returned])
def test_what_is_not_published_does_not_speak(make, today, now):
    make()

    assert standing(today, now) == (Status.NOT_ASSESSED, None)


def test_a_published_finding_speaks_and_says_what_stands_beside_it(today, now):
    note = make_note(
        status="contradicted",
        certainty="apparent",
        noted_date=date(2012, 12, 31),
        noted_precision="year",
        disputed_by="The State",
        dispute="It says that it was not there.",
        links=2,
    )

    found = Obligation.objects.as_listed(Clocks(today, now)).get()

    assert (found.status, found.finding_id, found.status_date, found.status_precision) == (
        "contradicted",
        note.pk,
        date(2012, 12, 31),
        "year",
    )
    assert (found.certainty, found.is_disputed, found.evidence_count) == ("apparent", True, 2)
    assert (found.newest_note_date, found.label) == (date(2012, 12, 31), "declared_2009")


def test_an_obligation_without_a_note_has_nothing_beside_its_status(today, now):
    make_obligation()

    found = Obligation.objects.as_listed(Clocks(today, now)).get()

    assert (found.status_date, found.certainty, found.newest_note_date) == (None, None, None)
    assert (found.is_disputed, found.evidence_count) == (False, 0)


def test_a_note_without_a_status_is_news_but_decides_nothing(today, now):
    finding = make_note(status="fulfilled", noted_date=date(2015, 1, 1))
    make_note(obligation=finding.obligation, status="", noted_date=date(2020, 1, 1), links=3)

    found = Obligation.objects.as_listed(Clocks(today, now)).get()

    assert (found.status, found.finding_id, found.status_date) == (
        "fulfilled",
        finding.pk,
        date(2015, 1, 1),
    )
    assert (found.newest_note_date, found.evidence_count) == (date(2020, 1, 1), 4)


def test_what_is_hidden_leaves_no_trace_beside_the_status(now):
    day = date(2023, 6, 1)
    obligation = make_obligation()
    dispute = {"disputed_by": "The State", "dispute": "It says no."}
    make_note(published=False, links=2, obligation=obligation, **dispute)
    make_note(obligation=obligation, published_at=now + MINUTE, **dispute)
    make_note(obligation=obligation, noted_date=day + timedelta(days=1), **dispute)

    found = Obligation.objects.as_listed(Clocks(day, now)).get()

    assert (found.is_disputed, found.evidence_count, found.newest_note_date) == (False, 0, None)


def test_a_note_noted_later_says_nothing_about_an_earlier_day(now):
    note = make_note(status="overdue", noted_date=date(2015, 6, 1))

    days = (date(2015, 5, 31), date(2015, 6, 1))

    assert [standing(day, now) for day in days] == [(Status.NOT_ASSESSED, None), ("overdue", note.pk)]


def test_a_note_is_unknown_until_the_moment_of_its_publication(today):
    note = make_note(published_at=PUBLISHED)

    known = [standing(today, moment) for moment in (PUBLISHED - MINUTE, PUBLISHED)]

    assert known == [(Status.NOT_ASSESSED, None), ("in_progress", note.pk)]


def test_a_retracted_note_gives_way_to_what_stood_before_from_that_moment_on(today):
    before = make_note(status="in_progress", noted_date=date(2015, 1, 1))
    note = make_note(obligation=before.obligation, status="fulfilled", noted_date=date(2016, 1, 1))
    retracted_at = PUBLISHED + MINUTE

    note.retract(by=make_reviewer(), at=retracted_at, reason="The report was withdrawn.")

    known = [standing(today, moment) for moment in (PUBLISHED, retracted_at - MINUTE, retracted_at)]
    assert known == [("fulfilled", note.pk), ("fulfilled", note.pk), ("in_progress", before.pk)]


def test_a_correction_takes_the_place_of_what_it_corrects_from_its_publication_on(today):
    note = make_note(status="fulfilled")
    corrected_at = PUBLISHED + MINUTE
    correction = note.correct(by=note.author)
    correction.status = "overdue"
    correction.save()
    correction.submit(by=note.author, at=PUBLISHED)

    correction.publish(by=make_reviewer(), at=corrected_at)

    known = [standing(today, moment) for moment in (PUBLISHED, corrected_at)]
    assert known == [("fulfilled", note.pk), ("overdue", correction.pk)]


def test_a_back_dated_note_changes_the_past_but_not_the_present(today, now):
    newest = make_note(status="fulfilled", noted_date=date(2018, 1, 1))
    older = make_note(
        obligation=newest.obligation,
        status="overdue",
        noted_date=date(2012, 1, 1),
        published_at=PUBLISHED + MINUTE,
    )

    assert standing(date(2013, 1, 1), PUBLISHED) == (Status.NOT_ASSESSED, None)
    assert standing(date(2013, 1, 1), now) == ("overdue", older.pk)
    assert standing(today, now) == ("fulfilled", newest.pk)


def test_who_left_is_not_bound_whatever_was_found(now):
    state = make_party(until=date(2026, 1, 10))
    note = make_note(obligation=make_obligation(state=state), status="fulfilled")

    days = (date(2026, 1, 9), date(2026, 1, 10))

    assert [standing(day, now)[0] for day in days] == ["fulfilled", Status.NOT_BOUND]
    assert note.obligation.state.memberships.count() == 1


def test_before_its_entry_into_force_a_state_is_not_bound(now):
    make_obligation(state=make_party(since=date(2025, 12, 1)))

    days = (date(2025, 11, 30), date(2025, 12, 1))

    assert [standing(day, now)[0] for day in days] == [Status.NOT_BOUND, Status.NOT_ASSESSED]


def test_a_tally_counts_each_status_once(today, now):
    for status in ("fulfilled", "fulfilled", "not_applicable"):
        make_note(status=status)
    make_obligation()
    make_obligation(state=make_party(until=date(2020, 1, 1)))

    tally = Obligation.objects.with_status_on(Clocks(today, now)).tally()

    assert tally == Tally.of({"fulfilled": 2, "not_applicable": 1, "not_assessed": 1, "not_bound": 1})


def test_a_tally_of_what_a_list_shows_counts_the_same(today, now):
    for status in ("fulfilled", "overdue", ""):
        make_note(status=status, links=2)

    listed = Obligation.objects.as_listed(Clocks(today, now))

    assert listed.tally() == Tally.of({"fulfilled": 1, "overdue": 1, "noted": 1})


def test_a_tally_by_commitment_holds_each_commitment_that_anyone_owes(today, now):
    clearance, stocks, _unowed = (make_commitment(code=code) for code in ("16b", "16c", "17"))
    make_note(obligation=make_obligation(commitment=clearance), status="fulfilled")
    make_obligation(commitment=clearance)
    make_obligation(commitment=stocks)

    tallies = Obligation.objects.with_status_on(Clocks(today, now)).tally_by_commitment()

    assert tallies == {
        "16b": Tally.of({"fulfilled": 1, "not_assessed": 1}),
        "16c": Tally.of({"not_assessed": 1}),
    }


def test_obligations_are_read_by_state_and_then_as_the_text_stands(today, now):
    second, first = make_commitment(code="17", position=2), make_commitment(code="16b", position=1)
    for name in ("Zambia", "Albania"):
        state = make_state(name_en=name)
        for commitment in (second, first):
            make_obligation(state=state, commitment=commitment)

    listed = Obligation.objects.as_listed(Clocks(today, now))

    assert [(owed.state.name_en, owed.commitment.code) for owed in listed] == [
        ("Albania", "16b"),
        ("Albania", "17"),
        ("Zambia", "16b"),
        ("Zambia", "17"),
    ]


def test_a_state_with_two_stays_owes_each_commitment_once(today, now):
    state = make_party(until=date(2010, 1, 1))
    state.memberships.create(
        consent_date=date(2011, 1, 1),
        consent_kind="accession",
        entry_into_force_date=date(2011, 7, 1),
        sources="https://example.org",
    )
    make_note(obligation=make_obligation(state=state), status="fulfilled")

    assert standing(today, now)[0] == "fulfilled"
    assert State.objects.parties_on(today).count() == 1
