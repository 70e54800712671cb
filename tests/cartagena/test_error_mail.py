"""Operators hear of errors by mail, without a word of anybody's, and no request waits for a mail server."""

import logging
import sys
import threading
import time

from django.core import mail
from django.test import RequestFactory

from cartagena import error_mail
from cartagena.error_mail import MAX_AN_HOUR, SECONDS_APART, ErrorMailHandler


def failed(words: str = "secret words of a reader") -> logging.LogRecord:
    """As Django logs what a view raised."""
    try:
        raise ValueError(words)
    except ValueError:
        trace = sys.exc_info()
    path = "/admin/reset/Mg/secret-token/"
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "%s: %s", ("Internal Server Error", path), trace
    )
    record.request = RequestFactory().post(f"{path}?q=secret-query", {"password": "secret-password"})
    return record


def test_mail_names_the_place_and_nothing_that_anybody_wrote():
    handler = ErrorMailHandler(["ops@example.org"])

    handler.emit(failed())
    handler.emit(failed("others"))
    handler.waiting.join()

    (message,) = mail.outbox
    assert message.to == ["ops@example.org"]
    assert message.subject.startswith("[Cartagena] ERROR: ValueError in test_error_mail.py, line ")
    assert "Page: POST /admin/*" in message.body
    assert "raise ValueError(words)" in message.body
    assert "secret" not in message.body + message.subject


def test_one_kind_is_told_once_in_a_while_and_all_together_within_bounds():
    handler = ErrorMailHandler(["ops@example.org"])

    assert [handler.may_send("one", now) for now in (0, SECONDS_APART - 1, SECONDS_APART)] == [
        True,
        False,
        True,
    ]
    sent = [handler.may_send(f"kind {number}", 1_000) for number in range(30)]
    assert sum(sent) == MAX_AN_HOUR - 2


def test_mail_server_that_hangs_holds_no_request(monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr(error_mail, "send_mail", lambda *_args: go_on.wait(20))
    monkeypatch.setattr(error_mail, "place_of", lambda record: str(record.created))
    handler, began = ErrorMailHandler(["ops@example.org"]), time.monotonic()

    for _ in range(15):
        handler.emit(failed())

    assert time.monotonic() - began < 5
    go_on.set()
