"""Texts as people type and paste them."""

from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.text_reading import read_line, read_text
from tests.value_cases import TEXTS


def test_texts_are_read_into_one_form():
    assert {text: read_text(text) for text in TEXTS} == TEXTS


def test_a_line_has_plain_blanks():
    assert read_line(" A\u00a0title\r\nof  two\tlines ") == "A title of two lines"


@given(st.text())
def test_what_was_read_reads_as_itself(text):
    once = read_text(text)

    assert read_text(once) == once
    assert read_line(read_line(text)) == read_line(text)
