"""Series by year: what must not be added up is never drawn as one."""

from datetime import date

import pytest

from commitments.pages.yearly_series import casualties_by_state, money_by_state, money_of_state
from commitments.rules.clocks import Clocks
from commitments.rules.codes import ContributionRole
from tests.builders import make_contribution, make_state, make_state_casualties

pytestmark = pytest.mark.django_db


@pytest.fixture
def clocks(today, now) -> Clocks:
    return Clocks(today, now)


def test_counts_of_two_scopes_are_two_series(clocks):
    state = make_state()
    for year in (2010, 2011, 2013):
        make_state_casualties(state=state, year=year, total=year)
    make_state_casualties(state=state, year=2012, scope="antipersonnel_only", total=400)

    (found,) = casualties_by_state(clocks)

    assert (found.state, found.years, len(found.rows)) == (state, "2010–2013", 4)
    assert [(each.words, [row.year for row in each.rows]) for each in found.series] == [
        ("mines and explosive remnants of war", [2013, 2011, 2010]),
        ("anti-personnel mines only", [2012]),
    ]
    (drawn,) = found.charted
    assert (len(drawn.chart.lines), len(drawn.chart.gaps), drawn.chart.most) == (2, 1, 2013)


def test_unknown_total_is_a_gap_and_zero_is_none(clocks):
    state = make_state()
    for year, total in ((2010, 3), (2011, None), (2012, 0), (2013, 1)):
        make_state_casualties(state=state, year=year, total=total, killed=None, injured=None, remark="?")

    (found,) = casualties_by_state(clocks, state)

    assert [len(each.chart.points) for each in found.series] == [3]
    assert [len(each.chart.gaps) for each in found.series] == [1]


def test_money_is_parted_by_role_currency_and_purpose(clocks):
    state, other = make_state(name_en="Land"), make_state(name_en="Other land")
    for year in (2010, 2011, 2012):
        make_contribution(state=state, year=year)
        make_contribution(state=state, year=year, role="recipient", covers="clearance")
    make_contribution(state=state, year=2013, currency="NOK")
    make_contribution(state=state, year=2014, covers="Iraq only")
    make_contribution(state=state, year=2015, amount=None, currency="", amount_usd=None)
    make_contribution(state=other)

    given, received = money_of_state(state, clocks)

    assert (given.role, received.role) == ("donor", "recipient")
    assert [(each.currency, each.words, len(each.rows), bool(each.chart)) for each in given.series] == [
        ("", "all mine action", 1, False),
        ("EUR", "Iraq only", 1, False),
        ("NOK", "all mine action", 1, False),
        ("EUR", "all mine action", 3, True),
    ]
    donors = money_by_state(ContributionRole.DONOR, clocks)
    assert [(each.state, len(each.rows)) for each in donors] == [(state, 6), (other, 1)]


def test_series_end_with_the_last_year_that_was_over(now):
    state = make_state()
    for year in (2010, 2011, 2012):
        make_state_casualties(state=state, year=year)
        make_contribution(state=state, year=year)
    clocks = Clocks(date(2012, 6, 30), now)

    assert [each.years for each in casualties_by_state(clocks, state)] == ["2010–2011"]
    assert [each.years for each in money_of_state(state, clocks)] == ["2010–2011"]
