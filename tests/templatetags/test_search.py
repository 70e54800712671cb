"""Found words are marked in the text as it is written, and a long text is cut around them."""

from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.text_search import sought
from commitments.templatetags.search import LENGTH, excerpt, marked


def test_only_the_words_are_marked_and_markup_stays_text():
    assert (
        marked("Côte d’Ivoire & <b>", sought("cote b"))
        == "<mark>Côte</mark> d’Ivoire &amp; &lt;<mark>b</mark>&gt;"
    )
    assert marked("Nothing", []) == "Nothing"


def test_a_short_text_is_whole():
    assert excerpt("Two provinces were clear.", sought("clear")) == "Two provinces were clear."


def test_a_long_text_is_cut_between_words_around_the_first_found_one():
    text = "before " * 100 + "Clôture " + "after " * 100

    cut = excerpt(text, sought("cloture"))

    assert cut.startswith("… before")
    assert cut.endswith("after …")
    assert "Clôture" in cut
    assert len(cut) <= LENGTH + 4


def test_a_text_without_spaces_is_cut_all_the_same():
    assert len(excerpt("地雷" * 500, sought("地雷"))) <= LENGTH + 4


@given(st.text(), st.text(min_size=1))
def test_no_text_and_no_word_breaks_the_marks(text, query):
    words = sought(query)
    plain = marked(excerpt(text, words), words).replace("<mark>", "").replace("</mark>", "")

    assert "<" not in plain
