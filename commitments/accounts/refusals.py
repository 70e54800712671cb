"""The page that says to wait."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .throttle import MINUTE


def too_many(request: HttpRequest, *, seconds: int = 10 * MINUTE) -> HttpResponse:
    """429, with the time in words and for programs."""
    minutes = max(1, -(-seconds // MINUTE))
    words = ngettext("Try again in %(minutes)d minute.", "Try again in %(minutes)d minutes.", minutes) % {
        "minutes": minutes
    }
    context = {"title": _("Too many attempts"), "words": words}
    answer = render(request, "account/too_many.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(seconds)
    return answer
