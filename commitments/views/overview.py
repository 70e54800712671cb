"""The home page: five figures, a map, what happened lately, and the promises with what is known of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import Commitment, Obligation, ProgressNote, State
from commitments.pages.casualties import newest_year_until
from commitments.pages.events import latest_in_groups
from commitments.pages.headline import headline_figures
from commitments.pages.key_figures import CLEARANCE, FigureGround, key_figures
from commitments.pages.map_layers import LayerFilter
from commitments.pages.world_map import DRAWINGS
from commitments.rules.clocks import Clocks
from commitments.rules.codes import UNJUDGED_STATUSES, DeadlineState, Status
from commitments.rules.tally import OUTSIDE_DENOMINATOR, Tally

ROWS_SHOWN = 6
EVENTS_SHOWN = 5


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every figure is the count behind its link; none is stored, all are counted here."""
    clocks = request.clocks
    commitments = {each.code: each for each in Commitment.objects.in_reading_order()}
    clearing = list(Obligation.objects.as_listed(clocks).filter(commitment__code=CLEARANCE))
    context = {
        **_counts(clocks, commitments, clearing),
        **_world(request, LayerFilter(request.GET, commitments), clearing),
        **_news(clocks),
    }
    return render(request, "commitments/overview.html", context)


def _counts(
    clocks: Clocks, commitments: dict[str, Commitment], clearing: list[Obligation]
) -> dict[str, object]:
    """The figures, and the commitments with their tallies; `clearing` are the obligations to clear."""
    tallies = Obligation.objects.with_status_on(clocks).tally_by_commitment()
    tally = Tally.sum(tallies.values())
    headline = headline_figures(tally, clocks)
    passed_count = sum(each.deadline_state == DeadlineState.PASSED for each in clearing)
    labels, casualties = State.objects.count_by_label_on(clocks.day), newest_year_until(clocks.day)
    ground = FigureGround(clocks, commitments, tallies, headline.kept, labels, passed_count, casualties)
    return {
        "figures": key_figures(ground),
        "headline": headline,
        "tally": tally,
        "passed_count": ground.past_deadline,
        "clearance": commitments.get(CLEARANCE),
        **_promises(commitments, tallies),
    }


def _promises(commitments: dict[str, Commitment], tallies: dict[str, Tally]) -> dict[str, object]:
    """The commitments that are judged, each with its tally, and the others with one for all of them."""
    rows = [(commitment, tallies.get(code, Tally.of({}))) for code, commitment in commitments.items()]
    others = [row for row in rows if not _is_judged(row[1])]
    return {
        "without_status": sorted({*OUTSIDE_DENOMINATOR, *UNJUDGED_STATUSES}),
        "promise_count": len(rows),
        "judged": [row for row in rows if row not in others],
        "others": [commitment for commitment, _tally in others],
        "other_codes": [commitment.code for commitment, _tally in others],
        "others_tally": Tally.sum(tally for _commitment, tally in others),
    }


def _is_judged(tally: Tally) -> bool:
    """Whether any finding says where a State stands, or that the duty never arose for it."""
    return bool(tally.assessed or tally.counts[Status.NOT_APPLICABLE])


def _world(request: HttpRequest, choice: LayerFilter, owed: list[Obligation]) -> dict[str, object]:
    """The map of one layer; none if the layer is unknown, or before the commitments are loaded.

    `owed` are the obligations to clear, as listed: those of most layers.
    """
    clocks, layer = request.clocks, choice.shown()
    context = {
        "choice": choice,
        "refusals": choice.refusals(),
        "layers": choice.links(request.path, clocks),
        "layer": layer,
    }
    if layer:
        mapped = choice.commitments[layer.commitment]
        if layer.commitment != CLEARANCE:
            owed = list(Obligation.objects.as_listed(clocks).filter(commitment=mapped))
        context |= {"mapped": mapped, "map": DRAWINGS[layer.by](owed, clocks, mapped)}
    return context


def _news(clocks: Clocks) -> dict[str, object]:
    """What happened lately, coming deadlines, and findings published lately."""
    notes = ProgressNote.objects.as_listed(clocks)
    deadlines = Obligation.objects.as_listed(clocks).filter(deadline_state=DeadlineState.AHEAD)
    return {
        "news": notes.news().order_by("-published_at", "-pk")[:ROWS_SHOWN],
        "note_count": notes.count(),
        "lately": latest_in_groups(clocks, limit=EVENTS_SHOWN),
        "deadlines": deadlines.order_by("deadline_date", "state__sort_name", "pk")[:ROWS_SHOWN],
    }
