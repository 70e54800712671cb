"""Numbers that somebody types behind an option."""

from argparse import ArgumentTypeError

import pytest

from commitments.management.options import number_of_things, whole_number
from tests.each import Failures

REFUSED = ("", "-1", "1.0", "1e3", " 1", "²", "٣", "9" * 10, "9" * 5_000)


def test_what_is_no_number_is_refused_and_never_cut_short():
    failures = Failures()

    for read in (whole_number, number_of_things):
        for typed in REFUSED:
            with failures.kept((read.__name__, typed[:20])), pytest.raises(ArgumentTypeError, match="number"):
                read(typed)

    assert not failures, failures
    assert [whole_number("0"), number_of_things("007"), number_of_things("9" * 9)] == [0, 7, 999_999_999]
    with pytest.raises(ArgumentTypeError, match="too few"):
        number_of_things("0")
