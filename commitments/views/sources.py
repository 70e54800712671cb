"""The evidence by source: each address once, with the findings that rest on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.lists.evidence import EVIDENCE
from commitments.pages.sources import sources_page

from .lists import read_filters, rows_a_page
from .shortcuts import address_by_codes
from .work_limit import PAGES, heavy


@heavy(PAGES)
@require_safe
def evidence_sources(request: HttpRequest) -> HttpResponse:
    """The sources of the chosen rows of evidence, the most cited first."""
    clocks, query = request.clocks, request.GET
    chosen = read_filters(EVIDENCE, query, EVIDENCE.rows(clocks))
    if elsewhere := address_by_codes(request, chosen):
        return elsewhere
    refusals = chosen.refusals()
    kept = {name: values for name in chosen.filters if any(values := query.getlist(name))}
    context = {
        "filter": chosen,
        "refusals": refusals,
        "rows_address": clocks.keep(reverse(EVIDENCE.page_name), **kept),
    }
    if not refusals:
        context["page"], context["sources"] = sources_page(
            chosen.qs,
            clocks,
            kept,
            per_page=rows_a_page(query.get("per_page")),
            number=query.get("page"),
        )
    return render(request, "commitments/evidence_sources.html", context)
