"""What every answer tells the browser, whatever made it."""

import json
import logging
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpResponseBase
from django.test import Client, override_settings

from cartagena import csp_reports
from commitments.views import compare, overview
from tests.each import Failures
from tests.views.conftest import publish_note

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "report-uri /csp-report/",
}
PERSONAL, NEVER = "private, no-store", "max-age=0, no-cache, no-store, must-revalidate, private"
OWN, OPEN = "same-origin", "cross-origin"

# What is asked: an address to get, or a call. Then its status, who may load it, and how long it is kept.
Asked = str | Callable[[Client], HttpResponseBase]
ANSWERS: dict[str, tuple[Asked, int, str, str | None]] = {
    "page": ("/methodology/", 200, OWN, "no-cache"),
    "page with links for staff": ("/states/COL/", 200, OWN, "no-cache"),
    "file": ("/obligations.csv", 200, OPEN, "no-cache"),
    "API": ("/api/v1/", 200, OPEN, "max-age=60, public"),
    "feed": ("/feeds/progress.atom", 200, OPEN, "max-age=300, public"),
    "embed": ("/embed/states/COL/", 200, OPEN, "max-age=900, public"),
    "page about embeds": ("/embed/", 200, OPEN, "no-cache"),
    "picture": ("/map.svg", 200, OPEN, "max-age=3600, public"),
    "static file": ("/static/commitments/css/pages/map.css", 200, OWN, "max-age=60, public"),
    "health": ("/healthz", 200, OWN, "no-store"),
    "sign-in": ("/account/sign-in/", 200, OWN, NEVER),
    "lost password": ("/account/password/forgotten/", 200, OWN, NEVER),
    "page for who has a session": (
        lambda client: client.get("/methodology/", HTTP_COOKIE="sessionid=forged"),
        200,
        OWN,
        PERSONAL,
    ),
    "redirect for good": ("/states/col/", 301, OWN, None),
    "redirect to the sign-in": (
        "/admin/",
        302,
        OWN,
        NEVER,
    ),
    "400 page": ("/?as_of=yesterday", 400, OWN, "no-store"),
    "400 file": ("/obligations.csv?state=XXX", 400, OPEN, "no-store"),
    "400 host": (lambda client: client.get("/", HTTP_HOST="evil.example"), 400, OWN, "no-store"),
    "403 form without its token": (lambda client: client.post("/account/sign-in/"), 403, OWN, PERSONAL),
    "404 page": ("/no-such-page/", 404, OWN, "no-store"),
    "404 office": ("/admin/no-such-page/", 302, OWN, NEVER),
    "404 embed": ("/embed/states/XXX/", 404, OPEN, "max-age=60, public"),
    "404 API": ("/api/v1/no-such-list/", 404, OPEN, "no-store"),
    "405 page": (lambda client: client.post("/methodology/"), 405, OWN, "no-store"),
    "405 odd method": (lambda client: client.generic("PURGE", "/states/COL/"), 405, OWN, "no-store"),
    "413 report": (lambda client: report(client, "x" * 20_000), 413, OWN, "no-store"),
    "500 page": ("/", 500, OWN, "no-store"),
    "503 page": ("/compare/", 503, OWN, "no-store"),
}
TEXT, PROBLEM = "text/plain; charset=utf-8", "application/problem+json"
# What nginx refuses over plain HTTP too, as `test_nginx` shows.
FOR_PROGRAMS = {
    "/api/v1/": PROBLEM,
    "/api/v1/states/COL/": PROBLEM,
    "/obligations.json": PROBLEM,
    "/obligations.csv": TEXT,
    "/obligations.xlsx": TEXT,
    "/feeds/progress.atom": TEXT,
    "/data/cartagena.zip": TEXT,
    f"/documents/{'0' * 64}/": TEXT,
}
FOR_PEOPLE = ("/", "/api/v1/docs/", "/data/", "/map.svg", "/robots.txt", "/account/sign-in/", "/admin/")
FRAMED = {"embed", "404 embed"}


def report(client: Client, body: str) -> HttpResponseBase:
    return client.post("/csp-report/", body, content_type="application/csp-report")


def finds_no_database(*_args: object, **_options: object) -> None:
    raise OperationalError("connection refused")


def breaks(*_args: object, **_options: object) -> None:
    raise ValueError("the overview is broken")


