"""The home page: five figures, a map, what happened lately, and the promises with what is known of each."""

from collections.abc import Iterable
from itertools import chain

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
from commitments.rules.codes import BOUND_LABELS, UNJUDGED_STATUSES, DeadlineState, Status
from commitments.rules.deadlines import DATED_COMMITMENTS
from commitments.rules.tally import OUTSIDE_DENOMINATOR, Tally

ROWS_SHOWN = 6
EVENTS_SHOWN = 5


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every figure is the count behind its link; none is stored, all are counted here."""
    clocks = request.clocks
    commitments = {each.code: each for each in Commitment.objects.in_reading_order()}
    dated = Obligation.objects.as_shown(clocks).filter(commitment__code__in=DATED_COMMITMENTS)
    owed: dict[str, list[Obligation]] = {code: [] for code in DATED_COMMITMENTS}
    for each in dated:
        owed[each.commitment.code].append(each)
    context = {
        **_counts(clocks, commitments, owed[CLEARANCE]),
        **_world(request, LayerFilter(request.GET, commitments), owed),
        **_news(clocks, chain(*owed.values())),
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
        "party_count": sum(labels[label] for label in BOUND_LABELS),
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


def _world(request: HttpRequest, choice: LayerFilter, owed: dict[str, list[Obligation]]) -> dict[str, object]:
    """The map of one layer; none if the layer is unknown, or before the commitments are loaded.

    `owed` are the obligations with deadlines, as listed, by commitment: those of most layers.
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
        of_layer = owed.get(layer.commitment)
        if of_layer is None:
            of_layer = list(Obligation.objects.as_shown(clocks).filter(commitment=mapped))
        context |= {"mapped": mapped, "map": DRAWINGS[layer.by](of_layer, clocks, mapped)}
    return context


def _news(clocks: Clocks, dated: Iterable[Obligation]) -> dict[str, object]:
    """What happened lately, coming deadlines, and findings published lately."""
    notes = ProgressNote.objects.as_listed(clocks)
    ahead = [each for each in dated if each.deadline_state == DeadlineState.AHEAD]
    return {
        "news": notes.news().order_by("-published_at", "-pk")[:ROWS_SHOWN],
        "note_count": notes.count(),
        "lately": latest_in_groups(clocks, limit=EVENTS_SHOWN),
        "deadlines": sorted(ahead, key=_nearest_first)[:ROWS_SHOWN],
    }


def _nearest_first(obligation: Obligation) -> tuple[object, ...]:
    return obligation.deadline_date, obligation.state.sort_name, obligation.pk
