"""The first sentence of a note."""

import pytest

from commitments.rules.excerpt import MAX_LENGTH, first_sentence


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Two provinces were clear by then. Three were not.", "Two provinces were clear by then."),
        (
            "Under Art. 5 it had until 1.5 km were clear. Then more.",
            "Under Art. 5 it had until 1.5 km were clear.",
        ),
        ("The deadline passed in 2016. An extension followed.", "The deadline passed in 2016."),
        ("Voted yes. The resolution is A/RES/79/1. More.", "Voted yes. The resolution is A/RES/79/1."),
        ("One line that says a great deal\nand a second", "One line that says a great deal"),
        ("  No end  ", "No end"),
        ("", ""),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text, first):
    assert first_sentence(text) == first


def test_a_sentence_without_an_end_is_cut_at_a_word():
    cut = first_sentence("mines " * 100)

    assert cut.endswith("mines …")
    assert len(cut) <= MAX_LENGTH + 2
