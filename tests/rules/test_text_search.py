"""Two texts that a reader takes for the same are the same to a search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.search_marks import spans
from commitments.rules.text_search import SoughtWord, fold, search_refusals, search_text, search_words, sought

SAME = [
    ("Côte d’Ivoire", "COTE D'IVOIRE"),
    ("Côte d’Ivoire", "cote d´ivoire"),
    ("İstanbul", "istanbul"),
    ("Türkiye", "TURKIYE"),
    ("Işık", "isik"),
    ("Straße", "STRASSE"),
    ("STRAẞE", "strasse"),
    ("Ελλάδα", "ΕΛΛΑΔΑ"),
    ("Κύπρος", "ΚΥΠΡΟΣ"),
    ("Россия", "РОССИЯ"),
    ("Ёлка", "елка"),
    ("Йемен", "ИЕМЕН"),
    ("й", "й"),
    ("أفغانستان", "افغانستان"),
    ("مَوْرِيتَانِيَا", "موريتانيا"),
    ("مـــصر", "مصر"),
    ("ﻻ", "لا"),
    ("Ｖｉｅｔ　Ｎａｍ", "viet nam"),
    ("Việt Nam", "Viet Nam"),
    ("Łódź", "lodz"),
    ("Guinea–Bissau", "guinea-bissau"),
    ("Guinea\u2011Bissau", "Guinea-Bissau"),
    ("“mined”", '"mined"'),
    ("ﬁnding", "finding"),
    ("co\u00adoperation", "cooperation"),
    ("São Tomé", "sa\u0303o tome"),
    ("¼", "1⁄4"),
]
NOT_THE_SAME = [("Mali", "Malta"), ("中国", "中國人"), ("ба", "6a"), ("が", "か"), ("a b", "ab")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_accents_and_ways_of_typing_make_no_difference(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), NOT_THE_SAME)
def test_different_letters_stay_different(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_piece_of_a_text_is_found_in_it(before, word):
    assert fold(word) in fold(before + word)


def test_a_query_is_its_words_each_once():
    words = search_words("  Côte   D’IVOIRE cote\tmine\u00a0clear mine ")

    assert words == ["cote", "ivoire", "mine", "clear"]
    assert search_words("the clearing of mines") == ["clearing", "mines"]
    assert search_words("the") == ["the"]
    assert search_words(" \u200b  \u0301 % - ") == []
    assert search_words("x" * 99) == ["x" * 60]


def test_what_is_joined_is_found_in_parts_and_as_one():
    words = {
        "Anti-personnel mines": " anti antipersonnel mines personnel ",
        "Côte d’Ivoire": " cote d divoire ivoire ",
        "U.K. (16b)": " 16b k u uk ",
        "السودان": " سودان ",
        "": "  ",
    }

    assert {text: search_text(text) for text in words} == words
    for query in ("antipersonnel", "anti-personnel", "ANTI personnel"):
        for text in ("Anti-personnel", "antipersonnel"):
            assert all(word.is_in(search_text(text)) for word in sought(query)), (query, text)


def test_a_word_is_found_by_its_beginning_and_a_whole_word_only_as_such():
    text = search_text("Ukraine used thousands in the UK")

    found = [word for word in ("ukr", "thous", "usa", "kraine") if SoughtWord(word).is_in(text)]

    assert found == ["ukr", "thous"]
    assert SoughtWord("uk", is_whole=True).is_in(text)
    assert not SoughtWord("ukr", is_whole=True).is_in(text)


def test_initials_are_one_word_however_they_are_dotted():
    for query, words in {
        "U.K.": ["uk"],
        "the U.S. today": ["us", "today"],
        "u.s.a": ["usa"],
        "D.R. Congo": ["dr", "congo"],
        "St. Kitts": ["st", "kitts"],
        "Article 5.b": ["article", "5", "b"],
        "example.org": ["example", "org"],
    }.items():
        assert search_words(query) == words, query


def test_a_query_that_cannot_be_searched_for_says_why():
    assert search_refusals("Côte d’Ivoire 100% _ \\") == []
    assert "null byte" in search_refusals("a\x00b")[0]
    assert "100 characters" in search_refusals("a" * 101)[0]
    assert "no letter" in search_refusals("\u0301")[0]
    assert search_refusals("  ") == []
    assert "10 words" in search_refusals("a b c d e f g h i j k")[0]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Côte d’Ivoire", "cote IVOIRE", ["Côte", "Ivoire"]),
        ("Co\u0302te d’Ivoire", "cote", ["Co\u0302te"]),
        ("Straße", "strass", ["Straß"]),
        ("Mined areas, mined again", "MINED", ["Mined", "mined"]),
        ("banana anan", "anan nana", ["anan"]),
        ("Anti-personnel, antipersonnel", "anti-personnel", ["Anti-personnel", "antipersonnel"]),
        ("thousands of the USA", "usa", ["USA"]),
        ("ΚΥΠΡΟΣ", "κύπρος", ["ΚΥΠΡΟΣ"]),
        ("مَوْرِيتَانِيَا", "موريتانيا", ["مَوْرِيتَانِيَا"]),
        ("nothing here", "mali", []),
        ("100% of it", "100%", ["100"]),
    ],
)
def test_the_words_are_found_in_the_text_as_it_is_written(text, query, marked):
    assert [text[start:end] for start, end in spans(text, sought(query))] == marked


@given(st.text(), st.text())
def test_marked_places_follow_one_another_inside_the_text(text, query):
    places = [place for span in spans(text, sought(query)) for place in span]

    assert places == sorted(set(places))
    assert not places or 0 <= places[0] <= places[-1] <= len(text)
