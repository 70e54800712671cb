"""The days between which statuses are compared."""

from datetime import date

import pytest

from commitments.rules.comparison import span_refusals
from commitments.rules.dates import year_before

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("first", [date(1997, 9, 18), date(2026, 11, 23)])
def test_any_earlier_day_can_be_compared(first):
    assert span_refusals(first, DAY, day=DAY) == []


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (DAY, DAY, "from: 2026-11-24"),
        (date(2020, 1, 2), date(2020, 1, 1), "from: 2020-01-02"),
        (date(1997, 9, 17), DAY, "from: 1997-09-17"),
        (date(2020, 1, 1), date(2026, 11, 25), "to: 2026-11-25"),
    ],
)
def test_what_cannot_be_compared_is_named(first, last, names):
    (refusal,) = span_refusals(first, last, day=DAY)

    assert refusal.startswith(names)


def test_a_year_before_a_leap_day_is_the_last_of_february():
    assert (year_before(date(2024, 2, 29)), year_before(DAY)) == (date(2023, 2, 28), date(2025, 11, 24))
