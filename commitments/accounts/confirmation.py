"""Password, and second factor where there is one, asked again before a sensitive change."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse

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


def renewing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around a page that asks again: what was shown is worth something under a new session number alone.

    So whoever had copied the old one has gained nothing, and is out.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        before = _shown_by(request), request.session.session_key
        response = view(request, *args, **kwargs)
        # what was asked for goes on within the view, and may have brought a new session itself
        if _shown_by(request) > before[0] and request.session.session_key == before[1]:
            request.session.cycle_key()
            UserSession.objects.filter(session_key=before[1]).update(session_key=request.session.session_key)
        return response

    return answer


def _shown_by(request: HttpRequest) -> int:
    person = request.user
    return len(get_authentication_records(request, person)) if person.is_authenticated else 0
