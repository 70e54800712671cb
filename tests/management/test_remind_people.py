"""`manage.py remind`: who is written to, and what happens where a mail fails."""

from io import StringIO
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from commitments.models import Reminder
from tests.builders import make_party, make_returned
from tests.management.office import NOW, make_colleague, make_due, remind

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
