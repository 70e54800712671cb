"""Embeds for other people's pages, and the page that says how to use them."""

from collections import Counter

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.lists.filterset import StrictFilterSet
from commitments.models import Commitment, Obligation, State
from commitments.pages.embed import EmbedExamplesFilter, EmbedFilter, EmbedMapFilter
from commitments.rules.tally import Tally

from .frames import embedded, refuse_in_frame
from .shortcuts import address_by_codes


def _piece(
    request: HttpRequest, asked: StrictFilterSet, full_page: str, template: str, context: dict
) -> HttpResponse:
    """The embed in the requested colours with a link to its full page, or the errors of the filter."""
    if refusals := asked.refusals():
        return refuse_in_frame(request, refusals)
    around = {"theme": asked.data.get("theme", ""), "full_page": full_page}
    return render(request, template, {**context, **around})


@embedded
def embed_obligation(request: HttpRequest, iso3: str, code: str) -> HttpResponse:
    """The status of one State on one commitment."""
    read = Obligation.objects.as_read(request.clocks)
    obligation = get_object_or_404(read, state__iso3=iso3, commitment__code=code)
    context = {"obligation": obligation}
    full_page = request.clocks.keep(obligation.get_absolute_url())
    return _piece(request, EmbedFilter(request.GET), full_page, "embed/obligation.html", context)


@embedded
def embed_state(request: HttpRequest, iso3: str) -> HttpResponse:
    """Every commitment of one State as a strip of marks."""
    clocks = request.clocks
    state = get_object_or_404(State, iso3=iso3)
    owed = Obligation.objects.filter(state=state).select_related("commitment", "state")
    standing = owed.with_status_on(clocks).with_grave_findings_on(clocks)
    obligations = list(standing.in_reading_order())
    tally = Tally.of(Counter(each.status for each in obligations))
    context = {"state": state, "obligations": obligations, "tally": tally}
    full_page = clocks.keep(state.get_absolute_url())
    return _piece(request, EmbedFilter(request.GET), full_page, "embed/state.html", context)


@embedded
def embed_commitment(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment as a bar: how many States have which status."""
    clocks = request.clocks
    commitment = get_object_or_404(Commitment, code=code)
    owed = Obligation.objects.filter(commitment=commitment)
    tally = owed.with_status_on(clocks).tally()
    context = {"commitment": commitment, "tally": tally}
    full_page = clocks.keep(commitment.get_absolute_url())
    return _piece(request, EmbedFilter(request.GET), full_page, "embed/commitment.html", context)


@embedded
def embed_map(request: HttpRequest) -> HttpResponse:
    """One commitment as a map of the world."""
    choice, clocks = EmbedMapFilter(request.GET), request.clocks
    commitment = choice.shown()
    if not choice.commitments:
        return refuse_in_frame(request, [_("No promises are entered yet.")], status=200)
    if commitment is None:
        return refuse_in_frame(request, choice.refusals())
    owed = Obligation.objects.as_shown(clocks).filter(commitment=commitment)
    context = {"commitment": commitment, "map": choice.drawn(owed, clocks)}
    full_page = clocks.keep(reverse("map"), commitment=commitment.code, by=choice.data["by"])
    return _piece(request, choice, full_page, "embed/map.html", context)


@require_safe
@csp_update({"frame-src": [SELF]})
def embed(request: HttpRequest) -> HttpResponse:
    """How to embed, with each embed as it looks and the code to copy."""
    examples = EmbedExamplesFilter(request.GET)
    if elsewhere := address_by_codes(request, examples):
        return elsewhere
    context = {"examples": examples, "refusals": examples.refusals(), "shown": examples.shown()}
    return render(request, "commitments/embed.html", context)
