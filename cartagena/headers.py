"""The headers that every answer bears: page, file, refusal or static file."""

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import NONE, SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# Nothing is loaded from elsewhere, nothing in a page runs or styles it, and nobody frames it.
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    # all browsers know this one, over plain HTTP too
    "report-uri": ["/csp-report/"],
}
# What a page of this site could ask of a device, and none does. Copying and passkeys stay.
UNUSED_FEATURES = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen gamepad geolocation "
    "gyroscope hid identity-credentials-get idle-detection local-fonts magnetometer microphone midi "
    "otp-credentials payment picture-in-picture screen-wake-lock serial storage-access usb "
    "window-management xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES.split())
# What pages elsewhere show or read: embeds, pictures, feeds and files of public data.
FOR_OTHER_SITES = (".atom", ".csv", ".json", ".png", ".svg", ".txt", ".xlsx", ".xml", ".zip")
EMBED_ROOT = "/embed/"
KEPT_FOR_GOOD = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)


class HeadersMiddleware:
    """Adds what a view left open; a view that says otherwise is heard."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", resource_policy(request.path))
        if request.path.startswith(settings.OFFICE_ROOTS):
            headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if caching := cache_control(request, response):
            headers.setdefault("Cache-Control", caching)
        return response


def resource_policy(path: str) -> str:
    """Whether pages of other sites may load it as a part of theirs (CORP)."""
    if path.startswith((*settings.OFFICE_ROOTS, settings.STATIC_URL)):
        return "same-origin"
    is_open = path.startswith(EMBED_ROOT) or path.endswith(FOR_OTHER_SITES)
    return "cross-origin" if is_open else "same-origin"


def cache_control(request: HttpRequest, response: HttpResponseBase) -> str:
    """How long it may be kept where its view says nothing; empty for a redirect that holds for good."""
    is_personal = (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or response.cookies
        or request.path.startswith(settings.OFFICE_ROOTS)
    )
    if is_personal:
        return "private, no-store"
    if response.status_code in KEPT_FOR_GOOD:
        return ""
    # asked again each time: what is withdrawn is gone at once
    return "no-cache" if response.status_code < HTTPStatus.MULTIPLE_CHOICES else "no-store"
