"""The search over everything that is published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import State
from commitments.pages.search import SearchFilter, SearchResults, search_results


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The results by kind; an invalid query is answered with its error and no results."""
    asked = SearchFilter(request.GET, queryset=State.objects.none())
    refusals = asked.refusals()
    query = "" if refusals else asked.form.cleaned_data["q"]
    found = search_results(query, request.clocks) if query else SearchResults()
    context = {"filter": asked, "refusals": refusals, "query": query, "found": found}
    return render(request, "commitments/search.html", context)
