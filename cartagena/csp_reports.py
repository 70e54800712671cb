"""Where browsers say what the Content-Security-Policy stopped: logged within bounds, and never stored."""

import json
import logging
import time
from collections import deque
from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

MAX_BYTES, MAX_LENGTH = 16 * 1024, 200
# Anybody can send reports, so a process logs few of them.
MAX_REPORTS, SECONDS = 10, 60
logger = logging.getLogger("cartagena.csp")
_logged_at: deque[float] = deque(maxlen=MAX_REPORTS)


# A browser sends no token with a report, and nothing is changed by one.
@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """204 for what can be a report, whether it is logged or not."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MAX_BYTES:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    fields = fields_of(request.read(MAX_BYTES))
    if fields is None:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    if may_log(time.monotonic()):
        logger.warning("csp violation", extra={"fields": fields})
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def fields_of(body: bytes) -> dict[str, str] | None:
    """Which rule stopped what on which page, without query strings; None where it is no report."""
    try:
        report = json.loads(body)["csp-report"]
        return {
            "page": address_of(report["document-uri"]),
            "directive": str(report.get("effective-directive") or report["violated-directive"])[:MAX_LENGTH],
            "blocked": address_of(report.get("blocked-uri", "")),
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def address_of(value: object) -> str:
    """Scheme, host and path, or a word such as `inline`."""
    parts = urlsplit(str(value)[:MAX_LENGTH])
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else parts.path


def may_log(now: float) -> bool:
    """Whether fewer than the most have been logged in the last minute."""
    if len(_logged_at) == MAX_REPORTS and now - _logged_at[0] < SECONDS:
        return False
    _logged_at.append(now)
    return True
