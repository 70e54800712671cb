"""States: the list and one State."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from commitments.models import Deadline, Obligation, ProgressNote, State
from commitments.reporting.filters import StateFilter
from commitments.reporting.tables import StateTable

from .listing import ListPage
from .staff import render_with_log

NOTES_SHOWN = 10


class StateList(ListPage):
    """All 197 States, Parties or not."""

    filterset_class = StateFilter
    table_class = StateTable
    template_name = "commitments/state_list.html"

    def get_queryset(self):
        clocks = self.request.clocks
        return State.objects.as_listed(clocks.day, known_at=clocks.known_at)


@require_safe
def state_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """One State: its membership, its obligations with their status, deadlines and newest notes."""
    clocks = request.clocks
    state = get_object_or_404(State.objects.as_listed(clocks.day, known_at=clocks.known_at), iso3=iso3)
    notes = ProgressNote.objects.as_listed(clocks.day, known_at=clocks.known_at).with_evidence()
    obligations = Obligation.objects.as_listed(clocks.day, known_at=clocks.known_at).filter(state=state)
    deadlines = Deadline.objects.filter(obligation__state=state).set_by(clocks.day)
    context = {
        "state": state,
        "memberships": state.memberships.all(),
        "obligations": obligations,
        "deadlines": deadlines.select_related(
            "obligation__commitment", "obligation__state"
        ).in_reading_order(),
        "notes": notes.filter(obligation__state=state).with_replies(clocks.day, known_at=clocks.known_at)[
            :NOTES_SHOWN
        ],
    }
    template = "commitments/state_detail.html"
    return render_with_log(request, template, context, state_id=state.pk, state=iso3)
