"""The dates of a State's membership in their order."""

from datetime import date

import pytest

from commitments.pages.membership_timeline import (
    DEPOSITED,
    IN_FORCE,
    LEFT,
    MADE_IT,
    NOT_YET,
    NOTIFIED,
    SIGNED,
    membership_events,
    stay_that_binds,
)
from tests.builders import make_membership, make_state

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def test_all_dates_of_a_stay_come_in_their_order():
    stay = make_membership(signed_date=date(1997, 12, 3), withdrawal_effective_date=date(2025, 12, 27))

    assert [event.words for event in membership_events([stay], TODAY)] == [
        SIGNED,
        DEPOSITED,
        IN_FORCE,
        MADE_IT,
        NOTIFIED,
        LEFT,
    ]


def test_entry_into_force_may_come_before_the_deposit():
    stay = make_membership(consent_date=date(2011, 11, 11), entry_into_force_date=date(2011, 7, 9))

    assert [event.words for event in membership_events([stay], TODAY)] == [NOT_YET, IN_FORCE, DEPOSITED]


def test_a_second_stay_stands_after_the_first():
    state = make_state()
    first = make_membership(state=state, withdrawal_effective_date=date(2020, 1, 1))
    second = make_membership(
        state=state, consent_date=date(2022, 1, 1), entry_into_force_date=date(2022, 7, 1)
    )

    events = membership_events([first, second], TODAY)

    assert [event.day.year for event in events] == [1998, 1999, 2009, 2019, 2020, 2022, 2022]


def test_a_day_that_the_page_has_not_reached_is_ahead():
    stay = make_membership()

    assert [event.is_ahead for event in membership_events([stay], date(2001, 1, 1))] == [False, False, True]


def test_without_a_stay_nothing_is_told():
    assert membership_events([], TODAY) == []


def test_stay_that_binds_is_the_one_that_covers_the_day():
    state = make_state()
    first = make_membership(state=state, withdrawal_effective_date=date(2010, 1, 1))
    second = make_membership(
        state=state, consent_date=date(2012, 1, 1), entry_into_force_date=date(2012, 7, 1)
    )
    days = (date(1999, 2, 28), date(2009, 12, 31), date(2010, 1, 1), date(2012, 6, 30), date(2012, 7, 1))

    assert [stay_that_binds([first, second], day) for day in days] == [None, first, None, None, second]
