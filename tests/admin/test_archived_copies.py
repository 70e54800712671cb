"""The button that looks for an archived copy asks one archive, and saves nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from commitments.models import ProgressNote
from commitments.staff import web_archive
from commitments.staff.web_archive import ArchivedCopy, ArchiveSilent, find_copy
from tests.admin.test_documents import ADD, row_of
from tests.builders import make_obligation
from tests.each import Failures

pytestmark = pytest.mark.django_db
PAGE = "https://example.org/report?year=2024&page=2"
COPY = f"https://archive.example/web/20240503120000/{PAGE}"
MADE = datetime(2024, 5, 3, 12, tzinfo=UTC)
LOOK = {"evidence-0-look_up": "1", "evidence-0-url": PAGE}


class Archive(BaseHTTPRequestHandler):
    """Answers every question in the same way; `asked` holds what came."""

    status, told, asked = 302, {}, []

    def do_HEAD(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        self.send_response(self.status)
        for header, value in self.told.items():
            self.send_header(header, value)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def archive(settings) -> Iterator[type[Archive]]:
    """An archive on this machine, which the settings name."""
    Archive.status, Archive.told, Archive.asked = 302, {"Location": COPY}, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Archive) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        settings.MEMENTO_TIMEGATE = f"http://127.0.0.1:{server.server_port}/web/"
        yield Archive
        server.shutdown()
        thread.join()


@pytest.fixture
def form(filled_in):
    obligation = make_obligation()
    filled = filled_in(obligation.state, obligation.commitment, **LOOK)
    return lambda **changes: filled | changes


def messages_of(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_a_copy_that_is_found_stands_in_the_form_and_is_not_saved(researcher, form, archive):
    page = researcher.post(ADD, form(text="Typed already."))

    assert "has a copy of 3 May 2024" in messages_of(page)
    assert row_of(page)["archived_url"].value() == COPY
    assert page.context["adminform"].form["text"].value() == "Typed already."
    assert "nothing has been saved yet" in page.content.decode()
    assert not ProgressNote.objects.exists()
    ((path, headers),) = archive.asked
    assert path == f"/web/{PAGE}"
    assert headers["Accept-Datetime"].endswith("GMT")

    saved = form(**{"evidence-0-archived_url": COPY})
    saved.pop("evidence-0-look_up")
    researcher.post(ADD, saved)
    assert ProgressNote.objects.get().evidence.get().archived_url == COPY


def test_every_other_answer_is_said_in_words(researcher, form, archive):
    answers = {
        "no copy of this page": (404, {}),
        "did not answer": (503, {}),
        "did not answer: a redirect to nowhere": (302, {}),
        "did not answer: an address that is none": (302, {"Location": "javascript:alert(1)"}),
    }
    failures = Failures()

    for words, (status, told) in answers.items():
        archive.status, archive.told = status, told
        page = researcher.post(ADD, form())
        with failures.kept(words):
            assert words.partition(":")[0] in messages_of(page)
            assert row_of(page)["archived_url"].value() in {"", None}
    assert not failures, failures
    assert "Enter the address first" in messages_of(researcher.post(ADD, form(**{"evidence-0-url": ""})))
    assert len(archive.asked) == len(answers)


def test_only_the_archive_is_asked_whatever_was_typed(researcher, form, archive):
    """No address reaches another host: it travels in the path, and is read like any evidence first."""
    typed = {
        "http://169.254.169.254/latest/meta-data/": None,
        "https://example.org/a b": "/web/https://example.org/a%20b",
        "https://example.org/\r\nHost: evil.example": None,
        "file:///etc/passwd": None,
        "https://example.org/x#part": "/web/https://example.org/x",
    }

    for address, path in typed.items():
        archive.asked.clear()
        researcher.post(ADD, form(**{"evidence-0-url": address}))
        assert (address, [asked for asked, _headers in archive.asked]) == (address, [path] if path else [])


def test_the_day_of_a_copy_is_told_as_the_archive_tells_it(archive, settings):
    gate = settings.MEMENTO_TIMEGATE
    plain = "https://archive.example/copies/1"
    stated = (
        f'<{PAGE}>; rel="original", <{plain}>; rel="first memento"; datetime="Fri, 03 May 2024 12:00:00 GMT"'
    )
    answers = (
        (302, {"Location": COPY}, ArchivedCopy(COPY, MADE)),
        (302, {"Location": plain, "Link": stated}, ArchivedCopy(plain, MADE)),
        (
            200,
            {"Content-Location": plain, "Memento-Datetime": "Fri, 03 May 2024 12:00:00 GMT"},
            ArchivedCopy(plain, MADE),
        ),
        (302, {"Location": plain}, ArchivedCopy(plain, None)),
        (302, {"Location": COPY.replace("0503", "1399")}, ArchivedCopy(COPY.replace("0503", "1399"), None)),
        (302, {"Location": plain, "Memento-Datetime": "some day"}, ArchivedCopy(plain, None)),
    )

    for status, told, copy in answers:
        archive.status, archive.told = status, told
        assert find_copy(PAGE, timegate=gate, moment=MADE) == copy


def test_an_archive_that_is_down_or_slow_is_silent(archive, settings, monkeypatch):
    monkeypatch.setattr(web_archive, "SECONDS", 0.2)
    monkeypatch.setattr(Archive, "do_HEAD", lambda self: Event().wait(1))
    for gate in ("http://127.0.0.1:9/web/", "https://example.org:99999/", settings.MEMENTO_TIMEGATE):
        with pytest.raises(ArchiveSilent):
            find_copy(PAGE, timegate=gate, moment=MADE)


def test_without_an_archive_there_is_no_button(researcher, form):
    assert "look_up" not in researcher.get(ADD).content.decode()

    page = researcher.post(ADD, form())

    assert messages_of(page) == ""
    assert not ProgressNote.objects.exists()
