"""What a public page shows to staff on top: the way to the form of a note about what they are reading."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from commitments.models import User

LOG_PERMISSION = "commitments.add_progressnote"


def render_with_log(
    request: HttpRequest, template: str, context: dict, *, state_id: int, **prefilled: str
) -> HttpResponse:
    """The page, with a link to log progress for whoever may.

    Who reads is asked only of a browser that brings a session: for everybody else the page stays one and
    the same, costs no query for it, and any cache may keep it.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return render(request, template, context)
    if _may_log(request.user, state_id):
        form = reverse("admin:commitments_progressnote_add")
        context = {**context, "log_address": f"{form}?{urlencode(prefilled)}"}
    response = render(request, template, context)
    # the session was read, so its middleware adds `Vary: Cookie`
    patch_cache_control(response, private=True)
    return response


def _may_log(person: User, state_id: int) -> bool:
    return person.is_staff and person.has_perm(LOG_PERMISSION) and person.reaches(state_id)
