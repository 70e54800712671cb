"""One slip of the fingers is forgiven, two are not."""

from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.typing_errors import is_one_error_away

WORDS = st.text("abcde", min_size=2, max_size=8)


def test_a_slip_is_one_letter_or_two_that_changed_places():
    for typed in ("colombia", "colmbia", "collombia", "colonbia", "colombi", "colombiaa", "colombai"):
        assert is_one_error_away(typed, "colombia"), typed
    for typed in ("clmbia", "kolombia", "comlobia", "colombiana", "c", ""):
        assert not is_one_error_away(typed, "colombia"), typed
    assert is_one_error_away("phillipines", "philippines")
    assert not is_one_error_away("aaaaaa", "a")


@given(WORDS, WORDS)
def test_it_does_not_matter_which_of_the_two_was_typed(one, other):
    assert is_one_error_away(one, other) == is_one_error_away(other, one)
