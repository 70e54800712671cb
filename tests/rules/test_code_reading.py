"""Codes and words of closed lists as people write them."""

import pytest
from django.utils.translation import override

from commitments.rules.code_reading import (
    UnreadableChoice,
    commitment_code,
    name_keys,
    plain_words,
    read_choice,
)
from commitments.rules.codes import STORED_STATUSES, Certainty, EvidenceKind, Mode, Precision, Status
from tests.value_cases import COMMITMENTS

CHOICES = [
    (Status, "in_progress", "in_progress"),
    (Status, "IN_PROGRESS", "in_progress"),
    (Status, "In progress", "in_progress"),
    (Status, " in-progress ", "in_progress"),
    (Status, "in  progress", "in_progress"),
    (Status, "In\u00a0progress", "in_progress"),
    (Status, "◐ in progress", "in_progress"),
    (Status, "No evidence found", "no_evidence"),
    (Status, "no evidence", "no_evidence"),
    (Status, "Not assessed", "not_assessed"),
    (EvidenceKind, "Report by the State", "state_report"),
    (EvidenceKind, "STATE REPORT", "state_report"),
    (EvidenceKind, "press", "press"),
    (Certainty, "Confirmed", "confirmed"),
    (Mode, "undertaking (we will)", "undertaking"),
    (Mode, "Undertaking", "undertaking"),
    (Precision, "by (not later than)", "by"),
]


def test_choices_are_read_by_code_and_by_word():
    read = [(choices, text, read_choice(text, choices)) for choices, text, _code in CHOICES]

    assert read == CHOICES


def test_choices_are_read_by_the_word_of_the_page_and_in_english():
    with override("fr"):
        words = [str(Status.OVERDUE.label), "overdue", "Overdue"]
        assert [read_choice(word, Status) for word in words] == ["overdue"] * 3


def test_an_unknown_choice_lists_what_is_known():
    with pytest.raises(UnreadableChoice, match=r"“ongoing” is not .*: confirmed, apparent, alleged"):
        read_choice("ongoing", Certainty)
    for text in ("", " ", "_", "in", "progress", "x" * 10_000):
        with pytest.raises(UnreadableChoice):
            read_choice(text, Status)


def test_only_what_counts_here_is_read():
    with pytest.raises(UnreadableChoice) as refused:
        read_choice("noted", Status, STORED_STATUSES)

    assert "noted," not in str(refused.value)
    assert "no_evidence" in str(refused.value)


def test_codes_of_commitments_are_read():
    assert {text: commitment_code(text) for text in COMMITMENTS} == COMMITMENTS
    for text in ("", "b", "16bb", "160b", "1 6 b c", "Colombia", "16/b/c"):
        with pytest.raises(UnreadableChoice, match="one or two digits"):
            commitment_code(text)


def test_names_are_the_same_however_they_are_written():
    same = ["Côte d’Ivoire", "COTE D'IVOIRE", "Côte d'Ivoire ", "cote-d'ivoire"]

    assert {plain_words(name) for name in same} == {"cote d ivoire"}
    assert name_keys("Bolivia (Plurinational State of)") == ("bolivia plurinational state of", "bolivia")
    assert plain_words("Trinidad & Tobago") == plain_words("Trinidad and Tobago")
