"""What is logged, and what never is."""

import json
import logging

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory

from cartagena.logs import JsonFormatter, LineFormatter, current_request_id
from commitments.rules.roles import CONTRIBUTOR
from commitments.views import overview
from tests.builders import make_member, make_note, make_user

HOSTILE = (
    "two\nlines",
    "carriage\rreturn",
    "\x1b[31mred",
    "nul\x00",
    "separator\u2028next",
    "turned \u202e round",
    "lone \udce9 byte",
    "\x85\x0b\x0c",
    '"quoted" status=200',
)


def record_of(message: str, *args: object, fields: dict | None = None, error: Exception | None = None):
    trace = (type(error), error, None) if error else None
    record = logging.LogRecord("cartagena.test", logging.WARNING, __file__, 1, message, args, trace)
    if fields:
        record.fields = fields
    return record


@pytest.mark.parametrize("formatter", [JsonFormatter(), LineFormatter()])
def test_nobody_forges_a_line(formatter):
    for value in HOSTILE:
        written = formatter.format(record_of("Not Found: %s", value, fields={"path": value}))

        assert written.isprintable(), (value, written)
        assert written.encode()
        assert "status=200" not in written.replace('\\"quoted\\" status=200"', "").split("Not Found")[0]


def test_traceback_stays_behind_its_line_and_tells_no_values_of_rows():
    refused = IntegrityError('duplicate key\nDETAIL:  Key (email)=(ana@example.org) exists.\nmore: "ana"')
    forged = ValueError("2026-11-28T00:00:00.000Z INFO cartagena.security signed in\nagain")

    line, *rest = LineFormatter().format(record_of("failed", error=forged)).split("\n")
    trace = json.loads(JsonFormatter().format(record_of("failed", error=refused)))["trace"]

    assert line.endswith("WARNING cartagena.test failed")
    assert rest
    assert all(each.startswith("    ") for each in rest)
    assert "duplicate key" in trace
    assert "ana" not in trace


def test_secret_of_a_link_is_not_in_the_words_of_django():
    path = "/admin/reset/Mg/secret-token/"
    record = record_of("%s: %s", "Internal Server Error", path)
    record.request = RequestFactory().get(path)

    assert LineFormatter().format(record).endswith("Internal Server Error: /admin/*")


def test_json_line_is_one_object_with_the_number_of_its_request():
    mark = current_request_id.set("0123456789abcdef")
    try:
        written = json.loads(JsonFormatter().format(record_of("submit", fields={"record": 7})))
    finally:
        current_request_id.reset(mark)

    assert written.pop("time").endswith("Z")
    assert written == {
        "level": "WARNING",
        "logger": "cartagena.test",
        "message": "submit",
        "record": 7,
        "request_id": "0123456789abcdef",
    }


@pytest.mark.django_db
@pytest.mark.one_database
def test_request_is_one_line_without_what_it_asked_or_who(caplog):
    ana = make_user(username="ana-private", is_staff=True)
    client = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="agent-private")
    client.force_login(ana)

    with caplog.at_level(logging.INFO, logger="cartagena.requests"):
        answers = [
            client.get("/methodology/?words=query-private"),
            client.get("/admin/?next=query-private"),
            client.get("/account/password/set/2-token-private/"),
            client.get("/obligations.csv"),
            client.get("/healthz"),
        ]
        sent = [len(answer.getvalue()) for answer in answers]
        for answer in answers:
            answer.close()

    lines = [record.fields for record in caplog.records]
    assert [line.pop("ms") >= 0 for line in lines] == [True] * 5
    of_ana = {"user": ana.pk}
    assert {line["route"]: line for line in lines} == {
        route: {"method": "GET", "path": path, "route": route, "status": 200, "bytes": size, **user}
        for route, path, size, user in (
            ("methodology", "/methodology/", sent[0], {}),
            ("admin:index", "/admin/*", sent[1], of_ana),
            ("account_reset_password_from_key", "/account/*", sent[2], of_ana),
            ("obligations_csv", "/obligations.csv", sent[3], {}),
            ("healthz", "/healthz", sent[4], {}),
        )
    }
    written = " ".join(LineFormatter().format(record) for record in caplog.records)
    assert "private" not in written
    assert "203.0.113" not in written


@pytest.mark.django_db
@pytest.mark.one_database
def test_what_staff_were_refused_is_in_the_log_under_the_number_of_their_account(caplog):
    note, ana = make_note(), make_member(CONTRIBUTOR)
    client = Client()
    client.force_login(ana)
    asked = {
        "admin:commitments_user_changelist": ("/admin/commitments/user/", 403),
        # of a State that is not assigned
        "admin:commitments_progressnote_change": (f"/admin/commitments/progressnote/{note.pk}/change/", 404),
    }

    with caplog.at_level(logging.INFO, logger="cartagena.requests"):
        for address, _status in asked.values():
            client.get(address)

    logged = [record.fields for record in caplog.records if record.name == "cartagena.requests"]
    assert [(each["route"], each["status"], each["user"]) for each in logged] == [
        (route, status, ana.pk) for route, (_address, status) in asked.items()
    ]


@pytest.mark.django_db
@pytest.mark.one_database
def test_error_page_shows_the_number_under_which_the_error_is_logged(caplog, monkeypatch):
    numbers = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            numbers.append(current_request_id.get())

    def breaks(*_args: object, **_options: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(overview, "render", breaks)
    handler, logger = Kept(), logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        answer = Client(raise_request_exception=False).get("/")
    finally:
        logger.removeHandler(handler)

    assert answer.status_code == 500
    assert numbers == [answer.headers["X-Request-ID"]]
    assert numbers[0] in answer.content.decode()
