"""Error responses: always with the reason, and never with more than was public."""

import sys

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import get_template
from django.utils.log import log_response
from django.utils.translation import gettext as _

from commitments.lists.filterset import OF_NOBODY
from commitments.models.database_errors import outage_of
from commitments.rules.clocks import CLOCK_PARAMETERS
from commitments.rules.outages import UNPREPARED, Outage
from commitments.rules.problems import (
    API_DOCS,
    API_ROOT,
    MAX_SHOWN_LENGTH,
    MEDIA_TYPE,
    Fault,
    problem_details,
)

from .frames import in_a_frame, missing_in_frame, refuse_in_frame

FILE_ENDINGS = (".atom", ".csv", ".png", ".svg", ".xlsx", ".zip")
PROBLEM_ENDINGS = (".json",)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def refuse_request(
    request: HttpRequest, reasons: list[str], *, readable: bool = True, parameter: str = ""
) -> HttpResponse:
    """400 with the reasons: as a page, or as plain text or JSON if a file was requested.

    `readable`: whether the query string can be parsed, as the layout of a page does; `parameter` names the
    one at fault.
    """
    if for_programs(request):
        return problem(reasons, parameter=parameter)
    if request.path.endswith(FILE_ENDINGS):
        return HttpResponse("\n".join(reasons) + "\n", status=400, content_type="text/plain; charset=utf-8")
    asked = request if readable else None
    if in_a_frame(request):
        return refuse_in_frame(asked, reasons)
    return render(asked, "400.html", {"reasons": reasons}, status=400)


def for_programs(request: HttpRequest) -> bool:
    """Whether the client is a program and gets problem details; the API's page for people is not."""
    in_api = request.path.startswith(API_ROOT) and request.path != API_DOCS
    return in_api or request.path.endswith(PROBLEM_ENDINGS)


def problem(reasons: list[str], *, status: int = 400, parameter: str = "") -> JsonResponse:
    """The reasons as problem details of RFC 9457."""
    answer = problem_details(status, [Fault(reason, parameter) for reason in reasons])
    ways = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(answer, status=status, content_type=MEDIA_TYPE, json_dumps_params=ways)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for what Django itself refuses, such as a suspicious host or too many fields."""
    reason = _("The server could not read this request.")
    if isinstance(exception, (TooManyFieldsSent, TooManyFilesSent, RequestDataTooBig)):
        reason = _(
            "This is more than the server takes at once: at most %(fields)s fields, and %(bytes)s of text. "
            "Nothing was saved. Go back: your browser still has what you typed. Then send it in parts."
        ) % {
            "fields": intcomma(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS),
            "bytes": filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
        }
    return refuse_request(request, [reason], readable=False)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 for somebody whose account has no permission."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that came without its token; 405 where there is no form, as on every public page."""
    if not request.path.startswith(settings.OFFICE_ROOTS):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return render(request, "403.html", {"from_form": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with links to other pages."""
    if in_a_frame(request):
        return missing_in_frame(request)
    if request.path.startswith(API_ROOT):
        return problem([_("Nothing public stands at this address.")], status=404)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where nothing is wrong but the database, the disk or the time.

    Without database, session or context: whatever failed must not fail the error page too.
    """
    # Django calls this while it handles what was raised, wherever that was: a view, a template, a middleware
    error = sys.exc_info()[1]
    if outage := outage_of(error):
        return unavailable(request, outage, because=str(error))
    if for_programs(request):
        return problem([_("The server failed. The fault is ours, and it has been written down.")], status=500)
    context = {"request_id": getattr(request, "request_id", "")}
    return HttpResponse(get_template("500.html").render(context), status=500)


def unavailable(request: HttpRequest, outage: Outage, *, because: str = "") -> HttpResponse:
    """503 with the reason and Retry-After, as the kind of answer that was asked for; asks no database.

    The log gets one line, `because` included: it is no fault of the code, and there may be very many.
    """
    response = _unavailable(request, str(outage.words))
    response.headers["Retry-After"] = str(outage.retry_after)
    response.headers["Cache-Control"] = "no-store"
    if outage is not UNPREPARED:  # Django logs that with its traceback: the code may be at fault
        told = (response.reason_phrase, request.path, " ".join(because.split()) or outage.words)
        log_response("%s: %s (%s)", *told, response=response, request=request)
    return response


def _unavailable(request: HttpRequest, reason: str) -> HttpResponse:
    if for_programs(request):
        return problem([reason], status=503)
    if request.path.endswith(FILE_ENDINGS):
        return HttpResponse(f"{reason}\n", status=503, content_type="text/plain; charset=utf-8")
    if in_a_frame(request):
        return refuse_in_frame(None, [reason], status=503)
    context = {"reason": reason, "was_sent": request.method not in SAFE_METHODS}
    return HttpResponse(get_template("503.html").render(context), status=503)


def unknown(request: HttpRequest, *known: str) -> list[str]:
    """An error for each unknown parameter: ignoring it would silently return everything."""
    names = [
        name
        for name in request.GET
        if name not in {*CLOCK_PARAMETERS, *known} and not name.startswith(OF_NOBODY)
    ]
    return [_("“%(name)s” means nothing here.") % {"name": name[:MAX_SHOWN_LENGTH]} for name in names]
