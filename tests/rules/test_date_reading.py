"""Dates in the forms in which people type and paste them."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.date_reading import (
    AmbiguousDate,
    DayOrder,
    UnreadableDate,
    latest_today,
    read_date,
)
from commitments.rules.dates import iso_form
from tests.value_cases import DATES, TWO_DATES

REFUSED = {
    "": "is no date",
    "soon": "is no date",
    "by": "is no date",
    "jui 2026": "is no date",  # June or July
    "Q3 2026": "is no date",
    "spring 2026": "is no date",
    "202611": "is no date",
    "2026-11-02 EST": "is no date",
    "2009–2010": "more than one date",
    "2009-2010": "more than one date",
    "2–4 November 2026": "more than one date",
    "November–December 2026": "more than one date",
    "2026-11-02/2026-11-04": "more than one date",
    "2009/10": "a month or two years: write 2009-10, or by 2010",
    "2009–10": "a month or two years",
    "by 2009/10": "a month or two years",
    "2026.1": "January or October: write 2026-01 or 2026-10",
    "2026-11-": "is no date",
    "2 November 2026 and later": "is no date",
    "2026-13-01": "no calendar",
    "13/2026": "no calendar",
    "31/02/2026": "no calendar",
    "30 Feb 2026": "no calendar",
    "29 February 2023": "no calendar",
    "2/11/26": "four digits",
    "Dec-09": "four digits",
    "4-Dec-83": "four digits",
    "November": "four digits",
    "2026-11-02 14:30": "time of day",
    "40151": "spreadsheet",
    "x" * 10_000: "is no date",
}
days = st.dates(date(1997, 9, 18), date(2100, 12, 31))


def test_dates_are_read_as_exactly_as_they_are_written():
    read = {text: read_date(text) for text in DATES}

    assert {text: iso_form(found.day, found.precision) for text, found in read.items()} == DATES


def test_a_date_known_by_a_page_is_the_last_day_of_what_was_given():
    read = {text: read_date(text).day.isoformat() for text in ("by 2024-05-30", "by May 2024", "by 2024")}

    assert read == {"by 2024-05-30": "2024-05-30", "by May 2024": "2024-05-31", "by 2024": "2024-12-31"}
    assert read_date("by 2026").settled(today=date(2026, 11, 28)) == date(2026, 11, 28)
    assert read_date("by 2025").settled(today=date(2026, 11, 28)) == date(2025, 12, 31)


def test_a_date_that_can_be_two_is_asked_about():
    for text, readings in TWO_DATES.items():
        with pytest.raises(AmbiguousDate) as asked:
            read_date(text)
        found = {order: day.isoformat() for order, day in asked.value.readings.items()}
        assert found == dict(zip(DayOrder, readings, strict=True)), text
        read = {order: read_date(text, order=order).day.isoformat() for order in DayOrder}
        assert read == found, text


def test_both_readings_stand_in_the_question():
    with pytest.raises(UnreadableDate, match="can be 3 February 2026 or 2 March 2026"):
        read_date("03/02/2026")


def test_an_order_does_not_bend_a_date():
    refused = {"25/12/2025": DayOrder.MONTH_FIRST, "12/25/2025": DayOrder.DAY_FIRST}

    for text, order in refused.items():
        with pytest.raises(UnreadableDate, match="no calendar"):
            read_date(text, order=order)
    assert read_date("2.3.2026", order=DayOrder.MONTH_FIRST).day == date(2026, 3, 2)


def test_what_is_no_date_is_refused_with_words():
    for text, reason in REFUSED.items():
        with pytest.raises(UnreadableDate, match=reason) as refused:
            read_date(text)
        assert not isinstance(refused.value, AmbiguousDate), text


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    with suppress(UnreadableDate):
        assert read_date(text).day


@given(
    days, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%b-%Y", "%Y%m%d"])
)
def test_what_programs_write_is_read_back(day, written):
    assert read_date(day.strftime(written)).day == day


def test_today_is_the_day_of_the_furthest_east():
    assert latest_today(datetime(2026, 11, 27, 9, 59, tzinfo=UTC)) == date(2026, 11, 27)
    assert latest_today(datetime(2026, 11, 27, 10, 0, tzinfo=UTC)) == date(2026, 11, 28)
