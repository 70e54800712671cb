"""The map of the world: one commitment by status, freshness or deadlines, with the same States as lists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import Obligation
from commitments.pages.map_filter import MapFilter
from commitments.pages.world_map import group_by_legend


@require_safe
def world(request: HttpRequest) -> HttpResponse:
    """The map; if the filter is invalid, its errors instead of a map."""
    choice, clocks = MapFilter(request.GET), request.clocks
    context = {"choice": choice, "refusals": choice.refusals()}
    if commitment := choice.shown():
        listed = Obligation.objects.as_listed(clocks)
        owed = list(listed.filter(commitment=commitment))
        drawn = choice.drawn(owed, clocks)
        context |= {"commitment": commitment, "map": drawn, "groups": group_by_legend(drawn, owed)}
    return render(request, "commitments/map.html", context)
