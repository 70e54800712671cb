"""`manage.py remind`: one digest a person, and nothing told twice."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from commitments.rules.codes import DeadlineKind
from tests.builders import (
    make_commitment,
    make_deadline,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_returned,
    make_reviewer,
)
from tests.management.office import NOW, TODAY, make_colleague, make_due, remind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(monkeypatch, settings):
    """The day on which the digests go out."""
    settings.SITE_ROOT = "https://cartagena.example.org"
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_one_digest_names_everything_that_waits(settings):
    state = make_party(name_en="Atlantis")
    person = make_colleague(state, every_state=True)
    overdue, due = make_due(days=-3, state=state), make_due(days=30, state=state)
    make_due(days=31, state=state)
    make_due(days=-3)
    deadline = make_deadline(
        obligation=make_obligation(state=state, commitment=make_commitment(code="16b", title="Clearance")),
        due_date=date(2027, 3, 1),
        kind=DeadlineKind.EXTENSION,
    )
    note = make_returned(
        author=person, obligation=overdue, comment="Name the page.\nAnd say which of the two provinces."
    )
    reply = make_reply(note=make_note(obligation=due), author=person, published=False)
    reply.submit(by=person, at=NOW)
    reply.return_to_author(by=make_reviewer(), at=NOW, comment="Who signed it?")

    assert remind() == "1 digest sent."

    message = mail.outbox[0]
    assert (message.to, message.subject) == (["ana@example.org"], "Cartagena: 5 things wait for you")
    assert (
        message.body
        == f"""Hello Ana,

this waits for you in Cartagena:

Returned to you (2)
- Atlantis · {overdue.commitment} · 10 January 2024
  > Name the page.
  > And say which of the two provinces.
  https://cartagena.example.org/admin/commitments/progressnote/{note.pk}/change/
- Atlantis · {due.commitment} · 24 November 2026
  > Who signed it?
  https://cartagena.example.org/admin/commitments/reply/{reply.pk}/change/

Reviews that are overdue (1)
- Atlantis · {overdue.commitment} · 21 November 2026
  https://cartagena.example.org{overdue.get_absolute_url()}

Reviews that are due soon (1)
- Atlantis · {due.commitment} · 24 December 2026
  https://cartagena.example.org{due.get_absolute_url()}

Deadlines of the Convention that are near (1)
- Atlantis · 16b Clearance · 1 March 2027
  https://cartagena.example.org{deadline.obligation.get_absolute_url()}

Your desk: https://cartagena.example.org/admin/
"""
    )


def test_a_second_run_sends_nothing_more():
    state = make_party()
    make_colleague(state)
    make_due(days=-3, state=state)

    assert (remind(), remind()) == ("1 digest sent.", "0 digests sent.")
    assert len(mail.outbox) == 1


def test_a_new_reason_is_told_and_only_that():
    state = make_party(name_en="Atlantis")
    make_colleague(state)
    obligation = make_due(days=2, state=state)
    make_due(days=4, state=state)
    remind()

    obligation.next_review_date = TODAY - timedelta(days=1)
    obligation.save()
    remind()

    assert [message.subject for message in mail.outbox] == [
        "Cartagena: 2 things wait for you",
        "Cartagena: 1 thing waits for you",
    ]
    assert "Reviews that are overdue (1)" in mail.outbox[1].body
    assert "due soon" not in mail.outbox[1].body


def test_what_was_due_and_has_become_overdue_is_told_again(monkeypatch):
    state = make_party()
    make_colleague(state)
    make_due(days=2, state=state)
    remind()

    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=3))

    assert remind() == "1 digest sent."


def test_a_note_returned_once_more_is_told_once_more():
    person = make_colleague(every_state=True)
    note = make_returned(author=person)
    remind()

    note.submit(by=person, at=NOW)
    note.return_to_author(by=make_reviewer(), at=NOW, comment="And the paragraph?")
    remind()

    assert ["> Name the page." in sent.body for sent in mail.outbox] == [True, False]
    assert "> And the paragraph?" in mail.outbox[1].body
