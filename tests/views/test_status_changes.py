"""The public half of the audit: every change of status, and what was taken back, as both clocks ask."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from commitments.models import Obligation, ProgressNote
from tests.builders import (
    SUBMITTED,
    make_note,
    make_obligation,
    make_returned,
    make_reviewer,
    make_submitted,
    make_user,
    make_writer,
)

PUBLIC = "10 January 2024"
LATER = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def obligation() -> Obligation:
    """In progress in 2020, kept in 2022, with a note in between that moved nothing."""
    opened = make_obligation()
    make_note(obligation=opened, noted_date=date(2020, 6, 1), status="in_progress")
    make_note(obligation=opened, noted_date=date(2021, 6, 1), status="in_progress")
    make_note(
        obligation=opened,
        noted_date=date(2022, 6, 1),
        status="fulfilled",
        evidence={"title": "Declaration of completion", "locator": "p. 4"},
    )
    return opened


def section(client: Client, obligation: Obligation, **query: str) -> str:
    page = client.get(obligation.get_absolute_url(), query).content.decode()
    return re.search(r'<section aria-labelledby="status-changes">.*?</section>', page, re.DOTALL)[0]


def changes(client: Client, obligation: Obligation, **query: str) -> list[str]:
    """Each row as a reader hears it, without its symbols."""
    body = section(client, obligation, **query).partition("<tbody>")[2].partition("</tbody>")[0]
    words = [" ".join(strip_tags(row).split()) for row in body.split("</tr>")]
    return [re.sub(r"[✓◐○!✕∅–?⊘→] ?", "", row) for row in words if row]


def correct(note: ProgressNote, **fields: object) -> ProgressNote:
    draft = note.correct(by=make_writer())
    for field, value in fields.items():
        setattr(draft, field, value)
    draft.save()
    draft.submit(by=draft.author, at=SUBMITTED)
    draft.publish(by=make_reviewer(), at=LATER)
    return draft


def test_each_change_names_both_statuses_the_days_the_evidence_and_the_note(client, obligation):
    kept, _same, begun = obligation.notes.order_by("-noted_date")

    declared = "Declaration of completion, p. 4"
    assert changes(client, obligation) == [
        f"in progress became fulfilled 1 June 2022 {PUBLIC} {declared} finding {kept.pk}",
        f"not assessed became in progress 1 June 2020 {PUBLIC} Report of the State finding {begun.pk}",
    ]


def test_both_clocks_reach_the_changes(client, obligation):
    assert len(changes(client, obligation, as_of="2022-05-31")) == 1
    assert changes(client, obligation, known_at="2024-01-09") == []
    assert "No published finding has moved this status." in section(client, obligation, known_at="2024-01-09")


def test_a_retracted_note_changes_nothing_and_says_why_from_its_day_on(client, obligation):
    kept = obligation.notes.get(status="fulfilled")
    kept.retract(by=make_reviewer(), at=LATER, reason="The report was withdrawn.")

    now, before = section(client, obligation), section(client, obligation, known_at="2024-02-29")
    assert len(changes(client, obligation)) == 1
    assert f"finding {kept.pk}" in now
    assert "was retracted on 1 March 2024:" in now
    assert "The report was withdrawn." in now
    assert len(changes(client, obligation, known_at="2024-02-29")) == 2
    assert "retracted" not in before


def test_a_corrected_note_names_the_one_that_took_its_place(client, obligation):
    kept = obligation.notes.get(status="fulfilled")
    correction = correct(kept, status="overdue")

    now, before = section(client, obligation), section(client, obligation, known_at="2024-02-29")
    assert "was corrected on 1 March 2024." in now
    assert f"Finding {correction.pk} took its place." in now
    assert [row.split(" 1 June")[0] for row in changes(client, obligation)] == [
        "in progress became overdue",
        "not assessed became in progress",
    ]
    assert "corrected" not in before


def test_nothing_internal_stands_among_the_changes(client, obligation):
    author = make_writer(username="secret-user-name", public_name="")
    note = make_returned(obligation=obligation, comment="Internal comment.", author=author, status="overdue")
    make_submitted(obligation=obligation, author=author, status="overdue")
    note.submit(by=author, at=SUBMITTED)
    note.publish(by=make_reviewer(username="secret-reviewer"), at=LATER)

    page = client.get(obligation.get_absolute_url()).content.decode()

    assert note.return_comment == "Internal comment."
    for internal in ("Internal comment.", "secret-user-name", "secret-reviewer", "overdue became"):
        assert internal not in page


def test_a_state_that_has_left_is_not_bound_whatever_was_found(client, obligation):
    stay = obligation.state.memberships.get()
    stay.withdrawal_notified_date, stay.withdrawal_effective_date = date(2025, 1, 1), date(2025, 7, 1)
    stay.save()

    assert "shown as not bound" in section(client, obligation)
    assert "shown as not bound" not in section(client, obligation, as_of="2025-06-30")


def test_a_retracted_note_keeps_its_page_but_no_longer_says_what_it_said(client, obligation):
    note = obligation.notes.get(status="fulfilled")
    note.retract(by=make_reviewer(), at=LATER, reason="The report was withdrawn.")

    now = client.get(note.get_absolute_url()).content.decode()
    assert "This finding was retracted on 1 March 2024." in now
    assert "The report was withdrawn." in now
    assert note.text not in now
    assert "Declaration of completion" not in now

    assert f'href="{note.get_absolute_url()}?known_at=2024-02-29"' in now
    before = client.get(note.get_absolute_url(), {"known_at": "2024-02-29"}).content.decode()
    assert note.text in before
    assert "was retracted" not in before


def test_a_note_that_spoke_for_an_hour_has_no_earlier_day_to_point_at(client):
    note = make_note()
    note.retract(by=make_reviewer(), at=note.published_at, reason="It was a slip.")

    assert "?known_at=" not in client.get(note.get_absolute_url()).content.decode()


def test_more_changes_cost_no_more_queries(client, obligation):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(obligation.get_absolute_url())
        return len(captured)

    correct(obligation.notes.get(status="fulfilled"), status="overdue")
    few = queries()
    for year in (2010, 2012, 2014):
        make_note(obligation=obligation, noted_date=date(year, 1, 1), status="not_started")
        note = make_note(obligation=obligation, noted_date=date(year, 2, 1), status="in_progress")
        correct(note, status="overdue")

    assert queries() == few


def test_a_user_without_a_public_name_is_staff(client):
    make_note(author=make_writer(username="secret-user-name"))
    make_user(username="nobody")

    page = client.get(ProgressNote.objects.get().get_absolute_url()).content.decode()

    assert "secret-user-name" not in page
    assert "Cartagena staff" in page


def test_the_page_says_when_a_status_was_first_found_and_which_finding_confirms_it(client):
    opened = make_obligation()
    for year in (2012, 2016, 2021):
        make_note(obligation=opened, noted_date=date(year, 6, 1), status="in_progress")

    page = strip_tags(client.get(opened.get_absolute_url()).content.decode())

    assert re.search(r"When\s*first found so: 1 June 2012", page)
    assert re.search(r"the finding of\s+1 June 2021", page)
