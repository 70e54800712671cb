"""How statuses changed: counts year by year, and what happened between two days."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.models import Obligation
from commitments.pages.moved import MovedEvents, meeting_choices
from commitments.pages.trend_filters import MovedFilter, TrendFilter
from commitments.pages.trend_multiples import trend_multiples
from commitments.rules.method import method_changes

from .lists import rows_a_page
from .shortcuts import address_by_codes
from .work_limit import PAGES, heavy


@heavy(PAGES)
@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """How many obligations, as filtered, had each status at the end of each year."""
    clocks = request.clocks
    chosen = TrendFilter(request.GET, Obligation.objects.with_label_on(clocks.day))
    if elsewhere := address_by_codes(request, chosen):
        return elsewhere
    refusals, kept = chosen.refusals(), chosen.kept()
    labelled = {"label_on": clocks.day.isoformat()} if "label" in kept else {}
    context = {
        "filter": chosen,
        "refusals": refusals,
        "multiples": None if refusals else trend_multiples(chosen.qs, clocks, **kept, **labelled),
        "by_label": bool(labelled),
        "drawing": clocks.keep(reverse("trends_svg"), **kept),
        "drawing_png": clocks.keep(reverse("trends_png"), **kept),
        "moved_address": clocks.keep(reverse("moved"), **kept),
    }
    return render(request, "commitments/trends.html", context)


@require_safe
def moved(request: HttpRequest) -> HttpResponse:
    """What happened between two days, as events."""
    clocks = request.clocks
    chosen = MovedFilter(request.GET, clocks=clocks)
    if elsewhere := address_by_codes(request, chosen):
        return elsewhere
    refusals, (first, last) = chosen.refusals(), chosen.days()
    context = {"filter": chosen, "refusals": refusals, "first": first, "last": last}
    if not refusals:
        events = MovedEvents(chosen, clocks)
        context |= {
            "events": events,
            "page": events.page(request.GET.get("page"), rows_a_page(request.GET.get("per_page", "50"))),
            "meetings": meeting_choices(events, chosen, clocks),
            "method_changes": method_changes(after=first, by=last, codes=events.commitments),
        }
    context["trend_address"] = clocks.keep(reverse("trends"), **chosen.kept())
    return render(request, "commitments/moved.html", context)
