"""Commitments: the seventeen and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.models import Commitment, Obligation, Paragraph
from commitments.rules.tally import Tally


@require_safe
def declaration(request: HttpRequest) -> HttpResponse:
    """The 21 paragraphs, and under each the commitments read from it."""
    paragraphs = Paragraph.objects.prefetch_related("commitments")
    return render(request, "commitments/declaration.html", {"paragraphs": paragraphs})


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """The seventeen commitments, each with how many obligations have which status."""
    clocks = request.clocks
    tallies = Obligation.objects.with_status_on(clocks.day, known_at=clocks.known_at).tally_by_commitment()
    commitments = Commitment.objects.select_related("paragraph").in_reading_order()
    rows = [(commitment, tallies.get(commitment.code, Tally.of({}))) for commitment in commitments]
    return render(request, "commitments/commitment_list.html", {"rows": rows})


@require_safe
def commitment_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment: the text and our reading of it, the tally, and every State that owes it."""
    clocks = request.clocks
    commitment = get_object_or_404(Commitment.objects.select_related("paragraph"), code=code)
    obligations = Obligation.objects.as_listed(clocks.day, known_at=clocks.known_at)
    owed = list(obligations.filter(commitment=commitment))
    counts: dict[str, int] = {}
    for obligation in owed:
        counts[obligation.status] = counts.get(obligation.status, 0) + 1
    context = {"commitment": commitment, "obligations": owed, "tally": Tally.of(counts)}
    return render(request, "commitments/commitment_detail.html", context)
