"""The days between which statuses are compared, and in what States differ."""

from datetime import date

import pytest

from commitments.rules.comparison import ComparedStanding, differences, span_refusals
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


def test_states_differ_in_status_in_what_a_deadline_says_and_in_disputes():
    def found(*standings: tuple[object, ...]) -> list[str]:
        return [part.value for part in differences([ComparedStanding(*each) for each in standings])]

    early, late = date(2025, 12, 31), date(2030, 12, 31)
    cases = [
        ([("noted",)], []),
        ([("noted",), ("noted",)], []),
        ([("noted",), ("noted",), ("not_bound",)], ["status"]),
        ([("in_progress", "passed", early), ("in_progress", "ahead", late)], ["deadline"]),
        ([("in_progress", "ahead", early), ("in_progress", "ahead", late)], ["deadline"]),
        # the duty is fulfilled: when it had been due says nothing any more
        ([("fulfilled", "met", early), ("fulfilled", "met", late)], []),
        ([("noted", "", None, True), ("noted",)], ["dispute"]),
        (
            [("fulfilled", "met", early), ("overdue", "missed", early, True)],
            ["status", "deadline", "dispute"],
        ),
    ]

    assert [(standings, found(*standings)) for standings, _parts in cases] == cases
