"""Responses for frames on other sites; every other page refuses to be framed."""

from collections.abc import Callable
from functools import wraps

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe

EMBED_ROOT = "/embed/"
KEPT_FOR, REFUSAL_KEPT_FOR = 15 * 60, 60
POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": ["*"],
    "report-uri": settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["report-uri"],
}

View = Callable[..., HttpResponse]


def in_a_frame(request: HttpRequest) -> bool:
    """Whether the path is an embed; the page about embedding is not."""
    return request.path.startswith(EMBED_ROOT) and request.path != EMBED_ROOT


def embedded(view: View) -> View:
    """A view for frames: any page may frame it, any cache may store it, and errors are shown in the frame."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: str) -> HttpResponse:
        try:
            response = view(request, **arguments)
        except Http404:
            return missing_in_frame(request)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=KEPT_FOR)
        return response

    return require_safe(_framed(conditional_page(answer)))


def _framed(view: View) -> View:
    return xframe_options_exempt(csp(POLICY)(view))


def missing_in_frame(request: HttpRequest) -> HttpResponse:
    reason = _("There is no such State or promise here.")
    return refuse_in_frame(request, [reason], status=404)


@_framed
def refuse_in_frame(request: HttpRequest | None, reasons: list[str], *, status: int = 400) -> HttpResponse:
    """A refusal with its reasons, small enough for a frame."""
    response = render(request, "embed/refusal.html", {"reasons": reasons}, status=status)
    patch_cache_control(response, public=True, max_age=REFUSAL_KEPT_FOR)
    return response
