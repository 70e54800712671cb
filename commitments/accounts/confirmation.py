"""Password, and second factor where there is one, asked again before a sensitive change."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest

from commitments.models import User

from .second_factor import has_second_factor


def missing(request: HttpRequest, person: User) -> list[str]:
    """What this person has not shown in the last minutes, at sign-in or since: `password`, `mfa`."""
    since = time.time() - settings.CONFIRMED_FOR_SECONDS
    shown = {each["method"] for each in get_authentication_records(request, person) if each["at"] > since}
    return [
        method
        for method in ("password", "mfa")
        if method not in shown and (method == "password" or has_second_factor(person))
    ]


def require_confirmation(request: HttpRequest) -> None:
    """Raises where something is missing; the middleware leads to the page that asks for it.

    What a form sent is kept in the session meanwhile, and the request goes on where it stopped.
    """
    if missing(request, request.user):
        # the request is found again by its path alone; its parameters are kept beside it
        request.META["QUERY_STRING"] = ""
        raise ReauthenticationRequired
