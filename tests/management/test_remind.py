"""`manage.py remind`: one digest a person, told once, and tried again where a mail failed."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from commitments.models import Assignment, Reminder
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
    make_user,
    make_writer,
)

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
TODAY = NOW.date()

pytestmark = pytest.mark.django_db


class PickyBackend(EmailBackend):
    """A mail server that some addresses make stumble."""

    def send_messages(self, messages):
        for message in messages:
            if message.to == ["broken@example.org"]:
                raise SMTPException("the mailbox is full")
            if message.to == ["ünreadable@example.org"]:
                raise UnicodeEncodeError("ascii", "ü", 0, 1, "no mail can carry this")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def morning(monkeypatch, settings):
    """The day on which the digests go out."""
    settings.SITE_ROOT = "https://cartagena.example.org"
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def make_colleague(*states, every_state: bool = False, **fields):
    """Someone of the office who looks after these States."""
    fields = {"is_staff": True, "email": "ana@example.org", "first_name": "Ana", **fields}
    person = make_writer(**fields) if every_state else make_user(**fields)
    for state in states:
        Assignment.objects.create(person=person, state=state)
    return person


def make_due(*, days: int, state=None):
    """An obligation that is to be looked at so many days from now."""
    obligation = make_obligation(state=state or make_party())
    obligation.next_review_date = TODAY + timedelta(days=days)
    obligation.save()
    return obligation


def remind() -> str:
    said = StringIO()
    call_command("remind", stdout=said)
    return said.getvalue().strip()


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


def test_a_failed_mail_is_reported_and_tried_again_while_others_are_sent(settings):
    settings.EMAIL_BACKEND = f"{__name__}.PickyBackend"
    state = make_party()
    broken = make_colleague(state, username="ben", email="broken@example.org")
    odd = make_colleague(state, username="eva", email="ünreadable@example.org")
    fine = make_colleague(state, username="zoe", email="zoe@example.org")
    make_due(days=1, state=state)

    said = StringIO()
    with pytest.raises(CommandError) as reported:
        call_command("remind", stdout=said)

    assert said.getvalue().strip() == "1 digest sent."
    assert "Not sent, will be tried again: ben: the mailbox is full; eva: " in str(reported.value)
    assert [message.to for message in mail.outbox] == [[fine.email]]

    broken.email, odd.email = "ben@example.org", "eva@example.org"
    broken.save()
    odd.save()
    assert remind() == "2 digests sent."
    assert [message.to for message in mail.outbox] == [[fine.email], ["ben@example.org"], ["eva@example.org"]]


def test_a_failed_mail_ends_the_command_with_an_error(settings):
    """As cron sees it: a line on stderr, and a code that is not zero."""
    settings.EMAIL_BACKEND = f"{__name__}.PickyBackend"
    state = make_party()
    make_colleague(state, email="broken@example.org")
    make_due(days=1, state=state)

    with pytest.raises(CommandError) as reported:
        call_command("remind", stdout=StringIO())

    assert reported.value.returncode == 1
    assert not Reminder.objects.exists()


def test_only_people_who_can_be_reached_and_may_sign_in_are_written_to():
    state = make_party()
    make_colleague(state, username="closed", is_active=False)
    make_colleague(state, username="outside", is_staff=False)
    silent = make_colleague(state, username="silent", email="")
    make_due(days=1, state=state)

    assert remind() == "0 digests sent.\nWithout an e-mail address: silent"

    silent.email = "silent@example.org"
    silent.save()
    assert remind() == "1 digest sent."


def test_a_contributor_hears_only_of_the_states_assigned_to_them():
    mine, other = make_party(name_en="Atlantis"), make_party(name_en="Lemuria")
    make_colleague(mine)
    make_colleague(email="nobody@example.org")
    make_due(days=1, state=mine)
    make_due(days=1, state=other)

    assert remind() == "1 digest sent."
    assert "Atlantis" in mail.outbox[0].body
    assert "Lemuria" not in mail.outbox[0].body


def test_a_returned_note_of_a_state_that_was_taken_away_is_no_longer_told():
    person = make_colleague(every_state=True)
    make_returned(author=person)
    person.user_permissions.clear()

    assert remind() == "0 digests sent."


def test_who_reaches_all_and_looks_after_some_hears_of_those():
    mine, other = make_party(name_en="Atlantis"), make_party(name_en="Lemuria")
    make_colleague(mine, every_state=True)
    make_due(days=1, state=mine)
    make_due(days=1, state=other)

    remind()

    assert "Lemuria" not in mail.outbox[0].body


def test_a_long_digest_is_cut_and_counted_and_still_told_once():
    make_colleague(every_state=True)
    state = make_party(name_en="Atlantis")
    for _number in range(23):
        make_due(days=-1, state=state)

    assert remind() == "1 digest sent."

    body = mail.outbox[0].body
    assert "Reviews that are overdue (23)" in body
    assert body.count("- Atlantis · ") == 20
    assert "… and 3 more on your desk." in body
    assert remind() == "0 digests sent."


def test_a_comment_is_text_as_it_was_written():
    person = make_colleague(every_state=True)
    make_returned(author=person, comment="Say <who> & “why”.")

    remind()

    assert "  > Say <who> & “why”." in mail.outbox[0].body


def test_more_that_waits_costs_no_more_queries(django_assert_max_num_queries):
    state = make_party()
    make_colleague(state)
    for _number in range(12):
        make_due(days=-1, state=state)

    with django_assert_max_num_queries(14):
        remind()
