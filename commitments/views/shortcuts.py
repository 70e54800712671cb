"""What several views of records share: links, sections, the address to cite, and the link for staff."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import urlencode

from commitments.lists.filterset import StrictFilterSet
from commitments.models import Commitment, Obligation, User
from commitments.rules.clocks import Clocks
from commitments.templatetags.head import site_root

from .context import site_context

LOG_PERMISSION = "commitments.add_progressnote"


def render_with_log(
    request: HttpRequest, template: str, context: dict, *, state_id: int, **prefilled: str
) -> HttpResponse:
    """The page, with a link to log progress for users who may."""
    form = f"{reverse('admin:commitments_progressnote_add')}?{urlencode(prefilled)}"

    def offered(person: User) -> dict[str, object]:
        return {"log_address": form} if _may_log(person, state_id) else {}

    return render_for_staff(request, template, context, offered)


def render_for_staff(
    request: HttpRequest, template: str, context: dict, offered: Callable[[User], dict[str, object]]
) -> HttpResponse:
    """The page, with what it offers to this user beside what everybody sees.

    The user is read only if the request has a session cookie: for everybody else the page is identical and
    costs no query for it. A cache gives it to nobody who is signed in, and keeps none of theirs.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response = render(request, template, {**context, **offered(request.user)})
        patch_cache_control(response, private=True, no_store=True)
    else:
        response = render(request, template, context)
    patch_vary_headers(response, ["Cookie"])
    return response


def address_by_codes(request: HttpRequest, asked: StrictFilterSet) -> HttpResponse | None:
    """A redirect to the same page with codes where words were written; None if only codes were.

    The words are those of the reader's language, so the redirect is not kept. What is refused is told here.
    """
    if not asked.reread or asked.refusals():
        return None
    query = request.GET.copy()
    for name, codes in asked.reread.items():
        query.setlist(name, codes)
    return redirect(f"{request.path}?{query.urlencode()}")


def _may_log(person: User, state_id: int) -> bool:
    return person.is_staff and person.has_perm(LOG_PERMISSION) and person.reaches(state_id)


def permanent_address(request: HttpRequest) -> str:
    """The address to cite: absolute, with both clocks, so that it always shows the page as it is now."""
    return f"{site_root(request)}{site_context(request)['permalink']}"


def link_to(record: Commitment | Obligation | None, words: object, clocks: Clocks) -> tuple[str, str] | None:
    """Address, clocks kept, and link text; None if there is no such record."""
    return (clocks.keep(record.get_absolute_url()), str(words)) if record else None


def sections_of(parts: Iterable[tuple[str, str | Promise, object]]) -> list[tuple[str, str | Promise]]:
    """Anchor and title of the sections that a page has; the third value says whether it does."""
    return [(anchor, words) for anchor, words, there in parts if there]
