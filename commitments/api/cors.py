"""Lets the scripts of every web page read the API: it is public, and knows neither cookies nor people."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from commitments.rules.problems import API_ROOT

ALLOWED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class CorsMiddleware:
    """Adds the headers to every answer under the root of the API, refusals included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(API_ROOT):
            for name, value in {**ALLOWED, **(PREFLIGHT if request.method == "OPTIONS" else {})}.items():
                response.headers[name] = value
        return response
