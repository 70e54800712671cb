"""One log line for each request, under a number that its answer names too.

No address of a reader, no query string, no user agent, no name: of staff the number of their account.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from .logs import current_request_id, logged_path

HEADER = "X-Request-ID"
GIVEN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{7,63}")
MAX_METHOD_LENGTH = 16
logger = logging.getLogger("cartagena.requests")


class RequestLogMiddleware:
    """Stands first: it times everything, and what the others log bears the number of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.monotonic()
        request.request_id = request_id_of(request)
        current_request_id.set(request.request_id)
        response = self.get_response(request)
        response.headers[HEADER] = request.request_id
        RequestLine(request, response, began).write_when_closed()
        return response


def request_id_of(request: HttpRequest) -> str:
    """The number that the proxy gave, so that its log and ours agree; a new one without a proxy."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex


class RequestLine:
    """What is logged of one request when its last byte has been handed over."""

    def __init__(self, request: HttpRequest, response: HttpResponseBase, began: float) -> None:
        self.request, self.response, self.began = request, response, began
        self.bytes_sent = 0
        self.is_written = False

    def write_when_closed(self) -> None:
        """The server closes every answer, also one that its reader left half-way."""
        response = self.response
        if not response.streaming:
            self.bytes_sent = len(response.content)
        elif getattr(response, "file_to_stream", None):
            # the server may hand the file itself to the system, so its length is what counts
            self.bytes_sent = int(response.headers.get("Content-Length", 0))
        else:
            response.streaming_content = self.counted(response.streaming_content)
        if self.request.method == "HEAD" or response.status_code == HTTPStatus.NOT_MODIFIED:
            self.bytes_sent = 0
        close = response.close

        def close_and_write() -> None:
            close()
            self.write()

        response.close = close_and_write

    def counted(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self.bytes_sent += len(block)
            yield block

    def write(self) -> None:
        if self.is_written:
            return
        self.is_written = True
        fields = {
            "method": (self.request.method or "")[:MAX_METHOD_LENGTH],
            "path": logged_path(self.request),
            "route": route_of(self.request),
            "status": self.response.status_code,
            "ms": round((time.monotonic() - self.began) * 1000),
            "bytes": self.bytes_sent,
        }
        # as far as the answer asked for it: nobody is looked up for the log
        if person := getattr(self.request, "_cached_user", None):
            fields |= {"user": person.pk} if person.pk else {}
        logger.info("request", extra={"fields": fields})
        current_request_id.set("")


def route_of(request: HttpRequest) -> str:
    """The name of the page, of which there are few: `state_detail`, `admin:index`."""
    if request.resolver_match:
        return request.resolver_match.view_name or request.resolver_match.route
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
