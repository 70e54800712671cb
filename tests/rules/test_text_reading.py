"""Texts as people type and paste them."""

from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.text_reading import read_line, read_text

READ = {
    "One\r\ntwo\rthree\u2028four": "One\ntwo\nthree\nfour",
    "One\x0btwo": "One\ntwo",  # a line break of Word
    " \n One \n ": "One",
    "a\tb": "a\tb",
    "a\x00b\x07c": "abc",
    "a\u202eb\u2066c\u2069": "abc",
    "\ufeffa": "a",
    "\u200b\u200b \u2060": "",
    "\u0301": "",
    "می\u200cروم": "می\u200cروم",
    "क्\u200dष": "क्\u200dष",
    "ក\u200bខ": "ក\u200bខ",
    "\u200fنص": "\u200fنص",
    "👩\u200d🔬": "👩\u200d🔬",
    "a\ud800b": "ab",
    "": "",
}


def test_texts_are_read_into_one_form():
    assert {text: read_text(text) for text in READ} == READ


def test_a_line_has_plain_blanks():
    assert read_line(" A\u00a0title\r\nof  two\tlines ") == "A title of two lines"


@given(st.text())
def test_what_was_read_reads_as_itself(text):
    once = read_text(text)

    assert read_text(once) == once
    assert read_line(read_line(text)) == read_line(text)
