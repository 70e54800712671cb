"""The home page: statuses in the world, recent changes, deadlines, and gaps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import Commitment, Obligation, ProgressNote, State
from commitments.pages.events import latest_events
from commitments.pages.headline import headline_figures
from commitments.pages.world_map import map_by_status
from commitments.rules.clocks import Clocks
from commitments.rules.codes import UNJUDGED_STATUSES, DeadlineState, Label
from commitments.rules.membership import DECLARATION_DATE
from commitments.rules.tally import OUTSIDE_DENOMINATOR, Tally

ROWS_SHOWN = 8
EVENTS_SHOWN = 6
# most States have a finding on clearance, and world maps of mine action usually show it
MAPPED = "16b"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Headline figures, each the count behind its link; none is stored, all are counted here."""
    clocks = request.clocks
    context = {**_counts(clocks), **_world(clocks), **_news(clocks)}
    return render(request, "commitments/overview.html", context)


def _counts(clocks: Clocks) -> dict[str, object]:
    """How many States have each label, and how many obligations have each status."""
    tallies = Obligation.objects.with_status_on(clocks).tally_by_commitment()
    tally = Tally.sum(tallies.values())
    commitments = Commitment.objects.in_reading_order()
    return {
        "labels": State.objects.count_by_label_on(clocks.day),
        "bound_labels": [Label.DECLARED_2009.value, Label.JOINED_AFTER.value],
        "without_status": sorted({*OUTSIDE_DENOMINATOR, *UNJUDGED_STATUSES}),
        "unjudged": UNJUDGED_STATUSES,
        "declaration_date": DECLARATION_DATE,
        "tally": tally,
        "headline": headline_figures(tally, clocks),
        "rows": [(commitment, tallies.get(commitment.code, Tally.of({}))) for commitment in commitments],
    }


def _world(clocks: Clocks) -> dict[str, object]:
    """The map of one commitment; none before the commitments are loaded."""
    mapped = Commitment.objects.filter(code=MAPPED).first()
    if mapped is None:
        return {"mapped": None}
    owed = list(Obligation.objects.as_listed(clocks).filter(commitment=mapped))
    passed = sum(each.deadline_state == DeadlineState.PASSED for each in owed)
    return {"mapped": mapped, "map": map_by_status(owed, clocks, mapped), "passed_count": passed}


def _news(clocks: Clocks) -> dict[str, object]:
    """What happened lately, coming deadlines, and notes published lately."""
    notes = ProgressNote.objects.as_listed(clocks)
    deadlines = Obligation.objects.as_listed(clocks).filter(deadline_state=DeadlineState.AHEAD)
    return {
        "news": notes.news().order_by("-published_at", "-pk")[:ROWS_SHOWN],
        "note_count": notes.count(),
        "lately": latest_events(clocks, limit=EVENTS_SHOWN),
        "deadlines": deadlines.order_by("deadline_date", "state__sort_name", "pk")[:ROWS_SHOWN],
    }
