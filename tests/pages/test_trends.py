"""The trend counts on each day what the list of that day shows."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from commitments.models import Obligation
from commitments.pages.trends import trend_of
from commitments.rules.clocks import Clocks, read_clocks
from tests.builders import make_commitment, make_note, make_obligation, make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    """Three States under 17: one moves twice, one joins in 2013, one leaves in 2020; and one under 16b."""
    call = make_commitment(code="17")
    moving = make_obligation(state=make_party(iso3="COL"), commitment=call)
    make_note(obligation=moving, status="in_progress", noted_date=date(2012, 1, 1))
    make_note(obligation=moving, status="fulfilled", noted_date=date(2016, 1, 1))
    make_obligation(state=make_party(iso3="KHM", since=date(2013, 1, 1)), commitment=call)
    make_obligation(state=make_party(iso3="FIN", until=date(2020, 6, 1)), commitment=call)
    make_obligation(state=make_party(iso3="PER"), commitment=make_commitment(code="16b"))


def trend(now, *, as_of=None, known_at=None, code="17", **query):
    of_code = Obligation.objects.filter(commitment__code=code)
    return trend_of(of_code, read_clocks({"as_of": as_of, "known_at": known_at}, now=now), **query)


def test_it_runs_from_the_declaration_over_the_ends_of_the_years_to_the_day(world, now):
    found = [point.day for point in trend(now).points]

    assert found == [
        date(2009, 12, 4),
        *(date(year, 12, 31) for year in range(2010, 2026)),
        date(2026, 11, 24),
    ]


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        ("2010-12-31", ["2009-12-04", "2010-12-31"]),
        ("2010-03-01", ["2009-12-04", "2010-03-01"]),
        ("2009-12-04", ["2009-12-04"]),
        ("2001-01-01", ["2001-01-01"]),
    ],
)
def test_the_last_point_is_the_day_itself_and_stands_once(world, now, as_of, days):
    assert [str(point.day) for point in trend(now, as_of=as_of).points] == days


def test_a_day_far_ahead_does_not_draw_the_years_before_it(world, now):
    points = trend(now, as_of="2100-12-31").points

    assert [str(point.day) for point in points[-2:]] == ["2025-12-31", "2100-12-31"]


def test_each_count_is_that_of_the_day(world, now):
    points = trend(now).points

    counted = [point.tally for point in points]
    of_17 = Obligation.objects.filter(commitment__code="17")
    assert counted == [of_17.with_status_on(Clocks(point.day, now)).tally() for point in points]
    assert len({str(tally.counts) for tally in counted}) == 5


def test_a_figure_leads_to_its_day_status_and_commitment_and_keeps_what_was_known(world, now):
    points = trend(now, known_at="2026-11-20", commitment="17").points
    figure = next(each for each in points[3].figures if each.count)

    address = urlsplit(figure.address)

    assert address.path == "/obligations/"
    assert parse_qs(address.query) == {
        "status": [figure.status],
        "commitment": ["17"],
        "as_of": ["2012-12-31"],
        "known_at": ["2026-11-20"],
    }


def test_the_last_figure_stays_in_the_present_where_no_clock_is_set(world, now):
    last = next(each for each in trend(now).points[-1].figures if each.count)

    assert "as_of" not in last.address


def test_a_bar_is_as_high_as_what_is_owed(world, now):
    found = trend(now)

    heights = [sum(part.height for part in point.parts) for point in found.points]
    assert heights == [point.tally.denominator for point in found.points]
    assert {part.y + part.height for point in found.points for part in point.parts[:1]} == {found.ceiling}


def test_a_change_of_method_is_marked_only_where_it_bears_on_what_is_counted(world, now):
    calls, clearance = trend(now), trend(now, code="16b")

    marked = {str(point.day): len(point.changes) for point in calls.points if point.changes}
    assert marked == {"2010-12-31": 1, "2024-12-31": 1, "2026-11-24": 1}
    assert [each.change.text[:3] for each in calls.changes] == ["17:", "17:", "Aft"]
    assert [each.change.text[:3] for each in clearance.changes] == ["Aft"]


def test_nothing_to_count_is_drawn_as_nothing(now):
    found = trend(now)

    assert (found.statuses, found.ceiling, len(found.points)) == ([], 2, 18)


def test_it_is_one_query_however_long(world, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        trend(now)
