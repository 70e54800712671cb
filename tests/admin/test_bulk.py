"""A step for many rows: each by its verb, each refusal told, all of it one batch."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments.models import Obligation, ProgressNote
from commitments.rules.codes import Stage
from tests.builders import (
    make_member,
    make_note,
    make_obligation,
    make_reviewer,
    make_submitted,
    make_user,
    make_writer,
)

NOTES = "/admin/commitments/progressnote/"
OBLIGATIONS = "/admin/commitments/obligation/"


def apply(client, action: str, *rows, address: str = NOTES, **answers: object):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], **answers}
    return client.post(address, chosen, follow=True)


def batches(*rows) -> set:
    """The batches of the last change of each."""
    return {type(row).history.filter(id=row.pk).order_by("-history_id").first().batch for row in rows}


def stages(*notes: ProgressNote) -> list[str]:
    return [ProgressNote.objects.get(pk=note.pk).stage for note in notes]


def test_chosen_notes_are_returned_after_a_question_for_the_comment(reviewer, heard):
    one, two, draft = make_submitted(), make_submitted(), make_note(published=False)

    asked = apply(reviewer, "return_chosen", one, two, draft)
    assert stages(one, two, draft) == [Stage.SUBMITTED, Stage.SUBMITTED, Stage.DRAFT]
    assert asked.context["rows"] == [draft, two, one]

    answer = apply(reviewer, "return_chosen", one, two, draft, apply="yes", comment="Name the page.")

    assert stages(one, two, draft) == [Stage.RETURNED, Stage.RETURNED, Stage.DRAFT]
    assert heard(answer) == [
        "2 notes were returned to the author.",
        f"{draft}: Only a submitted note can be returned to its author.",
    ]
    assert {note.return_comment for note in ProgressNote.objects.filter(stage=Stage.RETURNED)} == {
        "Name the page."
    }


def test_an_empty_comment_is_asked_for_again(reviewer):
    note = make_submitted()

    answer = apply(reviewer, "return_chosen", note, apply="yes", comment=" ")

    assert answer.context["form"].errors == {"comment": ["This field is required."]}
    assert stages(note) == [Stage.SUBMITTED]


def test_a_reviewer_is_assigned_to_chosen_notes(reviewer, heard):
    chosen = make_reviewer(username="second")
    one, own, published = make_submitted(), make_submitted(author=chosen), make_note()

    asked = apply(reviewer, "assign_chosen", one, own, published)
    offered = asked.context["form"].fields["reviewer"].queryset
    assert chosen in offered
    assert one.author not in offered

    answer = apply(reviewer, "assign_chosen", one, own, published, apply="yes", reviewer=chosen.pk)

    one.refresh_from_db()
    assert one.reviewer == chosen
    assert heard(answer) == [
        "1 note was assigned to a reviewer.",
        f"{published}: It has been published already.",
        f"{own}: Nobody reviews their own work: choose a second person.",
    ]


def test_whoever_may_not_publish_cannot_be_asked_for_a_review(reviewer):
    note, idle = make_submitted(), make_writer()

    answer = apply(reviewer, "assign_chosen", note, apply="yes", reviewer=idle.pk)

    assert list(answer.context["form"].errors) == ["reviewer"]
    note.refresh_from_db()
    assert note.reviewer is None


@pytest.mark.parametrize(
    ("action", "answers"),
    [
        ("publish_chosen", {}),
        ("return_chosen", {"apply": "yes", "comment": "Name the page."}),
        ("assign_chosen", {"apply": "yes"}),
    ],
)
def test_one_action_is_one_batch_in_the_history_of_every_row(reviewer, action, answers):
    notes = [make_submitted() for _number in range(3)]
    before = batches(*notes)
    if action == "assign_chosen":
        answers = answers | {"reviewer": make_reviewer().pk}

    apply(reviewer, action, *notes, **answers)

    (batch,) = batches(*notes)
    assert before == {None}
    assert batch is not None
    rows = ProgressNote.history.filter(batch=batch)
    assert {row.history_user for row in rows} == {reviewer.person}
    assert rows.count() == 3


def test_submitting_is_one_batch_too_and_the_next_action_another(researcher, reviewer):
    notes = [make_note(published=False, links=1) for _number in range(2)]

    apply(researcher, "submit_chosen", *notes)
    (first,) = batches(*notes)
    apply(reviewer, "publish_chosen", *notes)
    (second,) = batches(*notes)

    assert None not in {first, second}
    assert first != second


def test_the_review_that_publication_plans_is_in_its_batch(reviewer):
    note = make_submitted()

    apply(reviewer, "publish_chosen", note)

    assert batches(note) == batches(note.obligation)


def test_every_refusal_is_told(reviewer, heard):
    drafts = [make_note(published=False) for _number in range(30)]

    answer = apply(reviewer, "publish_chosen", *drafts)

    assert len(heard(answer)) == 30


def test_more_rows_than_a_person_can_answer_for_are_refused(reviewer, heard, monkeypatch):
    monkeypatch.setattr("commitments.admin.workflow.bulk.MAX_ROWS", 2)
    notes = [make_submitted() for _number in range(3)]

    answer = apply(reviewer, "publish_chosen", *notes)

    assert heard(answer) == ["Nothing was done: choose at most 2 rows at once."]
    assert set(stages(*notes)) == {Stage.SUBMITTED}


def test_all_rows_that_match_are_sent_on_by_name(reviewer):
    notes = [make_submitted() for _number in range(2)]
    across = {"action": "return_chosen", "_selected_action": [notes[0].pk], "select_across": "1"}

    asked = reviewer.post(NOTES, across).content.decode()

    assert [f'name="_selected_action" value="{note.pk}"' in asked for note in notes] == [True, True]


@pytest.mark.parametrize("action", ["publish_chosen", "return_chosen", "assign_chosen"])
def test_a_researcher_has_no_action_that_decides(researcher, action):
    note = make_submitted()

    apply(researcher, action, note, apply="yes", comment="No.", reviewer=make_reviewer().pk)

    note.refresh_from_db()
    assert (note.stage, note.reviewer) == (Stage.SUBMITTED, None)


def test_the_next_review_of_chosen_obligations_is_set(administrator, heard):
    one, two, other = [make_obligation() for _number in range(3)]
    day = timezone.localdate() + timedelta(days=40)

    asked = apply(administrator, "plan_review_chosen", one, two, address=OBLIGATIONS)
    assert asked.context["form"].fields.keys() == {"next_review_date"}

    answer = apply(
        administrator,
        "plan_review_chosen",
        one,
        two,
        address=OBLIGATIONS,
        apply="yes",
        next_review_date=day.isoformat(),
    )

    planned = Obligation.objects.filter(next_review_date=day)
    assert set(planned) == {one, two}
    assert other not in planned
    assert heard(answer) == [f"The next review of 2 obligations was planned for {day.isoformat()}."]
    assert len(batches(one, two)) == 1


def test_a_review_does_not_lie_behind_us(administrator, heard):
    obligation = make_obligation()

    answer = apply(
        administrator,
        "plan_review_chosen",
        obligation,
        address=OBLIGATIONS,
        apply="yes",
        next_review_date="2001-01-01",
    )

    obligation.refresh_from_db()
    assert obligation.next_review_date != date(2001, 1, 1)
    assert heard(answer) == [f"{obligation}: This day has passed: a review lies ahead."]


def test_a_researcher_sets_no_review(researcher):
    obligation = make_obligation()
    day = timezone.localdate() + timedelta(days=4)

    apply(
        researcher,
        "plan_review_chosen",
        obligation,
        address=OBLIGATIONS,
        apply="yes",
        next_review_date=day.isoformat(),
    )

    obligation.refresh_from_db()
    assert obligation.next_review_date != day


def test_thirty_obligations_cost_as_many_queries_as_one(administrator):
    counts = []
    for rows in (1, 3, 30):
        while Obligation.objects.count() < rows:
            make_obligation()
        administrator.get(OBLIGATIONS)
        with CaptureQueriesContext(connection) as queries:
            administrator.get(OBLIGATIONS)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_the_question_costs_as_many_queries_for_thirty_rows_as_for_one(reviewer):
    counts = []
    for rows in (1, 3, 30):
        notes = [make_submitted(author=make_user()) for _number in range(rows)]
        with CaptureQueriesContext(connection) as queries:
            apply(reviewer, "return_chosen", *notes)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_rows_that_a_person_does_not_reach_are_said_to_be_left_alone(client, db, heard):
    mine, foreign = (make_note(published=False, links=1) for _number in range(2))
    client.force_login(make_member("Contributor", mine.obligation.state))
    left_out = (
        "1 chosen row is not there any more, or its State is not assigned to you; nothing was done to it."
    )

    assert heard(apply(client, "submit_chosen", mine, foreign)) == [left_out, "1 note was submitted."]
    assert heard(apply(client, "submit_chosen", foreign)) == [left_out]
    assert stages(mine, foreign) == [Stage.SUBMITTED, Stage.DRAFT]
