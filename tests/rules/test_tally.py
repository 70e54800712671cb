"""Counting without hiding what nobody has looked at."""

from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.codes import Status
from commitments.rules.tally import Tally

counts = st.dictionaries(st.sampled_from(Status.values), st.integers(0, 3000))
tallies = counts.map(Tally.of)


def test_a_status_that_nobody_has_counts_zero():
    assert Tally.of({"overdue": 2}).counts == {status.value: 2 * (status == "overdue") for status in Status}


@given(tallies)
def test_what_is_owed_leaves_out_what_never_arose_and_who_is_not_bound(tally):
    left_out = tally.counts["not_applicable"] + tally.counts["not_bound"]

    assert tally.denominator == tally.total - left_out


@given(tallies, st.integers(1, 100))
def test_noted_and_not_assessed_stay_in_the_denominator(tally, number):
    more = Tally.sum([tally, Tally.of({"not_assessed": number, "noted": 2 * number})])

    assert (more.denominator, more.assessed) == (tally.denominator + 3 * number, tally.assessed)
    assert more.published == tally.published + 2 * number


@given(st.lists(tallies, max_size=4))
def test_the_sum_of_tallies_counts_each_status_of_each(several):
    expected = {status: sum(tally.counts[status] for tally in several) for status in Status.values}

    assert Tally.sum(several).counts == expected


def test_a_tally_in_numbers():
    tally = Tally.of({"fulfilled": 3, "noted": 13, "not_assessed": 5, "not_applicable": 7, "not_bound": 11})

    assert (tally.total, tally.denominator, tally.assessed, tally.published) == (39, 21, 3, 16)
