"""Around every request: who counts as signed in, and what is done after the answer."""

import logging
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from commitments.models import User

from .second_factor import has_second_factor, owes

logger = logging.getLogger(__name__)

ACCOUNT_ROOT, DESK_ROOT = "/account/", "/admin/"

Answer = Callable[[HttpRequest], HttpResponse]


class DoorMiddleware:
    """Whoever owes a second factor is signed in on the pages of the account and nowhere else.

    So no road leads past it: to the desk, to a draft's document or to a list for staff, page or not.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ACCOUNT_ROOT):
            person = request.user
            # looked up only where somebody asks for it: a page that does not stays the same for everybody
            request.user = SimpleLazyObject(lambda: AnonymousUser() if owes(request, person) else person)
            if request.path.startswith(DESK_ROOT) and request.method == "GET" and owes(request, person):
                return HttpResponseRedirect(way_to_pay(request, person, then=request.get_full_path()))
        return after_answer(request, self.get_response(request))


def way_to_pay(request: HttpRequest, person: User, *, then: str) -> str:
    """Where a second factor is proved, or set up by who has none."""
    page = "mfa_reauthenticate" if has_second_factor(person) else "mfa_index"
    return f"{reverse(page)}?{urlencode({'next': then})}"


def after_answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The work of this request that can wait is done when the answer is closed: once it was sent."""
    work = getattr(request, "work_after_answer", [])
    if not work:
        return response
    close = response.close

    def work_and_close() -> None:
        try:
            for each in work:
                each()
        except Exception:  # nobody waits for an answer any more
            logger.exception("What was left to do after an answer failed.")
        finally:
            close()

    response.close = work_and_close
    return response
