"""Addresses that lead on: codes typed in another case, and the icons that browsers ask for at the root."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.models import Commitment, State
from commitments.pages.feed import regions_by_slug

ICON, TOUCH_ICON = "commitments/favicon.ico", "commitments/apple-touch-icon.png"
A_WEEK = 7 * 24 * 60 * 60


def to_cited_case(name: str) -> Callable[..., HttpResponse]:
    """A view that leads to the address of this name; its codes arrive in their own case."""

    @require_safe
    def redirect(request: HttpRequest, **codes: object) -> HttpResponse:
        """404 for a code that nothing has: the redirect would be kept, and lead nowhere."""
        states, commitments = State.objects.all(), Commitment.objects.all()
        if "iso3" in codes and not states.filter(iso3=codes["iso3"]).exists():
            raise Http404
        if "code" in codes and not commitments.filter(code=codes["code"]).exists():
            raise Http404
        return _moved(request, reverse(name, kwargs=codes))

    return redirect


@require_safe
def to_region_feed(request: HttpRequest, region: str) -> HttpResponse:
    """The feed of a region whose name was written with capitals."""
    if region == region.lower() or region.lower() not in regions_by_slug():
        raise Http404
    return _moved(request, reverse("region_feed", kwargs={"region": region.lower()}))


def _moved(request: HttpRequest, address: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


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
