"""Addresses that lead on: codes and names as people type them, and the icons that browsers ask for."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.models import Commitment, State
from commitments.pages.feed import regions_by_slug

ICON, TOUCH_ICON = "commitments/favicon.ico", "commitments/apple-touch-icon.png"
A_WEEK = 7 * 24 * 60 * 60


def to_cited_codes(name: str) -> Callable[..., HttpResponse]:
    """A view that leads to the address of this name, from any code or name of its State."""

    @require_safe
    def redirect(request: HttpRequest, **typed: str) -> HttpResponse:
        """404 for a code that nothing has: the redirect would be kept, and lead nowhere."""
        codes: dict[str, object] = dict(typed)
        if "iso3" in typed:
            codes["iso3"] = _found(State.objects.named(typed["iso3"])).iso3
        if "code" in typed:
            codes["code"] = _found(Commitment.objects.filter(code=typed["code"]).first()).code
        address = reverse(name, kwargs=codes)
        if address == request.path:  # there is such a code, but no such record
            raise Http404
        return _moved(request, address)

    return redirect


def _found(record: Any) -> Any:
    if record is None:
        raise Http404
    return record


@require_safe
def to_region_feed(request: HttpRequest, region: str) -> HttpResponse:
    """The feed of a region whose name was written with capitals."""
    if region == region.lower() or region.lower() not in regions_by_slug():
        raise Http404
    return _moved(request, reverse("region_feed", kwargs={"region": region.lower()}))


def _moved(request: HttpRequest, address: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where programs looked for the contact before RFC 9116."""
    return _moved(request, reverse("security_txt"))


def favicon(request: HttpRequest) -> HttpResponse:
    """The icon, whose address changes with its bytes."""
    return _to_file(ICON)


def touch_icon(request: HttpRequest) -> HttpResponse:
    """The icon of a home screen."""
    return _to_file(TOUCH_ICON)


def _to_file(name: str) -> HttpResponse:
    response = HttpResponsePermanentRedirect(static(name))
    # not for ever: the next release may have another file
    response["Cache-Control"] = f"public, max-age={A_WEEK}"
    return response
