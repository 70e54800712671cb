"""What is answered while the database, the disk or the time is missing: 503 in words, and never a 500."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError
from django.db.backends.utils import CursorWrapper
from django.test import Client

from commitments.models.database_errors import outage_of
from commitments.rules.outages import AWAY, LOCKED, NO_ROOM, TOO_LONG, UNPREPARED
from commitments.views.errors import FILE_ENDINGS
from tests.each import Failures
from tests.views.site import NAMES_OF_ROWS, address, body

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def failed(kind: type[Exception], **marks: object) -> Exception:
    """An error of Django as a driver caused it."""
    cause = (sqlite3.OperationalError if "sqlite_errorcode" in marks else OSError)("the driver's words")
    for name, value in marks.items():
        setattr(cause, name, value)
    error = kind("the driver's words")
    error.__cause__ = cause
    return error


CASES = (
    (failed(OperationalError), AWAY),
    (failed(InterfaceError), AWAY),
    (failed(OperationalError, sqlstate="57P01"), AWAY),
    (failed(OperationalError, sqlstate="57014"), TOO_LONG),
    (failed(OperationalError, sqlstate="53100"), NO_ROOM),
    (failed(OperationalError, sqlstate="53300"), AWAY),
    (failed(OperationalError, sqlstate="40P01"), LOCKED),
    (failed(ProgrammingError, sqlstate="42P01"), UNPREPARED),
    (failed(ProgrammingError, sqlstate="42601"), None),
    (failed(OperationalError, sqlite_errorcode=sqlite3.SQLITE_BUSY), LOCKED),
    (failed(OperationalError, sqlite_errorcode=sqlite3.SQLITE_IOERR_WRITE), AWAY),
    (failed(OperationalError, sqlite_errorcode=sqlite3.SQLITE_FULL), NO_ROOM),
    (failed(DatabaseError, sqlite_errorcode=sqlite3.SQLITE_NOTADB), AWAY),
    (failed(OperationalError, sqlite_errorcode=sqlite3.SQLITE_ERROR), None),
    (OSError(errno.ENOSPC, "full"), NO_ROOM),
    (OSError(errno.ENOENT, "gone"), None),
    (ValueError(), None),
    (None, None),
)


def test_outage_is_told_from_a_fault_of_the_code():
    found = [outage_of(error) for error, _outage in CASES]

    assert found == [outage for _error, outage in CASES]


@contextmanager
def failing(error: Exception) -> Iterator[None]:
    """Every question to the database fails with this."""
    with mock.patch.object(CursorWrapper, "execute", side_effect=error):
        yield


def test_every_address_says_503_in_words_while_the_database_is_away(note):
    client, failures = Client(raise_request_exception=False), Failures()
    client.cookies["sessionid"] = "s" * 32
    paths = {
        **{name: address(name, note) for name in NAMES_OF_ROWS},
        "404": "/no-such-page/",
        "desk": "/admin/",
    }
    asks_nothing = {"release_file", "robots", "search_suggestions", "api_schema", "api_root", "readyz"}
    for name, path in paths.items():
        with failures.kept(name):
            with failing(failed(OperationalError)):
                answer = client.get(path)
            if answer.status_code != 503:
                assert (name in asks_nothing, answer.status_code) == (True, 200)
            elif name != "readyz":
                assert "cannot reach its records" in body(answer)
                assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("5", "no-store")
                assert answer.headers["Content-Type"].startswith(kind_of(path)), answer.headers
    assert not failures, failures


def kind_of(path: str) -> str:
    """What the client expects at this address."""
    if (path.startswith("/api/") and path != "/api/v1/docs/") or path.endswith(".json"):
        return "application/problem+json"
    return "text/plain" if path.endswith(FILE_ENDINGS) else "text/html"


def test_whoever_was_saving_reads_that_it_was_not_saved_and_is_still_in_the_browser(admin_client):
    admin_client.raise_request_exception = False
    with failing(failed(OperationalError, sqlite_errorcode=sqlite3.SQLITE_FULL)):
        answer = admin_client.post("/admin/commitments/progressnote/add/", {"text": "Two provinces"})

    assert answer.status_code == 503
    assert "disk of the server is full" in body(answer)
    assert "was not saved" in body(answer)
    assert "your browser" in body(answer)


def test_a_fault_of_the_code_stays_a_500(note):
    with failing(failed(ProgrammingError, sqlstate="42601")):
        answer = Client(raise_request_exception=False).get("/states/")

    assert answer.status_code == 500


def test_a_file_that_fails_half_way_is_refused_whole(note):
    client = Client(raise_request_exception=False)
    with mock.patch("commitments.views.archives.MIN_FREE_BYTES", 10**18):
        answers = {kind: client.get(f"/obligations.{kind}") for kind in ("csv", "xlsx", "json")}
        answers["zip"] = client.get("/data/cartagena.zip")

    assert {kind: answer.status_code for kind, answer in answers.items()} == dict.fromkeys(answers, 503)
    assert all("is full" in body(answer) for answer in answers.values())


def test_a_file_tells_its_length_and_leaves_no_connection_to_wait_for_its_reader(note):
    for kind in ("csv", "xlsx", "json"):
        answer = Client().get(f"/obligations.{kind}")
        with failing(failed(OperationalError)):
            content = answer.getvalue()

        assert len(content) == int(answer.headers["Content-Length"]) > 0
