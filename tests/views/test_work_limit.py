"""How many large answers are prepared at once, and how long: no place is lost, and the rest is refused."""

import sqlite3
from time import monotonic

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.test import RequestFactory

from commitments.urls import urlpatterns
from commitments.views.work_limit import FILES, PAGES, Work, WorkLimitMiddleware, _stop_sqlite_after, heavy
from tests.views.site import body

pytestmark = pytest.mark.django_db
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def asked(work: Work, answer, method: str = "GET"):
    """The answer of a view with this limit, as the server gets it."""

    @heavy(work)
    def view(request):
        if isinstance(answer, Exception):
            return HttpResponse(status=500)  # as Django answers it to the middleware
        return answer() if callable(answer) else answer

    middleware = WorkLimitMiddleware(lambda request: None)
    middleware.get_response = lambda request: middleware.process_view(request, view, [], {}) or view(request)
    return middleware(RequestFactory().generic(method, "/trends/"))


def places(work: Work) -> int:
    """How many are free."""
    ends = []
    while end := work.begin():
        ends.append(end)
    for end in ends:
        end()
    return len(ends)


def test_a_place_is_free_again_however_an_answer_ends():
    work = Work(at_once=2, seconds=15, patience=0)
    endings = {
        "page": lambda: HttpResponse("x"),
        "failure": ValueError(),
        "not modified": HttpResponseNotModified,
        "file": lambda: StreamingHttpResponse(iter([b"x"])),
    }
    for name, answer in endings.items():
        for method in ("GET", "HEAD"):
            asked(work, answer, method).close()
            assert places(work) == 2, (name, method)


def test_a_file_holds_its_place_until_it_is_closed_and_closing_twice_frees_one():
    work = Work(at_once=2, seconds=15, patience=0)
    first, second = (asked(work, lambda: StreamingHttpResponse(iter([b"x"]))) for _each in range(2))

    assert places(work) == 0
    first.close()
    first.close()
    assert places(work) == 1
    del second  # a reader whose answer no server closes
    assert places(work) == 2


def test_what_is_beyond_is_refused_at_once_and_saving_never_is():
    work = Work(at_once=1, seconds=15, patience=0.05)
    held = asked(work, lambda: StreamingHttpResponse(iter([b"x"])))
    begun = monotonic()
    refused = asked(work, lambda: HttpResponse("x"))
    saved = asked(work, lambda: HttpResponse("x"), "POST")

    assert monotonic() - begun < 1
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "as many large questions as it can" in body(refused)
    assert saved.status_code == 200
    held.close()


def test_every_list_file_and_the_package_count_as_files():
    kinds = {pattern.name: getattr(pattern.callback, "work", None) for pattern in urlpatterns}

    files = {name for name, kind in kinds.items() if kind is FILES}
    assert {"obligations_csv", "progress_xlsx", "evidence_json", "package"} <= files
    assert {name for name, kind in kinds.items() if kind is PAGES} >= {"evidence_list", "trends", "matrix"}
    assert kinds["search"] is kinds["obligations_metadata"] is None


def test_sqlite_stops_a_question_that_takes_too_long_and_answers_the_next():
    if connection.vendor != "sqlite":
        return  # `test_outage` asks PostgreSQL
    _stop_sqlite_after(0)
    with connection.cursor() as cursor:
        with pytest.raises(OperationalError) as stopped:
            cursor.execute(ENDLESS)
        assert stopped.value.__cause__.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
        _stop_sqlite_after(None)
        assert cursor.execute("SELECT 1").fetchone() == (1,)
