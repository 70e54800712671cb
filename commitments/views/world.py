"""The map of the world: one commitment by status, freshness or deadlines, with the same States as lists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.lists.filter_fields import region_choices
from commitments.models import Obligation
from commitments.pages.map_filter import WorldFilter
from commitments.pages.world_map import group_by_legend
from commitments.rules.clocks import Clocks

from .shortcuts import address_by_codes


@require_safe
def world(request: HttpRequest) -> HttpResponse:
    """The map; if the filter is invalid, its errors instead of a map."""
    choice, clocks = WorldFilter(request.GET), request.clocks
    if elsewhere := address_by_codes(request, choice):
        return elsewhere
    context = {"choice": choice, "refusals": choice.refusals()}
    if commitment := choice.shown():
        listed = Obligation.objects.as_shown(clocks)
        region = choice.region_shown
        found = listed.filter(commitment=commitment)
        owed = list(found.filter(state__region=region) if region else found)
        drawn = choice.drawn(owed, clocks)
        groups = group_by_legend(drawn, owed)
        context |= {
            "commitment": commitment,
            "map": drawn,
            "groups": groups,
            "regions": _regions(choice, clocks),
        }
    return render(request, "commitments/map.html", context)


def _regions(choice: WorldFilter, clocks: Clocks) -> list[tuple[str, str, bool]]:
    """The whole world and each region: its name, the address of its map, and whether it is shown."""
    asked = {"commitment": choice.data["commitment"], "by": choice.data["by"]}
    regions = [("", _("The whole world")), *region_choices()]
    return [
        (str(name), clocks.keep(reverse("map"), **asked, region=code or None), code == choice.region_shown)
        for code, name in regions
    ]
