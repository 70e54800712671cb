"""Questions about notes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from commitments.models import ProgressNote
from commitments.rules.clocks import Clocks
from tests.builders import (
    PUBLISHED,
    make_commitment,
    make_note,
    make_obligation,
    make_reviewer,
    make_state,
    make_submitted,
    make_user,
)

pytestmark = pytest.mark.django_db
LATER = PUBLISHED + timedelta(days=30)


def test_the_database_says_when_a_note_was_entered():
    before = timezone.now()

    note = ProgressNote.objects.create(
        obligation=make_obligation(), author=make_user(), noted_date=date(2020, 1, 1), text="Found."
    )

    note.refresh_from_db()
    margin = timedelta(minutes=1)
    assert before - margin < note.created_at < timezone.now() + margin


def test_a_new_note_is_a_confirmed_draft_that_sets_nothing():
    note = ProgressNote(noted_date=date(2020, 1, 1), text="Found.")

    assert (note.stage, note.status, note.certainty, note.noted_precision) == (
        "draft",
        "",
        "confirmed",
        "day",
    )


def test_what_spoke_at_a_moment_is_not_what_had_been_published_by_then(today):
    note = make_note()
    make_note(published=False)
    make_submitted()
    note.retract(by=make_reviewer(), at=LATER, reason="Wrong State.")

    notes = ProgressNote.objects
    moments = (PUBLISHED - timedelta(seconds=1), PUBLISHED, LATER)

    assert [[*notes.known_at(Clocks(today, moment))] for moment in moments] == [[], [note], []]
    assert [[*notes.published_by(moment)] for moment in moments] == [[], [note], [note]]


def test_the_newest_note_comes_first_by_day_then_publication_then_number():
    obligation, day = make_obligation(), date(2020, 1, 1)
    first = make_note(obligation=obligation, noted_date=day)
    second = make_note(obligation=obligation, noted_date=day)
    published_later = make_note(obligation=obligation, noted_date=day, published_at=LATER)
    noted_later = make_note(obligation=obligation, noted_date=date(2020, 1, 2))

    assert [*ProgressNote.objects.newest_first()] == [noted_later, published_later, second, first]


def test_a_list_counts_the_evidence_of_each_note(today, now):
    make_note(links=3)
    make_note(links=0, status="no_evidence", text="We read the reports of 2010 to 2025.")
    make_note(published=False, links=2)

    listed = ProgressNote.objects.as_listed(Clocks(today, now))

    assert sorted(note.evidence_count for note in listed) == [0, 3]


def test_news_leave_the_baseline_out(today, now):
    make_note(author=make_user(username="baseline-import"))
    news = make_note()

    assert [*ProgressNote.objects.as_listed(Clocks(today, now)).news()] == [news]


def test_only_what_moved_a_status_is_a_change(today, now):
    obligation = make_obligation()
    history = [
        ("in_progress", 2010),
        ("in_progress", 2011),
        ("", 2012),
        ("overdue", 2013),
        ("fulfilled", 2014),
    ]
    notes = {
        year: make_note(obligation=obligation, status=status, noted_date=date(year, 1, 1))
        for status, year in history
    }
    make_note(obligation=obligation, status="contradicted", noted_date=date(2015, 1, 1), published=False)

    changes = ProgressNote.objects.changes_of_status(Clocks(today, now))

    assert [(note, note.previous_status, note.status) for note in changes] == [
        (notes[2014], "overdue", "fulfilled"),
        (notes[2013], "in_progress", "overdue"),
        (notes[2010], "not_assessed", "in_progress"),
    ]


def test_changes_are_told_for_each_obligation_and_as_far_as_the_clocks_go(now):
    one, other = (make_note(noted_date=date(2010, 1, day)) for day in (1, 2))
    make_note(obligation=one.obligation, status="fulfilled", noted_date=date(2012, 1, 1))

    changes = ProgressNote.objects.changes_of_status(Clocks(date(2011, 1, 1), now))

    assert [*changes] == [other, one]
    assert not ProgressNote.objects.changes_of_status(Clocks(date(2011, 1, 1), PUBLISHED - timedelta(1)))


def test_a_note_is_named_by_its_obligation_and_day():
    state, commitment = make_state(name_en="Colombia"), make_commitment(code="16b")
    note = make_note(
        obligation=make_obligation(state=state, commitment=commitment), noted_date=date(2020, 6, 1)
    )

    assert (str(note), note.get_absolute_url()) == ("Colombia · 16b · 2020-06-01", f"/progress/{note.pk}/")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"status": "not_bound"}, "status"),
        ({"status": "contradicted", "certainty": "alleged"}, "__all__"),
        ({"disputed_by": "The State"}, "__all__"),
        ({"noted_precision": "week"}, "noted_precision"),
    ],
)
def test_a_form_is_told_what_is_wrong(changes, field):
    note = make_note(published=False)
    for name, value in changes.items():
        setattr(note, name, value)

    with pytest.raises(ValidationError) as refusal:
        note.full_clean()

    assert field in refusal.value.message_dict


def test_the_newest_finding_of_each_obligation_costs_one_query(today, now, django_assert_num_queries):
    for _number in range(3):
        make_note(links=2)

    with django_assert_num_queries(2):
        listed = [*ProgressNote.objects.as_listed(Clocks(today, now)).with_evidence()]
        assert {(str(note.obligation), note.author.byline, len(note.evidence.all())) for note in listed}
