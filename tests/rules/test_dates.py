"""Dates that are known to a day, a month or a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.codes import Precision
from commitments.rules.dates import (
    finding_words,
    iso_form,
    last_day,
    noted_refusals,
    partial_date,
    settle,
    stored_day,
)

TODAY = date(2026, 11, 24)

days = st.dates(date(1997, 9, 18), date(2100, 12, 31))
precisions = st.sampled_from(Precision)


@pytest.mark.parametrize(
    ("day", "precision", "last"),
    [
        (date(2009, 12, 4), "day", date(2009, 12, 4)),
        (date(2009, 12, 4), "month", date(2009, 12, 31)),
        (date(2009, 2, 4), "month", date(2009, 2, 28)),
        (date(2024, 2, 1), "month", date(2024, 2, 29)),
        (date(2000, 2, 1), "month", date(2000, 2, 29)),
        (date(2010, 4, 30), "month", date(2010, 4, 30)),
        (date(2009, 1, 1), "year", date(2009, 12, 31)),
        (date(2024, 5, 7), "by", date(2024, 5, 7)),
    ],
)
def test_the_last_day_of_what_is_known(day, precision, last):
    assert last_day(day, precision) == last


@given(days, precisions)
def test_the_last_day_is_written_as_the_day_itself_was(day, precision):
    last = last_day(day, precision)

    assert last >= day
    assert iso_form(last, precision) == iso_form(day, precision)
    assert last_day(last, precision) == last


@given(days, st.sampled_from([Precision.MONTH, Precision.YEAR]))
def test_the_day_after_the_last_is_another_period(day, precision):
    last = last_day(day, precision)

    assert iso_form(last + timedelta(days=1), precision) != iso_form(day, precision)


@given(days, precisions, days)
def test_a_note_is_filed_within_its_period(day, precision, today):
    filed = settle(day, precision, today=today)

    assert day <= filed <= last_day(day, precision)
    assert iso_form(filed, precision) == iso_form(day, precision)


@pytest.mark.parametrize(
    ("day", "precision", "filed"),
    [
        (date(2026, 3, 1), "year", date(2026, 11, 24)),
        (date(2026, 11, 1), "month", date(2026, 11, 24)),
        (date(2026, 11, 24), "day", date(2026, 11, 24)),
        (date(2026, 10, 1), "month", date(2026, 10, 31)),
        (date(2025, 3, 1), "year", date(2025, 12, 31)),
        (date(2026, 12, 5), "year", date(2026, 12, 31)),
        (date(2026, 11, 1), "by", date(2026, 11, 1)),
    ],
)
def test_a_period_that_still_runs_has_come_as_far_as_today(day, precision, filed, today):
    assert settle(day, precision, today=today) == filed


@pytest.mark.parametrize(
    ("precision", "form", "words", "finding"),
    [
        ("day", "2009-12-04", "4 December 2009", "the finding of 4 December 2009"),
        ("month", "2009-12", "December 2009", "the finding of December 2009"),
        ("year", "2009", "2009", "the finding of 2009"),
        ("by", "by 2009-12", "by December 2009", "the finding known by December 2009"),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(precision, form, words, finding):
    day = date(2009, 12, 4)

    assert (iso_form(day, precision), partial_date(day, precision), finding_words(day, precision)) == (
        form,
        words,
        finding,
    )


@pytest.mark.parametrize(
    ("day", "refusals"),
    [
        (date(1997, 9, 17), ["This day lies before the Convention was adopted on 18 September 1997."]),
        (date(1997, 9, 18), []),
        (TODAY, []),
        (TODAY + timedelta(days=1), ["This day lies in the future: log what has happened."]),
    ],
)
def test_a_fact_lies_between_the_adoption_of_the_convention_and_today(day, refusals):
    assert noted_refusals(day, today=TODAY) == refusals


@pytest.mark.parametrize(
    ("day", "precision", "filed"),
    [
        (date(2009, 12, 4), "day", date(2009, 12, 4)),
        (date(2009, 12, 4), "month", date(2009, 12, 31)),
        (date(2009, 12, 4), "year", date(2009, 12, 31)),
        (date(2026, 12, 31), "year", TODAY),
        (date(2026, 11, 1), "month", TODAY),
        (date(2026, 12, 31), "month", date(2026, 12, 31)),
        (date(2026, 12, 31), "by", date(2026, 12, 31)),
        (date(2024, 5, 7), "by", date(2024, 5, 7)),
    ],
)
def test_any_day_of_a_period_is_filed_under_its_last_or_today(day, precision, filed):
    assert stored_day(day, precision, today=TODAY) == filed
