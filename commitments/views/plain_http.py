"""What a program hears that asks over plain HTTP."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from .errors import for_programs, problem

FOR_PROGRAMS = (".atom", ".csv", ".json", ".xlsx", ".zip")
DOCUMENTS_ROOT = "/documents/"


class PlainHttpMiddleware:
    """Pages lead on to HTTPS; programs are refused: nobody would notice what they go on sending in the open.

    nginx does the same where it stands in front.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and is_for_programs(request):
            return refusal(request)
        return self.get_response(request)


def is_for_programs(request: HttpRequest) -> bool:
    """The API without its page for people, whole tables, feeds, packages and documents."""
    path = request.path
    return for_programs(request) or path.startswith(DOCUMENTS_ROOT) or path.endswith(FOR_PROGRAMS)


def refusal(request: HttpRequest) -> HttpResponse:
    """403 in words, as the kind of answer that was asked for."""
    words = _("This is given over HTTPS alone: begin the address with https://.")
    if for_programs(request):
        answer = problem([words], status=403)
    else:
        answer = HttpResponse(f"{words}\n", status=403, content_type="text/plain; charset=utf-8")
    # what every answer bears further inside
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
