"""How many large answers a process prepares at once, and how long the database may take for one.

What is beyond is answered with 503 and Retry-After, so that a thread is left for every other page.
"""

from collections.abc import Callable
from threading import BoundedSemaphore
from time import monotonic
from typing import Any
from weakref import finalize

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from commitments.exports.rows import FILE_SECONDS
from commitments.rules.outages import CROWDED

from .errors import SAFE_METHODS, unavailable

STEPS = 50_000  # of SQLite between two looks at the clock: well under a millisecond

View = Callable[..., HttpResponseBase]


class Work:
    """A kind of answer: so many `at_once` in a process, and one more that waits for `patience` seconds."""

    def __init__(self, *, at_once: int, seconds: int, patience: float) -> None:
        self.seconds, self.patience = seconds, patience
        self._taken, self._asked = BoundedSemaphore(at_once), BoundedSemaphore(at_once + bool(patience))

    def begin(self) -> Callable[[], None] | None:
        """Take a place; returns what gives it back, which may be called again, or None if all are taken."""
        if not self._asked.acquire(blocking=False):
            return None
        if not self._taken.acquire(timeout=self.patience):
            self._asked.release()
            return None
        return _Once(self._taken.release, self._asked.release)


class _Once:
    """Calls these on the first call alone."""

    def __init__(self, *ends: Callable[[], None]) -> None:
        self.ends = [*ends]

    def __call__(self) -> None:
        ends, self.ends = self.ends, []
        for end in ends:
            end()


# Of the 12 threads of a process (`gunicorn.conf.py`) two are left for monitoring, for what people save, and
# for saying that there are too many.
ALL = Work(at_once=settings.READ_AT_ONCE, seconds=settings.PAGE_SECONDS, patience=0)
# What takes half a second of a core or more with 105,000 notes; most pages and a search take a fifth of it.
PAGES = Work(at_once=settings.HEAVY_AT_ONCE, seconds=settings.PAGE_SECONDS, patience=1)
# Until the last byte is sent: whoever reads slowly holds a thread for as long.
FILES = Work(at_once=settings.HEAVY_AT_ONCE, seconds=FILE_SECONDS, patience=1)


def heavy(kind: Work) -> Callable[[View], View]:
    """Marks a view whose answers are large."""

    def mark(view: View) -> View:
        view.work = kind  # type: ignore[attr-defined]  # by its type a function has no attributes
        return view

    return mark


class WorkLimitMiddleware:
    """Keeps the limits for whatever reads. What somebody saves is never refused for the crowd."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.end_work = _Once()
        try:
            response = self.get_response(request)
        finally:
            _stop_sqlite_after(None)
        if response.streaming:
            # the server closes the answer when it is sent, or when the reader is gone
            response._resource_closers.append(request.end_work)
            finalize(response, request.end_work)
        else:
            request.end_work()
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: list[object], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        """The view is known, and nothing was asked yet."""
        if request.method not in SAFE_METHODS:
            return None
        kind = getattr(view, "work", ALL)
        for each in dict.fromkeys((ALL, kind)):
            end = each.begin()
            if end is None:
                return unavailable(request, CROWDED)
            request.end_work.ends.append(end)
        _stop_sqlite_after(kind.seconds)
        return None


def _stop_sqlite_after(seconds: int | None) -> None:
    """Interrupt what SQLite does for this thread after that; None for never. PostgreSQL counts by itself."""
    if connection.vendor != "sqlite":
        return
    if seconds is None:
        if connection.connection is not None:
            connection.connection.set_progress_handler(None, STEPS)
        return
    connection.ensure_connection()
    until = monotonic() + seconds
    connection.connection.set_progress_handler(lambda: monotonic() > until, STEPS)
