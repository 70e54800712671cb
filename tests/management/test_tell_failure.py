"""The operator hears of a job that failed."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command


def test_tell_failure_mails_which_job_and_where_its_words_are(settings):
    settings.ERROR_MAIL, settings.SITE_ROOT = ["operator@example.org"], "https://cartagena.example"

    call_command("tell_failure", "cartagena-backup")

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["operator@example.org"], "[Cartagena] cartagena-backup failed")
    assert "journalctl -u cartagena-backup" in sent.body
    assert "https://cartagena.example" in sent.body


def test_tell_failure_fails_where_nobody_is_told(settings, monkeypatch):
    settings.ERROR_MAIL = []
    with pytest.raises(CommandError, match="cartagena-backup failed, and ERROR_MAIL names nobody"):
        call_command("tell_failure", "cartagena-backup")

    def refuse(*_words: object) -> None:
        raise ConnectionRefusedError("Connection refused")

    settings.ERROR_MAIL = ["operator@example.org"]
    monkeypatch.setattr("commitments.management.commands.tell_failure.send_mail", refuse)
    with pytest.raises(CommandError, match="so did the mail about it: Connection refused"):
        call_command("tell_failure", "cartagena-backup")
