"""The front page of the admin: what waits for the person who signed in, one click from its work."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from commitments.models import Assignment, Obligation, ProgressNote
from commitments.rules.codes import Stage
from tests.builders import (
    make_commitment,
    make_deadline,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_returned,
    make_submitted,
    make_writer,
    store_notes,
)

DESK = "/admin/"
ADD = "/admin/commitments/progressnote/add/"
MAX_QUERIES = 16


def panels(client) -> dict[str, object]:
    return {panel.kind.name: panel for panel in client.get(DESK).context["panels"]}


def pks(rows) -> list[int]:
    return [row.pk for row in rows]


def note_address(note: ProgressNote) -> str:
    return f"/admin/commitments/progressnote/{note.pk}/change/"


def test_my_drafts_lead_to_their_form_and_those_of_others_are_not_mine(researcher):
    mine = make_note(published=False, author=researcher.person)
    make_note(published=False)

    response = researcher.get(DESK)

    assert pks(panels(researcher)["drafts"].found.rows) == [mine.pk]
    assert f'href="{note_address(mine)}"' in response.content.decode()


def test_a_returned_note_says_what_the_reviewer_asks_for(researcher):
    note = make_returned(author=researcher.person, comment="Name the page & the year.")

    page = researcher.get(DESK).content.decode()

    assert pks(panels(researcher)["returned"].found.rows) == [note.pk]
    assert escape("Name the page & the year.") in page


def test_a_reviewer_sees_what_waits_and_not_what_is_asked_of_somebody_else(reviewer):
    waiting = make_submitted()
    make_submitted(author=reviewer.person)
    make_submitted(reviewer=make_writer())
    asked = make_submitted(reviewer=reviewer.person)

    assert pks(panels(reviewer)["to_review"].found.rows) == [waiting.pk, asked.pk]


def test_who_does_not_publish_has_no_list_to_review(researcher):
    make_submitted()

    assert not {"to_review", "replies_to_review"} & set(panels(researcher))


def test_a_reply_waits_for_its_reviewer_and_comes_back_to_its_author(reviewer, researcher):
    reply = make_reply(published=False, author=researcher.person)
    reply.submit(by=make_writer(), at=timezone.now())
    waits = pks(panels(reviewer)["replies_to_review"].found.rows)
    reply.return_to_author(by=reviewer.person, at=timezone.now(), comment="Name the letter.")

    page = researcher.get(DESK).content.decode()

    assert (waits, pks(panels(researcher)["own_replies"].found.rows)) == ([reply.pk], [reply.pk])
    assert "Name the letter." in page
    assert "replies_to_review" not in panels(reviewer)


def test_a_review_that_is_due_leads_to_a_form_that_is_filled_in(researcher):
    obligation = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    Obligation.objects.update(next_review_date=timezone.localdate() - timedelta(days=1))

    page = researcher.get(DESK).content.decode()

    assert pks(panels(researcher)["due"].found.rows) == [obligation.pk]
    (link,) = re.findall(rf'href="({ADD}[^"]*commitment[^"]*)"', page)
    form = researcher.get(link.replace("&amp;", "&")).context["adminform"].form
    assert (form.initial["state"], form.initial["commitment"]) == (
        obligation.state_id,
        obligation.commitment_id,
    )


def test_a_deadline_that_is_near_is_shown_and_one_that_is_far_is_not(researcher):
    near = make_deadline(due_date=timezone.localdate() + timedelta(days=100))
    make_deadline(due_date=timezone.localdate() + timedelta(days=1000))

    assert pks(panels(researcher)["deadlines"].found.rows) == [near.pk]


def test_my_states_are_those_assigned_and_say_what_they_need(researcher):
    today = timezone.localdate()
    mine, other = make_party(), make_party()
    Assignment.objects.create(person=researcher.person, state=mine)
    kept, silent = make_obligation(state=mine), make_obligation(state=mine)
    make_obligation(state=other)
    make_note(obligation=kept, noted_date=today - timedelta(days=10))
    make_note(obligation=silent, noted_date=today - timedelta(days=800))
    Obligation.objects.update(next_review_date=today + timedelta(days=100))
    Obligation.objects.filter(pk=silent.pk).update(next_review_date=today)

    (row,) = panels(researcher)["states"].found.rows

    assert (row, row.due_count, row.stale_count) == (mine, 1, 1)


def test_the_count_of_silent_obligations_leads_to_exactly_them(researcher):
    state, today = make_party(), timezone.localdate()
    make_obligation(state=make_party())
    make_obligation(state=state)
    make_note(obligation=make_obligation(state=state), noted_date=today - timedelta(days=732))
    make_note(obligation=make_obligation(state=state), noted_date=today - timedelta(days=733))

    page = researcher.get(DESK).content.decode()

    link = re.search(rf'href="(/obligations/\?state={state.iso3}[^"]*)"', page)[1].replace("&amp;", "&")
    row = next(row for row in panels(researcher)["states"].found.rows if row == state)
    assert row.stale_count == 2
    assert len(researcher.get(link).context["table"].rows) == 2


def test_the_last_published_notes_come_without_the_baseline(researcher):
    note = make_note()
    make_note(author=make_writer(username="baseline-import"))

    assert pks(panels(researcher)["published"].found.rows) == [note.pk]


def test_a_list_is_short_says_how_many_there_are_and_leads_to_all_of_them(researcher):
    for _number in range(9):
        make_note(published=False, author=researcher.person)
    make_note(published=False)

    panel = panels(researcher)["drafts"]

    assert (len(panel.found.rows), panel.found.total) == (8, 9)
    assert researcher.get(panel.address).context["cl"].result_count == 9


def test_every_list_leads_to_as_many_rows_as_it_counts(administrator):
    make_note(published=False, author=administrator.person)
    make_returned(author=administrator.person)
    make_submitted()
    make_note()
    make_deadline(due_date=timezone.localdate() + timedelta(days=5))
    Obligation.objects.update(next_review_date=timezone.localdate())

    for name, panel in panels(administrator).items():
        assert administrator.get(panel.address).context["cl"].result_count == panel.found.total, name


def test_a_list_that_the_desk_does_not_have_is_refused(researcher, heard):
    response = researcher.get("/admin/commitments/progressnote/?desk=everything", follow=True)

    assert heard(response) == [
        "The address asked for something that cannot be looked up, so this is the whole list."
    ]


def test_an_empty_desk_says_what_to_do_next(researcher):
    page = researcher.get(DESK).content.decode()

    assert "You have no draft." in page
    assert f'<a href="{ADD}">Log progress</a>' in page
    assert "Ask an administrator to assign yours" in page


def test_the_list_of_everything_stands_below_the_desk(administrator):
    page = administrator.get(DESK).content.decode()

    assert page.index("desk-panels") < page.index('class="app-commitments')


def test_who_has_nothing_to_do_with_notes_sees_no_desk(db, sit_down):
    keeper = sit_down("keeper", "view_user")

    assert keeper.get(DESK).context["panels"] == []


def many_notes(author, reviewer, count: int) -> None:
    """Notes of every stage in bulk, as no verb would make them so fast; the database takes them all."""
    obligations = [make_obligation(state=make_party()) for _number in range(20)]
    moment = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
    marks = {
        Stage.DRAFT: {},
        Stage.SUBMITTED: {"submitted_at": moment, "submitted_by": reviewer},
        Stage.RETURNED: {
            "submitted_at": moment,
            "submitted_by": author,
            "returned_at": moment,
            "returned_by": reviewer,
            "return_comment": "Name the page.",
        },
        Stage.PUBLISHED: {
            "submitted_at": moment,
            "submitted_by": author,
            "published_at": moment,
            "published_by": reviewer,
        },
    }
    stages = list(marks)
    store_notes(
        ProgressNote(
            obligation=obligations[number % 20],
            author=author,
            noted_date=date(2020, 1, 1) + timedelta(days=number % 2000),
            text="The State reported.",
            stage=stages[number % 4],
            **marks[stages[number % 4]],
        )
        for number in range(count)
    )


@pytest.mark.parametrize("role", ["researcher", "reviewer", "administrator"])
def test_the_desk_takes_as_few_queries_with_ten_thousand_notes(
    db, role, request, django_assert_max_num_queries
):
    client = request.getfixturevalue(role)
    many_notes(client.person, make_writer(), 10_000)
    Assignment.objects.create(person=client.person, state=make_party())

    with django_assert_max_num_queries(MAX_QUERIES - 1) as spent:
        response = client.get(DESK)

    assert {panel.kind.name: panel.found.total for panel in response.context["panels"]}["drafts"] == 2500
    assert len(spent) < MAX_QUERIES
