"""How old the newest finding is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.codes import Freshness
from commitments.rules.freshness import freshness_on

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("age", "word"),
    [
        (-1, Freshness.CURRENT),
        (0, Freshness.CURRENT),
        (366, Freshness.CURRENT),
        (367, Freshness.AGEING),
        (732, Freshness.AGEING),
        (733, Freshness.STALE),
    ],
)
def test_a_finding_ages_by_the_year(age, word):
    assert freshness_on(DAY, DAY - timedelta(days=age)) == word


def test_what_nobody_looked_at_has_no_age():
    assert freshness_on(DAY, None) == Freshness.NEVER


@given(st.dates(date(2000, 1, 1), DAY), st.dates(DAY, date(2100, 12, 31)), st.dates(DAY, date(2100, 12, 31)))
def test_nothing_grows_younger(newest, one, other):
    order = [Freshness.CURRENT, Freshness.AGEING, Freshness.STALE]
    early, late = sorted([one, other])

    assert order.index(freshness_on(early, newest)) <= order.index(freshness_on(late, newest))
