"""The matrix of States and commitments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import State
from commitments.reporting.filters import MatrixFilter
from commitments.reporting.matrix import matrix_on
from commitments.rules.codes import Status


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Every State that is or was a Party against every commitment, or the States the filter leaves."""
    chosen = MatrixFilter(request.GET, queryset=State.objects.with_label_on(request.clocks.day))
    refusals = chosen.refusals()
    states = State.objects.none() if refusals else chosen.qs
    context = {"matrix": matrix_on(request.clocks, states), "filter": chosen, "refusals": refusals}
    context["statuses"] = Status.values
    return render(request, "commitments/matrix.html", context)
