"""The days that a reader looks for."""

from datetime import date

from commitments.rules.meetings import MEETINGS
from commitments.rules.milestones import MILESTONES, NAMED_DAYS, days_of_trend, named_days_by

TODAY = date(2026, 11, 24)


def test_named_days_stand_in_order_and_begin_with_the_declaration():
    days = [mark.day for mark in NAMED_DAYS]

    assert days == sorted(set(days))
    assert days[0] == date(2009, 12, 4)
    assert set(MILESTONES) < set(NAMED_DAYS)
    assert [str(mark.place) for mark in MILESTONES] == ["Cartagena", "Maputo", "Oslo", "Siem Reap-Angkor"]


def test_meetings_count_on_without_gap_and_have_sources():
    review = [each.code for each in MEETINGS if each.is_review_conference]
    parties = [each.code for each in MEETINGS if not each.is_review_conference]

    assert review == [f"{number}RC" for number in range(2, 6)]
    assert parties == [f"{number}MSP" for number in range(10, 23)]
    assert [each.code for each in MEETINGS if not each.sources or not each.first < each.last] == []


def test_named_day_is_none_before_the_meeting_has_closed():
    assert [str(mark.place) for mark in named_days_by(date(2010, 12, 2))] == ["Cartagena"]
    assert [str(mark.place) for mark in named_days_by(date(2010, 12, 3))] == ["Cartagena", "Geneva"]
    newest = named_days_by(TODAY)[-1]
    assert (str(newest.name), str(newest.place), newest.day) == (
        "Twenty-Second Meeting of the States Parties",
        "Geneva",
        date(2025, 12, 5),
    )


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
