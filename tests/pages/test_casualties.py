"""Recorded casualties: every row in the table, and a curve that draws no number nobody gave."""

from datetime import date

import pytest

from commitments.pages.casualties import casualties_until
from tests.builders import make_casualties

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def test_the_table_holds_every_edition_the_newest_year_first():
    make_casualties(year=2019, edition=2020, is_preferred=False)
    make_casualties(year=2019, edition=2021)
    make_casualties(year=2020)

    rows = casualties_until(TODAY).rows

    assert [(row.years, row.edition) for row in rows] == [("2020", 2021), ("2019", 2021), ("2019", 2020)]


def test_a_line_ends_where_a_year_is_missing():
    for year in (2010, 2011, 2013):
        make_casualties(year=year)

    curve = casualties_until(TODAY).curve

    assert [len(line.split()) for line in curve.totals] == [2, 1]
    assert len(curve.total_points) == 3


def test_killed_are_drawn_only_where_a_source_says_so():
    make_casualties(year=2010, killed=0)
    make_casualties(year=2011)
    make_casualties(year=2012, killed=900)

    curve = casualties_until(TODAY).curve

    assert [len(line.split()) for line in curve.killed] == [1, 1]


def test_an_edition_that_was_revised_is_a_mark_beside_the_line():
    make_casualties(year=2010, edition=2011, total=4_000, is_preferred=False)
    make_casualties(year=2010, edition=2013, total=5_000)

    curve = casualties_until(TODAY).curve

    assert (len(curve.total_points), len(curve.revised_points)) == (1, 1)
    assert float(curve.revised_points[0].y) > float(curve.total_points[0].y)


def test_years_without_a_count_of_their_own_stay_a_gap():
    make_casualties(year=1999, first_year=1999, last_year=2008, edition=2009, total=73_000)
    make_casualties(year=2006)

    curve = casualties_until(TODAY).curve

    assert curve.gap is not None
    assert len(curve.total_points) == 1


def test_a_sum_of_years_alone_draws_nothing():
    make_casualties(year=1999, first_year=1999, last_year=2008, edition=2009)

    found = casualties_until(TODAY)

    assert (len(found.rows), found.curve) == (1, None)


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2020, 12, 30), ["2019"]), (date(2020, 12, 31), ["2020", "2019"])],
)
def test_a_year_is_counted_once_it_has_ended(day, years):
    for year in (2019, 2020, 2021):
        make_casualties(year=year)

    assert [row.years for row in casualties_until(day).rows] == years


def test_a_slip_of_the_keyboard_draws_few_rules(today):
    make_casualties(year=2010, total=2_000_000_000)

    assert 2 <= len(casualties_until(today).curve.amounts) <= 9
