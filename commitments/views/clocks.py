"""The two clocks in the query string, read once for every public page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from commitments.rules.clocks import MalformedClock, read_clocks

from .errors import refuse_request

STAFF_ROOT = "/admin/"


class ClocksMiddleware:
    """Sets `request.clocks`; an invalid clock is answered with 400 and the reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        request.clocks = read_clocks({}, now=now)
        if not request.path.startswith(STAFF_ROOT):
            try:
                request.clocks = read_clocks(request.GET, now=now)
            except MalformedClock as malformed:
                request.refused_clocks = True  # the error page offers a form to choose other clocks
                return refuse_request(request, [str(malformed)], parameter=malformed.parameter)
        return self.get_response(request)
