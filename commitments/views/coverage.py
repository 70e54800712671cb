"""The page on what was looked through, and what is missing."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from commitments.models import User
from commitments.pages.coverage import coverage_on

from .shortcuts import render_for_staff
from .work_limit import PAGES, heavy

VIEW_PERMISSION = "commitments.view_obligation"
QUEUE = reverse_lazy("admin:commitments_obligation_changelist")


@heavy(PAGES)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """How well each commitment is known; of the present, staff also get links to the lists of the desk."""
    clocks = request.clocks
    covered, together = coverage_on(clocks)

    def offered(person: User) -> dict[str, object]:
        may_see = person.is_staff and person.has_perm(VIEW_PERMISSION)
        return {"queue_address": QUEUE} if may_see and clocks.is_now else {}

    context = {"covered": covered, "together": together}
    return render_for_staff(request, "commitments/coverage.html", context, offered)
