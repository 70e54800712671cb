"""The map and the trend as SVG and PNG files, with their colours written in: no style sheet is needed."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.models import Obligation
from commitments.pages.map_filter import WorldFilter
from commitments.pages.trend_filters import TrendFilter
from commitments.pages.trends import trend_of
from commitments.pages.world_map import MapValue
from commitments.rules.codes import DeadlineState, Freshness, Status
from commitments.social.colours import colour, status_colours
from commitments.social.raster import as_png

from .errors import refuse_request
from .work_limit import PAGES, heavy

KEPT_FOR = 60 * 60
LEGEND_COLUMNS, LEGEND_STEP, LEGEND_ROW = 4, 490, 50
PLOT_START, PLOT_WIDTH = 130, 1850
# fill and mark of an age or of what a deadline says, as on the page
COLOURS_BESIDE_STATUS = {
    Freshness.CURRENT: ("mark-teal", "surface"),
    Freshness.AGEING: ("surface", "mark-teal"),
    Freshness.STALE: ("surface", "mark-teal"),
    Freshness.NEVER: ("status-not-assessed", "status-not-assessed-on"),
    DeadlineState.AHEAD: ("mark-teal", "surface"),
    DeadlineState.PASSED: ("surface", "mark-ochre"),
    DeadlineState.MISSED: ("status-overdue", "status-overdue-on"),
    DeadlineState.MET: ("status-fulfilled", "status-fulfilled-on"),
    DeadlineState.NONE_KNOWN: ("status-not-assessed", "status-not-assessed-on"),
}


def _colours(code: str) -> tuple[str, str]:
    """Fill and mark of a status, of an age or of what a deadline says."""
    if names := COLOURS_BESIDE_STATUS.get(code):
        fill, mark = names
        return colour(fill), colour(mark)
    return status_colours(code)


def _pattern(map_id: str, value: MapValue) -> SafeString:
    """The pattern of the page, with its colours as attributes."""
    fill, on = _colours(value.code)
    drawn = render_to_string("components/weave.html", {"id": map_id, "value": value})
    for name, attributes in (
        ("ground", f'fill="{fill}"'),
        ("mark", f'fill="{on}"'),
        ("line", f'fill="none" stroke="{on}" stroke-width="1.4"'),
        ("band", f'fill="none" stroke="{on}" stroke-width="6"'),
    ):
        drawn = drawn.replace(f'class="weave__{name}"', attributes)
    return mark_safe(drawn)  # noqa: S308  (a template of ours, and colours of our style sheet)


def _legend(lines: list[tuple[str, str, str]]) -> list[dict[str, object]]:
    """Each line with its place: paint, word, count."""
    return [
        {
            "paint": paint,
            "word": word,
            "count": count,
            "x": number % LEGEND_COLUMNS * LEGEND_STEP,
            "y": number // LEGEND_COLUMNS * LEGEND_ROW,
        }
        for number, (paint, word, count) in enumerate(lines)
    ]


def _svg(template: str, context: dict[str, object]) -> HttpResponse:
    names = ("paper", "surface", "sunken", "line", "line-strong", "ink", "muted")
    inks = {name.replace("-", "_"): colour(name) for name in names}
    content = render_to_string(template, {**context, "inks": inks})
    response = HttpResponse(content, content_type="image/svg+xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


@require_safe
def map_svg(request: HttpRequest) -> HttpResponse:
    """One commitment as a map of the world."""
    choice, clocks = WorldFilter(request.GET), request.clocks
    commitment = choice.shown()
    if commitment is None:
        return refuse_request(request, choice.refusals() or [_("No promises are entered yet.")])
    owed = Obligation.objects.as_shown(clocks).filter(commitment=commitment)
    within = {"state__region": choice.region_shown} if choice.region_shown else {}
    drawn = choice.drawn(owed.filter(**within), clocks)
    woven = {each.code: f"url(#{drawn.id}-{each.code})" for each in drawn.weaves}
    shapes = [(each, woven.get(each.value.code) or _colours(each.value.code)[0]) for each in drawn.shapes]
    entries = [(each.value, each.count) for each in drawn.legend]
    lines = [
        (woven.get(each.code) or _colours(each.code)[0], each.word, str(count)) for each, count in entries
    ]
    context = {
        "map": drawn,
        "shapes": shapes,
        "patterns": [_pattern(drawn.id, each) for each in drawn.weaves],
        "legend": _legend(lines),
        "clocks": clocks,
    }
    return _svg("drawings/map.svg", context)


def _under(x: int, width: int) -> int:
    """Where the year stands under a bar."""
    return round(PLOT_START + (x + 1.5) / width * PLOT_WIDTH)


@heavy(PAGES)
@require_safe
def trends_svg(request: HttpRequest) -> HttpResponse:
    """How many obligations, as filtered, had which status at the end of each year."""
    clocks = request.clocks
    chosen = TrendFilter(request.GET, Obligation.objects.with_label_on(clocks.day))
    if refusals := chosen.refusals():
        return refuse_request(request, refusals)
    trend = trend_of(chosen.qs, clocks, **chosen.kept())
    fills = {code: _colours(code)[0] for code in trend.drawn}
    bars = [
        (point, [(part, fills[part.status]) for part in point.parts], _under(point.x, trend.width))
        for point in trend.points
    ]
    lines = [(fills[code], str(Status(code).label), "") for code in trend.drawn]
    context = {"trend": trend, "bars": bars, "legend": _legend(lines), "clocks": clocks, "chosen": chosen}
    return _svg("drawings/trend.svg", context)


def map_png(request: HttpRequest) -> HttpResponse:
    """The same as a picture."""
    return _png(map_svg(request))


@heavy(PAGES)
def trends_png(request: HttpRequest) -> HttpResponse:
    """The same as a picture."""
    return _png(trends_svg(request))


def _png(drawing: HttpResponse) -> HttpResponse:
    """The picture of a drawing; a refusal as it is."""
    if drawing.status_code != HTTPStatus.OK:
        return drawing
    response = HttpResponse(as_png(drawing.content.decode()), content_type="image/png")
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response
