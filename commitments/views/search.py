"""The search over everything that is published, and what it suggests while somebody types."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import State
from commitments.pages.search import SearchFilter, SearchResults, search_results
from commitments.pages.search_named import named_records
from commitments.pages.suggestions import suggestions

MINUTES_KEPT = 10  # names of States and titles of pages change rarely


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The results by kind, or the page of the one record that the query names.

    `stay=1` shows all results of such a query too. An invalid query is answered with its error alone.
    """
    asked = SearchFilter(request.GET, queryset=State.objects.none())
    refusals = asked.refusals()
    query = "" if refusals else asked.form.cleaned_data["q"]
    named = named_records(query, request.clocks) if query else []
    if len(named) == 1 and not asked.form.cleaned_data["stay"]:
        return HttpResponseRedirect(request.clocks.keep(named[0].get_absolute_url()))
    found = search_results(query, request.clocks, named) if query else SearchResults()
    context = {"filter": asked, "refusals": refusals, "query": query, "found": found}
    return render(request, "commitments/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """States, promises and pages that a text may begin; nothing in it depends on what is published."""
    typed = request.GET.get("q", "")
    offered = [
        {"words": each.words, "kind": each.kind, "address": request.clocks.keep(each.address)}
        for each in suggestions(typed)
    ]
    response = JsonResponse({"suggestions": offered})
    response["Cache-Control"] = f"public, max-age={MINUTES_KEPT * 60}"
    return response