def test_every_kind_of_answer_bears_every_header(monkeypatch):
    publish_note()
    monkeypatch.setattr(overview, "render", breaks)
    monkeypatch.setattr(compare, "render", finds_no_database)
    client, failures = Client(enforce_csrf_checks=True, raise_request_exception=False), Failures()

    for kind, (asked, status, loaded_by, kept) in ANSWERS.items():
        with failures.kept(kind):
            client.cookies.clear()
            answer = client.get(asked) if isinstance(asked, str) else asked(client)
            answer.close()
            assert answer.status_code == status
            assert told(answer) == (loaded_by, directives(kept))
            expect_guards(answer, framed=kind in FRAMED)
            is_office = str(asked).startswith(("/admin/", "/account/")) or kind.startswith("403")
            assert (answer.headers.get("X-Robots-Tag") == "noindex, nofollow") == is_office

    assert not failures, str(failures)


def told(answer: HttpResponseBase) -> tuple[str, set[str]]:
    caching = answer.headers.get("Cache-Control")
    return answer.headers["Cross-Origin-Resource-Policy"], directives(caching)


def directives(caching: str | None) -> set[str]:
    return set((caching or "").split(", "))


def expect_guards(answer: HttpResponseBase, *, framed: bool) -> None:
    """The headers that are the same everywhere; an embed lets itself be framed."""
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] in {"strict-origin-when-cross-origin", "same-origin"}
    assert {"camera=()", "geolocation=()"} <= set(headers["Permissions-Policy"].split(", "))
    assert len(headers["X-Request-ID"]) == 32
    policy = set(headers["Content-Security-Policy"].split("; "))
    if framed:
        assert {"report-uri /csp-report/", "default-src 'none'", "form-action 'none'"} <= policy
    else:
        assert policy - {"frame-src 'self'"} == POLICY
        assert headers["X-Frame-Options"] == "DENY"


def test_refusals_have_our_look_and_no_style_of_their_own():
    client = Client(enforce_csrf_checks=True)

    for page, words in (
        (client.post("/account/sign-in/"), "The form was not accepted, and nothing was saved"),
        (client.get("/", HTTP_HOST="evil.example"), "This request cannot be read"),
    ):
        text = page.content.decode()
        assert words in text
        assert "site.css" in text
        assert "<style" not in text


def test_behind_https_everything_is_sent_there_except_the_question_whether_it_lives(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    sent = client.get("/methodology/")
    alive = client.get("/healthz")

    assert (sent.status_code, sent.headers["Location"]) == (301, "https://testserver/methodology/")
    assert alive.status_code == 200


def test_programs_that_ask_without_https_are_refused_and_not_led_on(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    for path, kind in FOR_PROGRAMS.items():
        answer = client.get(f"{path}?state=COL")
        assert (answer.status_code, answer.headers["Content-Type"]) == (403, kind), path
        assert "begin the address with https://" in answer.content.decode(), path
        assert "Location" not in answer.headers, path
        assert client.get(path, secure=True).status_code != 403, path
    for path in FOR_PEOPLE:
        assert client.get(path).status_code == 301, path


def test_reports_of_browsers_are_logged_within_bounds_and_without_query_strings(client, caplog):
    csp_reports._logged_at.clear()
    sent = {
        "document-uri": "https://example.org/search/?q=secret-words",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/x.js?token=1",
    }

    with caplog.at_level(logging.WARNING, logger="cartagena.csp"):
        statuses = [report(client, json.dumps({"csp-report": sent})).status_code for _ in range(30)]

    assert set(statuses) == {204}
    assert len(caplog.records) == csp_reports.MAX_REPORTS
    assert caplog.records[0].fields == {
        "page": "https://example.org/search/",
        "directive": "script-src-elem",
        "blocked": "https://evil.example/x.js",
    }
    for body in (
        "",
        "[]",
        "7",
        "{",
        '{"csp-report": []}',
        '{"csp-report": {"document-uri": "x"}}',
        "[" * 9_000,
    ):
        assert report(client, body).status_code == 400, body[:40]
    assert client.get("/csp-report/").status_code == 405


def test_number_of_a_proxy_is_believed_only_where_one_stands_in_front(client):
    given, forged = "0123456789abcdef0123456789abcdef", "short\r\nX-Evil: 1"

    def answered(number: str) -> str:
        return client.get("/no-such-page/", HTTP_X_REQUEST_ID=number).headers["X-Request-ID"]

    assert answered(given) != given
    with override_settings(BEHIND_PROXY=True):
        assert answered(given) == given
        assert len(answered(forged)) == 32
        assert len(answered("x" * 65)) == 32
