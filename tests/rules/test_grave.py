"""Certainty and years beside a grave status."""

import pytest

from commitments.rules.codes import STORED_STATUSES, Status
from commitments.rules.grave import GRAVE_STATUSES, grave_sentence, grave_words


@pytest.mark.parametrize(
    ("findings", "use", "act"),
    [
        ("2012 confirmed", "use in 2012", "act against the promise in 2012"),
        (
            "2022 apparent; 2024 apparent; 2025 apparent",
            "signs of use, 2022 and 2024-25",
            "signs of an act against the promise, 2022 and 2024-25",
        ),
        ("2011 admitted", "use in 2011, admitted", "act against the promise in 2011, admitted"),
        (
            "2011 confirmed; 2024 apparent",
            "use in 2011; signs of use, 2024",
            "act against the promise in 2011; signs of an act against the promise, 2024",
        ),
        (
            "2009 apparent; 2010 confirmed; 2013 admitted",
            "use in 2013, admitted; use in 2010; signs of use, 2009",
            (
                "act against the promise in 2013, admitted; act against the promise in 2010; "
                "signs of an act against the promise, 2009"
            ),
        ),
        (
            "1999 confirmed; 2000 confirmed; 2002 confirmed; 2005 confirmed",
            "use in 1999-2000, 2002 and 2005",
            "act against the promise in 1999-2000, 2002 and 2005",
        ),
        ("by 2024 confirmed", "use by 2024", "act against the promise by 2024"),
        (
            "2011 apparent; by 2011 apparent; by 2024 apparent",
            "signs of use, 2011 and by 2024",
            "signs of an act against the promise, 2011 and by 2024",
        ),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_contradicted_has_certainty_and_years_beside_it(findings, use, act):
    words = [grave_words("contradicted", findings, commitment=code) for code in ("16d", "17")]

    assert words == [use, act]


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ("2008 confirmed", "2008"),
        ("2010 confirmed; 2024 confirmed", "2010 and 2024"),
        ("2008 apparent", "apparent, 2008"),
        ("2008 alleged; 2012 confirmed", "2012; alleged, 2008"),
        ("by 2012 confirmed", "by 2012"),
    ],
)
def test_overdue_has_years_and_doubt_beside_it(findings, words):
    assert grave_words("overdue", findings, commitment="16c") == words


def test_no_other_status_has_words_beside_it():
    others = [status for status in Status if status not in GRAVE_STATUSES]

    assert {grave_words(status, "2012 confirmed", commitment="16d") for status in others} == {""}


@pytest.mark.parametrize(
    ("findings", "sentence"),
    [
        ("2012 confirmed; 2024 apparent", "A source establishes an act against the promise."),
        ("2024 apparent", "A source reports signs of an act against the promise."),
        ("2011 admitted", "The State itself has acknowledged an act against the promise."),
        (
            "",
            (
                "A source establishes an act against the promise, or a source reports signs of an act "
                "against the promise."
            ),
        ),
    ],
)
def test_sentence_of_contradicted_follows_its_certainty(findings, sentence):
    assert grave_sentence("contradicted", findings) == sentence


@pytest.mark.parametrize("status", sorted({*STORED_STATUSES} - {Status.CONTRADICTED}))
def test_sentence_of_other_statuses_is_always_the_same(status):
    assert grave_sentence(status, "2012 confirmed") == grave_sentence(status, "")
