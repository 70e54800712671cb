"""The search over everything that is published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import State
from commitments.pages.search import Found, SearchFilter, found_for


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, by kind; a query that cannot be read is named, and then nothing is shown."""
    asked = SearchFilter(request.GET, queryset=State.objects.none())
    refusals = asked.refusals()
    query = "" if refusals else asked.form.cleaned_data["q"]
    found = found_for(query, request.clocks) if query else Found()
    context = {"filter": asked, "refusals": refusals, "query": query, "found": found}
    return render(request, "commitments/search.html", context)
