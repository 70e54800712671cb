"""The small trends count what the lists of their days show, and a withdrawal is told as one."""

from datetime import date

import pytest

from commitments.models import Obligation
from commitments.pages.trend_multiples import HEIGHT, TrendMultiples, trend_multiples
from commitments.pages.trends import trend_of
from commitments.rules.clocks import read_clocks
from tests.builders import make_commitment, make_note, make_obligation, make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    """Five States under 17: Finland leaves as fulfilled, Norway without a finding; 21 has none."""
    call, nothing = make_commitment(code="17", position=1), make_commitment(code="21", position=2)
    for iso3, until in (
        ("COL", None),
        ("KHM", None),
        ("FIN", date(2020, 6, 1)),
        ("NOR", date(2020, 6, 1)),
        ("PER", date(2022, 1, 1)),
    ):
        state = make_party(iso3=iso3, name_en=iso3.title(), until=until)
        make_obligation(state=state, commitment=call)
        make_obligation(state=state, commitment=nothing)
    for iso3, year, status in (
        ("COL", 2012, "in_progress"),
        ("COL", 2016, "fulfilled"),
        ("FIN", 2012, "in_progress"),
        ("FIN", 2014, "fulfilled"),
        ("PER", 2013, "not_applicable"),
    ):
        of_state = Obligation.objects.get(state__iso3=iso3, commitment=call)
        make_note(obligation=of_state, status=status, noted_date=date(year, 1, 1))


def multiples(now, *, as_of: str | None = None, obligations=None, **query) -> TrendMultiples:
    chosen = Obligation.objects.all() if obligations is None else obligations
    return trend_multiples(chosen, read_clocks({"as_of": as_of}, now=now), **query)


def test_promise_with_findings_has_a_trend_and_the_others_are_named(world, now):
    found = multiples(now)

    assert [each.commitment.code for each in found.promises] == ["17"]
    assert [each.code for each in found.without_findings] == ["21"]
    assert [each.code for each in multiples(now, as_of="2011-12-31").without_findings] == ["17", "21"]


def test_all_together_are_the_trend_of_all(world, now):
    assert multiples(now).total == trend_of(Obligation.objects.all(), read_clocks({}, now=now))


def test_withdrawal_is_told_with_what_the_figures_lose_by_it(world, now):
    found = multiples(now)

    (promise,) = found.promises
    left = {point.day.year: point.left_count for point in promise.points if point.left_count}
    assert left == {2020: 2, 2022: 1}
    assert (promise.left_count, promise.lost) == (3, [("fulfilled", 1), ("not_applicable", 1)])
    assert [(str(day), [each.iso3 for each in states]) for day, states in found.withdrawals] == [
        ("2020-06-01", ["FIN", "NOR"]),
        ("2022-01-01", ["PER"]),
    ]
    assert multiples(now, as_of="2020-05-31").withdrawals == []


def test_withdrawals_are_those_of_the_states_chosen(world, now):
    found = multiples(now, obligations=Obligation.objects.filter(state__iso3__in=["COL", "PER"]))

    assert [states[0].iso3 for _day, states in found.withdrawals] == ["PER"]


def test_share_is_of_the_states_bound_that_day(world, now):
    (promise,) = multiples(now).promises

    shown = {
        point.day.year: (
            point.bound_count,
            [(each.status, each.count, each.percent) for each in point.figures],
        )
        for point in promise.points
        if point.day.year in (2012, 2015, 2026)
    }
    assert shown == {
        2012: (5, [("fulfilled", 0, 0), ("in_progress", 2, 40), ("not_applicable", 0, 0)]),
        2015: (5, [("fulfilled", 1, 20), ("in_progress", 1, 20), ("not_applicable", 1, 20)]),
        2026: (2, [("fulfilled", 1, 50), ("in_progress", 0, 0), ("not_applicable", 0, 0)]),
    }
    assert promise.ceiling == 80
    in_2015 = next(point for point in promise.points if point.day.year == 2015)
    assert [(each.y, each.height) for each in in_2015.parts] == [(750, 250), (500, 250), (250, 250)]
    assert all(0 <= part.y <= HEIGHT for point in promise.points for part in point.parts)


def test_trends_cost_the_same_queries_however_many(world, now, django_assert_num_queries):
    with django_assert_num_queries(3):
        multiples(now)
    with django_assert_num_queries(2):
        multiples(now, as_of="2019-12-31")


def test_nothing_to_count_is_no_promise(now):
    found = multiples(now)

    assert (found.promises, found.without_findings, found.withdrawals) == ([], [], [])
    assert found.total.statuses == []
