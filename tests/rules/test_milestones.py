"""The days of a trend."""

from datetime import date

from commitments.rules.milestones import days_of_trend

TODAY = date(2026, 11, 24)


def test_a_trend_has_the_last_day_of_each_full_year():
    assert days_of_trend(date(2012, 12, 31), TODAY) == [
        date(2009, 12, 4),
        date(2010, 12, 31),
        date(2011, 12, 31),
        date(2012, 12, 31),
    ]


def test_a_trend_before_the_declaration_is_the_day_alone():
    assert days_of_trend(date(2005, 1, 1), TODAY) == [date(2005, 1, 1)]
    assert days_of_trend(date(2009, 12, 4), TODAY) == [date(2009, 12, 4)]


def test_years_of_which_nothing_can_be_known_are_left_out():
    assert days_of_trend(date(2100, 1, 1), date(2010, 6, 1)) == [date(2009, 12, 4), date(2100, 1, 1)]
    assert len(days_of_trend(date(2100, 1, 1), date(2100, 1, 1))) == 42
