"""The matrix of States and commitments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.models import Commitment, Obligation, State
from commitments.pages.matrix import matrix_on
from commitments.pages.matrix_filter import DENSITIES, ROOMY, MatrixFilter
from commitments.rules.codes import Status

from .shortcuts import address_by_codes
from .work_limit import PAGES, heavy

FEW_ROWS = 8  # maximum number of States expanded on a phone


@heavy(PAGES)
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Every State that is or was a Party against every commitment, as filtered."""
    commitments = list(Commitment.objects.select_related("paragraph").in_reading_order())
    owing = State.objects.filter(pk__in=Obligation.objects.order_by().values("state"))
    states = owing.with_label_on(request.clocks.day)
    chosen = MatrixFilter(request.GET, queryset=states, commitments=commitments)
    if elsewhere := address_by_codes(request, chosen):
        return elsewhere
    refusals = chosen.refusals()
    rows = State.objects.none() if refusals else chosen.qs
    drawn = matrix_on(request.clocks, rows, commitments=commitments, asked=chosen.asked())
    context = {
        "matrix": drawn,
        "filter": chosen,
        "refusals": refusals,
        "statuses": Status.values,
        "densities": DENSITIES,
        "open": drawn.asked.density == ROOMY or len(drawn.rows) <= FEW_ROWS,
        "file_address": drawn.addresses.file(reverse("obligations_csv")),
    }
    return render(request, "commitments/matrix.html", context)
