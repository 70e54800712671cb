"""Two texts in one, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.difference import ADDED, REMOVED, SAME, pieces


def words(found, *, without: str) -> list[str]:
    """One of the two texts, as words."""
    return [word for piece in found if piece.kind != without for word in piece.text.split()]


def test_a_changed_word_is_removed_and_added():
    assert pieces("two provinces", "three provinces") == [
        (REMOVED, "two "),
        (ADDED, "three "),
        (SAME, "provinces"),
    ]


def test_line_endings_of_browsers_make_no_difference():
    assert [piece.kind for piece in pieces("one\r\ntwo", "one\ntwo")] == [SAME]


def test_what_is_too_long_to_compare_is_shown_whole():
    before, after = "a b " * 1000, "b a " * 1000

    assert pieces(before, after) == [(REMOVED, before), (ADDED, after)]


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_both_texts_can_be_read_from_the_difference(before, after):
    found = pieces(before, after)

    assert words(found, without=ADDED) == before.split()
    assert words(found, without=REMOVED) == after.split()
