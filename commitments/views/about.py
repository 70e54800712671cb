"""The methodology page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import State
from commitments.rules.codes import Certainty, DeadlineState, Mode, Status
from commitments.rules.freshness import AGEING_FOR, CURRENT_FOR
from commitments.rules.grave import CONTRADICTED_SENTENCES
from commitments.rules.membership import DECLARATION_DATE


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    """What each word means and which rules decide, taken from the rules themselves."""
    context = {
        "statuses": Status.values,
        "modes": Mode,
        "certainties": Certainty,
        "contradicted": CONTRADICTED_SENTENCES.values(),
        "deadline_states": DeadlineState,
        "current_days": CURRENT_FOR.days,
        "ageing_days": AGEING_FOR.days,
        "declaration_date": DECLARATION_DATE,
        "declared_count": State.objects.parties_on(DECLARATION_DATE).count(),
        "self_publication": settings.ALLOW_SELF_PUBLICATION,
    }
    return render(request, "commitments/methodology.html", context)
