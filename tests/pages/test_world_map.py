"""One commitment as a map of the world, and the locator of a State."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from commitments.lists.obligations import ObligationFilter
from commitments.models import Obligation, State
from commitments.pages.locator import locator_of
from commitments.pages.world_map import (
    freshness_value,
    group_by_legend,
    map_by_deadlines,
    map_by_freshness,
    map_by_status,
    status_value,
)
from commitments.pages.world_shapes import MapDot, world_sheet
from commitments.rules.clocks import read_clocks
from commitments.rules.codes import Freshness, Status
from tests.builders import make_commitment, make_deadline, make_note, make_obligation, make_party, make_state

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PRESENT = read_clocks({}, now=NOW)


@pytest.fixture
def clearance():
    """16b as it is owed by a large State, a small one, one that left, and one that no map knows."""
    commitment = make_commitment(code="16b", title="Clear all areas")
    for iso3, name, until in (
        ("COL", "Colombia", None),
        ("NRU", "Nauru", None),
        ("FIN", "Finland", date(2026, 1, 10)),
        ("XXK", "Newland", None),
    ):
        make_obligation(state=make_party(iso3=iso3, name_en=name, until=until), commitment=commitment)
    make_obligation(state=make_party(iso3="PER"), commitment=make_commitment(code="17"))
    make_note(
        obligation=owed(commitment).get(state__iso3="COL"), status="overdue", noted_date=date(2026, 5, 1)
    )
    return commitment


def owed(commitment, clocks=PRESENT):
    return Obligation.objects.as_listed(clocks).filter(commitment=commitment)


def legend(drawn):
    return {entry.value.code: entry.count for entry in drawn.legend}


def test_each_state_that_owes_the_commitment_is_coloured_by_its_status(clearance):
    drawn = map_by_status(owed(clearance), PRESENT, clearance)

    assert {shape.iso3: shape.value.code for shape in drawn.shapes} == {
        "COL": "overdue",
        "NRU": "not_assessed",
        "FIN": "not_bound",
    }
    colombia = next(shape for shape in drawn.shapes if shape.iso3 == "COL")
    assert (colombia.name, colombia.address) == ("Colombia", "/states/COL/16b/")
    assert (colombia.value.symbol, colombia.value.word) == ("!", "overdue")
    assert colombia.path.startswith("m")


def test_a_small_state_has_a_dot_and_lies_on_top(clearance):
    drawn = map_by_status(owed(clearance), PRESENT, clearance)

    assert [shape.small for shape in drawn.shapes] == [False, False, True]
    assert isinstance(drawn.shapes[-1].dot, MapDot)


def test_all_other_states_are_land(clearance):
    drawn = map_by_status(owed(clearance), PRESENT, clearance)
    sheet = world_sheet()

    assert sheet.states["USA"].path in drawn.others
    assert sheet.states["PER"].path in drawn.others
    assert sheet.states["COL"].path not in drawn.others


def test_a_state_that_the_map_does_not_know_is_named(clearance):
    drawn = map_by_status(owed(clearance), PRESENT, clearance)

    assert [(shape.name, shape.value.code) for shape in drawn.unplaced] == [("Newland", "not_assessed")]
    assert legend(drawn)["not_assessed"] == 2


def test_by_freshness_a_state_that_is_not_bound_keeps_that_word(clearance):
    drawn = map_by_freshness(owed(clearance), PRESENT, clearance)

    assert legend(drawn) == {"current": 1, "never": 2, "not_bound": 1}
    assert {shape.iso3: shape.value.code for shape in drawn.shapes}["FIN"] == "not_bound"


def test_by_deadlines_each_state_shows_what_its_latest_deadline_says(clearance):
    due = {"COL": date(2026, 3, 1), "NRU": date(2030, 3, 1), "FIN": date(2011, 3, 1)}
    for each in owed(clearance).filter(state__iso3__in=due):
        make_deadline(obligation=each, due_date=due[each.state.iso3])

    drawn = map_by_deadlines(owed(clearance), PRESENT, clearance)

    assert legend(drawn) == {"ahead": 1, "missed": 1, "none_known": 1, "not_bound": 1}
    assert {shape.iso3: shape.value.code for shape in drawn.shapes} == {
        "COL": "missed",
        "NRU": "ahead",
        "FIN": "not_bound",
    }


@pytest.mark.parametrize("as_of", [None, "2026-01-09", "2028-03-01"])
@pytest.mark.parametrize("draw", [map_by_status, map_by_freshness, map_by_deadlines])
def test_every_count_of_the_legend_is_the_number_of_rows_behind_it(clearance, draw, as_of):
    clocks = read_clocks({"as_of": as_of, "known_at": None}, now=NOW)
    drawn = draw(owed(clearance, clocks), clocks, clearance)

    found = {}
    for entry in drawn.legend:
        query = urlsplit(entry.address).query
        assert parse_qs(query).get("as_of", [None]) == [as_of]
        rows = Obligation.objects.as_listed(clocks)
        filtered = ObligationFilter(QueryDict(query), queryset=rows)
        assert filtered.refusals() == []
        found[entry.value.code] = filtered.qs.count()

    assert legend(drawn) == found
    assert sum(found.values()) == 4


def test_the_lists_hold_each_obligation_once_under_the_line_that_counts_it(clearance):
    obligations = list(owed(clearance))
    drawn = map_by_status(obligations, PRESENT, clearance)

    groups = group_by_legend(drawn, obligations)

    assert [(entry.value.code, [each.state.iso3 for each in rows]) for entry, rows in groups] == [
        ("overdue", ["COL"]),
        ("not_assessed", ["NRU", "XXK"]),
        ("not_bound", ["FIN"]),
    ]


def test_addresses_keep_both_clocks(clearance):
    clocks = read_clocks({"as_of": "2026-01-09", "known_at": "2026-06-30"}, now=NOW)

    drawn = map_by_status(owed(clearance, clocks), clocks, clearance)

    addresses = [drawn.rows, *(each.address for each in (*drawn.legend, *drawn.shapes, *drawn.unplaced))]
    assert [one for one in addresses if not one.endswith("as_of=2026-01-09&known_at=2026-06-30")] == []


def test_every_value_has_a_class_and_all_but_the_plainest_a_weave(clearance):
    commitment = make_commitment(code="16c")
    for status in ("fulfilled", "overdue", "no_evidence"):
        obligation = make_obligation(commitment=commitment)
        make_note(
            obligation=obligation, status=status, text="Looked in the report of the State, page 3.", links=1
        )

    drawn = map_by_status(owed(commitment), PRESENT, commitment)

    assert [value.code for value in drawn.weaves] == ["overdue", "no_evidence"]
    assert drawn.legend[0].value.style == "status--fulfilled"


def test_a_commitment_that_nobody_owes_is_a_map_of_land():
    commitment = make_commitment(code="16b")

    drawn = map_by_status([], PRESENT, commitment)

    assert (drawn.shapes, drawn.legend, len(drawn.others) > 150) == ([], [], True)


def test_the_map_asks_nothing_beyond_its_obligations(clearance, django_assert_num_queries):
    with django_assert_num_queries(1):
        map_by_status(owed(clearance), PRESENT, clearance)


def test_there_is_a_symbol_for_every_age_and_every_status():
    assert all(freshness_value(code).symbol for code in Freshness.values)
    assert all(status_value(code).symbol for code in Status.values)


def test_a_locator_shows_the_state_among_its_neighbours():
    cambodia, thailand = (
        make_state(iso3="KHM", name_en="Cambodia"),
        make_state(iso3="THA", name_en="Thailand"),
    )
    make_state(iso3="BRA", name_en="Brazil")

    locator = locator_of(cambodia, State.objects.all())

    assert locator.here.name == "Cambodia"
    assert [place.name for place in locator.neighbours] == [thailand.name]
    assert not locator.here.small


def test_a_small_state_gets_a_ring():
    locator = locator_of(make_state(iso3="MLT", name_en="Malta"), [])

    assert (locator.here.small, locator.neighbours) == (True, [])


def test_a_state_that_the_map_does_not_know_has_no_locator():
    assert locator_of(make_state(iso3="XXK"), []).here is None
