"""A cell goes out harmless and comes back whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments import exports
from commitments.rules.formulas import FORMULA_STARTS, neutralised, restored


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("@a", "'@a"),
        ("a=1", "a=1"),
        ("'a", "'a"),
        ("", ""),
        ("'=1", "''=1"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text, safe):
    assert neutralised(text) == safe


@given(st.text() | st.text(alphabet="'=+-@a"))
def test_what_went_out_comes_back(text):
    assert restored(neutralised(text)) == text
    assert not neutralised(text).startswith(FORMULA_STARTS)


def test_every_file_neutralises_the_same():
    assert exports.FORMULA_STARTS == FORMULA_STARTS
