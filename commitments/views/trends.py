"""How statuses changed: counts year by year, and changes between two days."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.models import Obligation
from commitments.models.obligation import ObligationQuerySet
from commitments.pages.changes import StatusMove, listed_moves, moves_by_state, status_moves
from commitments.pages.trend_filters import MovedFilter, TrendFilter
from commitments.pages.trends import trend_of
from commitments.rules.clocks import Clocks
from commitments.rules.method import method_changes

from .lists import rows_a_page


@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """How many obligations, as filtered, had each status at the end of each year."""
    clocks = request.clocks
    chosen = TrendFilter(request.GET, Obligation.objects.with_label_on(clocks.day))
    refusals, kept = chosen.refusals(), chosen.kept()
    labelled = {"label_on": clocks.day.isoformat()} if "label" in kept else {}
    context = {
        "filter": chosen,
        "refusals": refusals,
        "trend": None if refusals else trend_of(chosen.qs, clocks, **kept, **labelled),
        "by_label": bool(labelled),
        "moved_address": clocks.keep(reverse("moved"), **kept),
    }
    return render(request, "commitments/trends.html", context)


@require_safe
def moved(request: HttpRequest) -> HttpResponse:
    clocks = request.clocks
    chosen = MovedFilter(request.GET, clocks=clocks)
    refusals, (first, last) = chosen.refusals(), chosen.days()
    context = {"filter": chosen, "refusals": refusals, "first": first, "last": last}
    if not refusals:
        page = _page(chosen.qs, request)
        codes = set(chosen.qs.order_by().values_list("commitment__code", flat=True))
        context |= {
            "kinds": _kinds(chosen, clocks),
            "page": page,
            "groups": moves_by_state(page),
            "changes": method_changes(after=first, by=last, codes=codes),
        }
    context["trend_address"] = clocks.keep(reverse("trends"), **chosen.kept())
    return render(request, "commitments/moved.html", context)


def _kinds(chosen: MovedFilter, clocks: Clocks) -> list[tuple[StatusMove, str]]:
    """Each change of status, with the address of the obligations that changed so."""
    first, last = (day.isoformat() for day in chosen.days())
    asked = {"from": first, "to": last, **chosen.kept()}
    return [
        (kind, clocks.keep(reverse("moved"), **asked, was=kind.before, became=kind.after))
        for kind in status_moves(chosen.qs)
    ]


def _page(found: ObligationQuerySet, request: HttpRequest) -> Page:
    pages = Paginator(listed_moves(found), rows_a_page(request.GET.get("per_page", "50")))
    return pages.get_page(request.GET.get("page"))
