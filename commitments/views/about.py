"""The pages about the tracker itself: how statuses come about, and how to take the data away."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import EvidenceLink, Obligation, ProgressNote, State
from commitments.reporting.columns import EVIDENCE_COLUMNS, OBLIGATION_COLUMNS, PROGRESS_COLUMNS
from commitments.rules.codes import Certainty, Mode, Status
from commitments.rules.freshness import AGEING_FOR, CURRENT_FOR
from commitments.rules.membership import DECLARATION_DATE


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    """What each word means and which rules decide, taken from the rules themselves."""
    context = {
        "statuses": Status.values,
        "modes": Mode,
        "certainties": Certainty,
        "current_days": CURRENT_FOR.days,
        "ageing_days": AGEING_FOR.days,
        "declaration_date": DECLARATION_DATE,
        "declared_count": State.objects.parties_on(DECLARATION_DATE).count(),
        "self_publication": settings.ALLOW_SELF_PUBLICATION,
    }
    return render(request, "commitments/methodology.html", context)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The files, their dictionary, the licence and how to cite."""
    clocks = request.clocks
    notes = ProgressNote.objects.known_at(clocks.known_at).noted_by(clocks.day)
    links = EvidenceLink.objects.known_at(clocks.known_at).noted_by(clocks.day)
    context = {
        "files": [
            ("obligation_csv", "obligations.csv", OBLIGATION_COLUMNS, Obligation.objects.count()),
            ("progress_csv", "progress.csv", PROGRESS_COLUMNS, notes.count()),
            ("evidence_csv", "evidence.csv", EVIDENCE_COLUMNS, links.count()),
        ],
        "latest_note": notes.order_by("-published_at").first(),
    }
    return render(request, "commitments/data.html", context)
