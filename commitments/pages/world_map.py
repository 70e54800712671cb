"""One commitment as a map of the world, by status, freshness or deadlines."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from commitments.models import Commitment, Obligation
from commitments.rules.clocks import Clocks
from commitments.rules.codes import DeadlineState, Freshness, Status
from commitments.rules.deadlines import DEADLINE_SYMBOLS
from commitments.rules.freshness import freshness_on
from commitments.rules.status import SYMBOLS
from commitments.rules.tally import OUTSIDE_DENOMINATOR

from .world_shapes import MapDot, MapFrame, MapSheet, frame_around, world_sheet

BY_STATUS, BY_FRESHNESS, BY_DEADLINES = "status", "freshness", "deadlines"
FRESHNESS_SYMBOLS = {
    Freshness.CURRENT: "●",
    Freshness.AGEING: "◒",
    Freshness.STALE: "◌",
    Freshness.NEVER: "?",
}
# dark and light: these have no pattern; every other value has its own
PLAIN = frozenset({Status.FULFILLED, Status.IN_PROGRESS, Freshness.CURRENT, DeadlineState.MET})


@dataclass(frozen=True)
class MapValue:
    """The value that colours a State: code, symbol and word; `style` is the CSS class."""

    code: str
    symbol: str
    word: str
    style: str

    @property
    def woven(self) -> bool:
        return self.code not in PLAIN


@dataclass(frozen=True)
class MapShape:
    """A State that owes the commitment: its link, its value, its outline.

    `beside` says of a grave status how sure it is, and of which years.
    """

    iso3: str
    name: str
    address: str
    value: MapValue
    path: str = ""
    cx: int = 0
    cy: int = 0
    dot: MapDot | None = None
    beside: str = ""

    @property
    def label(self) -> str:
        """“Yemen: contradicted, use in 2011, admitted”."""
        words = [self.value.word, *([self.beside] if self.beside else [])]
        return f"{self.name}: {', '.join(words)}"

    @property
    def small(self) -> bool:
        """Whether it is drawn as a dot."""
        return self.dot is not None


@dataclass(frozen=True)
class LegendEntry:
    """A line of the legend: a value, how many States have it, and the address of exactly those rows."""

    value: MapValue
    count: int
    address: str


@dataclass(frozen=True)
class WorldMap:
    """Everything that `components/world_map.html` draws. `others` are paths of States that owe nothing."""

    commitment: Commitment
    by: str
    sheet: MapSheet
    shapes: list[MapShape]
    others: list[str]
    legend: list[LegendEntry]
    rows: str
    unplaced: list[MapShape] = field(default_factory=list)
    region: str = ""

    @property
    def frame(self) -> MapFrame:
        """The part of the sheet that is shown."""
        if not self.region:
            return MapFrame(0, 0, self.sheet.width, self.sheet.height)
        return frame_around([(shape.cx, shape.cy) for shape in self.shapes], self.sheet)

    @property
    def id(self) -> str:
        """Unique on a page that shows this commitment in several ways."""
        return f"map-{self.by}-{self.commitment.code}"

    @property
    def weaves(self) -> list[MapValue]:
        """The patterns that this map uses."""
        return [entry.value for entry in self.legend if entry.value.woven]


def status_value(code: str) -> MapValue:
    status = Status(code)
    return MapValue(status.value, SYMBOLS[status], str(status.label), f"status--{status.value}")


def freshness_value(code: str) -> MapValue:
    age = Freshness(code)
    return MapValue(age.value, FRESHNESS_SYMBOLS[age], str(age.label), f"age--{age.value}")


def deadline_value(code: str) -> MapValue:
    state = DeadlineState(code)
    return MapValue(state.value, DEADLINE_SYMBOLS[state], str(state.label), f"deadline--{state.value}")


def map_by_status(
    obligations: Iterable[Obligation], clocks: Clocks, commitment: Commitment, region: str = ""
) -> WorldMap:
    """The status of each State; `obligations` are those of this commitment and region, `as_listed`."""
    values = {code: status_value(code) for code in Status.values}
    found = [(each, values[each.status]) for each in obligations]
    return _drawn(found, list(values.values()), clocks, commitment, BY_STATUS, region)


def map_by_freshness(
    obligations: Iterable[Obligation], clocks: Clocks, commitment: Commitment, region: str = ""
) -> WorldMap:
    """The age of the newest finding on each State; a State not bound that day is shown as such."""
    values = {code: freshness_value(code) for code in Freshness.values}
    unbound = status_value(Status.NOT_BOUND)
    found = [
        (each, unbound if each.status == Status.NOT_BOUND else values[_age(each, clocks)])
        for each in obligations
    ]
    return _drawn(found, [*values.values(), unbound], clocks, commitment, BY_FRESHNESS, region)


def map_by_deadlines(
    obligations: Iterable[Obligation], clocks: Clocks, commitment: Commitment, region: str = ""
) -> WorldMap:
    """What the latest known deadline of each State says; a State without a duty is shown by its status."""
    values = {code: deadline_value(code) for code in DeadlineState.values}
    without = {status.value: status_value(status) for status in Status if status in OUTSIDE_DENOMINATOR}
    found = [(each, (values | without)[each.deadline_state or each.status]) for each in obligations]
    return _drawn(found, [*values.values(), *without.values()], clocks, commitment, BY_DEADLINES, region)


DRAWINGS = {BY_STATUS: map_by_status, BY_FRESHNESS: map_by_freshness, BY_DEADLINES: map_by_deadlines}


def _age(obligation: Obligation, clocks: Clocks) -> str:
    return freshness_on(clocks.day, obligation.newest_note_date).value


def _drawn(
    found: list[tuple[Obligation, MapValue]],
    values: list[MapValue],
    clocks: Clocks,
    commitment: Commitment,
    by: str,
    region: str,
) -> WorldMap:
    sheet = world_sheet()
    shapes = {each.state.iso3: _shape(each, value, clocks, sheet) for each, value in found}
    counts = Counter(value for _each, value in found)
    where = {"region": region} if region else {}
    rows = {value: _rows(commitment, clocks, **_asked(value, by), **where) for value in counts}
    return WorldMap(
        commitment=commitment,
        by=by,
        sheet=sheet,
        shapes=[shapes[iso3] for iso3 in sheet.states if iso3 in shapes],
        others=[one.path for iso3, one in sheet.states.items() if one.path and iso3 not in shapes],
        legend=[LegendEntry(value, counts[value], rows[value]) for value in values if value in counts],
        rows=_rows(commitment, clocks, **where),
        unplaced=[shape for iso3, shape in shapes.items() if iso3 not in sheet.states],
        region=region,
    )


def _shape(obligation: Obligation, value: MapValue, clocks: Clocks, sheet: MapSheet) -> MapShape:
    state = obligation.state
    address = clocks.keep(obligation.get_absolute_url())
    beside = obligation.grave_words if value.code == obligation.status else ""
    drawn = sheet.states.get(state.iso3)
    if drawn is None:
        return MapShape(state.iso3, state.name, address, value, beside=beside)
    placed = (drawn.path, drawn.x, drawn.y, drawn.dot)
    return MapShape(state.iso3, state.name, address, value, *placed, beside=beside)


def _asked(value: MapValue, by: str) -> dict[str, object]:
    """The filters that find the States of a value; an age applies only to States that are bound."""
    if by == BY_STATUS or value.code in OUTSIDE_DENOMINATOR:
        return {"status": value.code}
    if by == BY_DEADLINES:
        return {"deadline": value.code}
    return {"freshness": value.code, "not_status": Status.NOT_BOUND.value}


def _rows(commitment: Commitment, clocks: Clocks, **filters: object) -> str:
    return clocks.keep(reverse("obligations_list"), commitment=commitment.code, **filters)


def group_by_legend(
    drawn: WorldMap, obligations: Iterable[Obligation]
) -> list[tuple[LegendEntry, list[Obligation]]]:
    """The obligations under their legend entries: the map as lists, for readers who cannot see it."""
    values = {shape.iso3: shape.value for shape in (*drawn.shapes, *drawn.unplaced)}
    owed = list(obligations)
    return [
        (entry, [each for each in owed if values[each.state.iso3] == entry.value]) for entry in drawn.legend
    ]
