"""Who is a Party on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.codes import Label
from commitments.rules.membership import (
    DECLARATION_DATE,
    entry_into_force_after,
    is_party_on,
    label_on,
    membership_refusals,
    order_of_changes,
    overlap_refusals,
)

days = st.dates(date(1997, 9, 18), date(2100, 12, 31))
stays = st.lists(
    st.tuples(days, st.none() | st.integers(1, 9000)).map(
        lambda stay: (stay[0], stay[1] and stay[0] + timedelta(days=stay[1]))
    ),
    max_size=3,
)


@given(entry=days, day=days)
def test_a_state_that_never_left_is_a_party_from_entry_into_force_on(entry, day):
    assert is_party_on(day, entry_into_force=entry, withdrawal_effective=None) == (day >= entry)


@given(entry=days, length=st.integers(1, 9000), day=days)
def test_a_stay_runs_from_its_first_day_to_the_day_before_the_withdrawal(entry, length, day):
    left = entry + timedelta(days=length)

    assert is_party_on(day, entry_into_force=entry, withdrawal_effective=left) == (entry <= day < left)


def test_finland_is_bound_until_the_day_before_its_withdrawal_takes_effect():
    stay = {"entry_into_force": date(2012, 7, 1), "withdrawal_effective": date(2026, 1, 10)}

    bound = [is_party_on(day, **stay) for day in (date(2026, 1, 9), date(2026, 1, 10))]

    assert bound == [True, False]


@pytest.mark.parametrize(
    ("deposit", "in_force"),
    [
        (date(1997, 12, 3), date(1999, 3, 1)),
        (date(1998, 9, 16), date(1999, 3, 1)),
        *((date(1998, 9, day), date(1999, 3, 1)) for day in range(17, 31)),
        (date(1998, 10, 1), date(1999, 4, 1)),
        (date(1999, 12, 31), date(2000, 6, 1)),
        (date(2000, 6, 30), date(2000, 12, 1)),
        (date(2000, 7, 1), date(2001, 1, 1)),
        (date(2003, 8, 29), date(2004, 2, 1)),
        (date(2004, 2, 29), date(2004, 8, 1)),
        (date(2024, 12, 18), date(2025, 6, 1)),
        (date(2025, 6, 25), date(2025, 12, 1)),
    ],
)
def test_entry_into_force_follows_article_17(deposit, in_force):
    assert entry_into_force_after(deposit) == in_force


@given(deposit=st.dates(date(1998, 9, 17), date(2100, 12, 31)))
def test_a_later_deposit_takes_effect_on_the_first_of_the_sixth_month_after(deposit):
    in_force = entry_into_force_after(deposit)

    months_between = (in_force.year - deposit.year) * 12 + in_force.month - deposit.month
    assert (in_force.day, months_between) == (1, 6)


@given(first=days, second=days)
def test_who_deposits_later_is_never_bound_earlier(first, second):
    early, late = sorted([first, second])

    assert entry_into_force_after(early) <= entry_into_force_after(late)


@given(stays=stays, day=days)
def test_a_label_says_whether_the_state_is_and_was_a_party(stays, day):
    label = label_on(day, stays)

    bound, declared = (
        any(is_party_on(moment, entry_into_force=a, withdrawal_effective=b) for a, b in stays)
        for moment in (day, DECLARATION_DATE)
    )
    assert (label in {Label.DECLARED_2009, Label.JOINED_AFTER}) == bound
    assert not bound or (label == Label.DECLARED_2009) == declared
    assert (label == Label.LEFT) == (not bound and any(end and end <= day for _start, end in stays))


@given(stays=stays, day=days)
def test_a_label_does_not_depend_on_the_order_of_the_stays(stays, day):
    assert label_on(day, stays) == label_on(day, stays[::-1])


FOUNDER = [(date(1999, 3, 1), None)]
LEAVER = [(date(2012, 7, 1), date(2026, 1, 10))]
RETURNER = [(date(1999, 3, 1), date(2020, 1, 1)), (date(2022, 5, 1), None)]


@pytest.mark.parametrize(
    ("stays", "day", "label"),
    [
        ([], date(2026, 1, 1), Label.OUTSIDE),
        (FOUNDER, date(1999, 2, 28), Label.OUTSIDE),
        (FOUNDER, date(1999, 3, 1), Label.DECLARED_2009),
        (LEAVER, date(2012, 6, 30), Label.OUTSIDE),
        (LEAVER, date(2026, 1, 9), Label.JOINED_AFTER),
        (LEAVER, date(2026, 1, 10), Label.LEFT),
        (RETURNER, date(2021, 1, 1), Label.LEFT),
        (RETURNER, date(2023, 1, 1), Label.DECLARED_2009),
    ],
)
def test_a_label_on_known_days(stays, day, label):
    assert label_on(day, stays) == label


STAY = {
    "consent": date(2000, 1, 1),
    "entry_into_force": date(2000, 7, 1),
    "withdrawal_notified": None,
    "withdrawal_effective": None,
}
BOTH_DAYS = "A withdrawal needs both days: notified and effective."
NOTIFIED_FIRST = "A withdrawal takes effect after its notification (Article 20)."
JOINED_FIRST = "A State cannot leave before it has joined."


@pytest.mark.parametrize(
    ("changes", "refusals"),
    [
        ({}, []),
        ({"consent": date(2011, 11, 11), "entry_into_force": date(2011, 7, 9)}, []),
        ({"withdrawal_notified": date(2025, 1, 1), "withdrawal_effective": date(2025, 7, 1)}, []),
        ({"withdrawal_notified": date(2025, 1, 1)}, [BOTH_DAYS]),
        ({"withdrawal_effective": date(2025, 7, 1)}, [BOTH_DAYS]),
        (
            {"withdrawal_notified": date(2025, 7, 1), "withdrawal_effective": date(2025, 7, 1)},
            [NOTIFIED_FIRST],
        ),
        (
            {"withdrawal_notified": date(1999, 1, 1), "withdrawal_effective": date(2000, 7, 1)},
            [JOINED_FIRST],
        ),
        (
            {"withdrawal_notified": date(2000, 7, 2), "withdrawal_effective": date(1999, 1, 1)},
            [NOTIFIED_FIRST, JOINED_FIRST],
        ),
    ],
)
def test_each_pair_of_days_that_cannot_be_is_refused_in_words(changes, refusals):
    assert membership_refusals(**STAY | changes) == refusals


FIRST, SECOND = (date(2000, 1, 1), date(2010, 1, 1)), (date(2010, 1, 1), None)


def test_stays_may_touch_and_never_overlap():
    cases = {
        (FIRST, SECOND): True,
        (FIRST, (date(2009, 12, 31), None)): False,
        (FIRST, (date(1990, 1, 1), date(2000, 1, 1))): True,
        (FIRST, (date(1990, 1, 1), date(2000, 1, 2))): False,
        (FIRST, (date(2003, 1, 1), date(2004, 1, 1))): False,
        (FIRST, (date(1990, 1, 1), None)): False,
        (FIRST, FIRST): False,
        ((date(2000, 1, 1), None), SECOND): False,
        (FIRST,): True,
        (): True,
    }

    for stays, fits in cases.items():
        assert (overlap_refusals(stays) == []) == fits, stays
        assert (overlap_refusals(stays[::-1]) == []) == fits, stays


def test_stays_are_changed_in_an_order_without_overlap():
    stored = {1: FIRST, 2: SECOND}
    later = {1: (date(2000, 1, 1), date(2015, 1, 1)), 2: (date(2015, 1, 1), None)}
    earlier = {1: (date(2000, 1, 1), date(2005, 1, 1)), 2: (date(2005, 1, 1), None)}
    swapped = {1: SECOND, 2: FIRST}

    assert order_of_changes(stored, later) == [2, 1]
    assert order_of_changes(stored, earlier) == [1, 2]
    assert order_of_changes({1: (FIRST[0], None)}, {-1: SECOND, 1: FIRST}) == [1, -1]
    assert order_of_changes(stored, swapped) is None
