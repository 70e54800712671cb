"""The closed lists of words; the codes stand in addresses and files, so a published code stays."""

from commitments.rules.codes import (
    DERIVED_STATUSES,
    PUBLIC_STAGES,
    STORED_STATUS_CHOICES,
    STORED_STATUSES,
    UNPUBLISHED_STAGES,
    Stage,
    Status,
)


def test_a_status_is_either_stored_or_derived():
    assert {*STORED_STATUSES} | DERIVED_STATUSES == {*Status}
    assert sorted(DERIVED_STATUSES) == ["not_assessed", "not_bound", "noted"]
    assert [code for code, _word in STORED_STATUS_CHOICES] == [*STORED_STATUSES]


def test_a_note_is_either_public_or_not():
    assert {*PUBLIC_STAGES} | {*UNPUBLISHED_STAGES} == {*Stage}
    assert sorted(UNPUBLISHED_STAGES) == ["draft", "returned", "submitted"]


def test_published_codes_stay():
    assert Status.values == [
        "fulfilled",
        "in_progress",
        "not_started",
        "overdue",
        "contradicted",
        "no_evidence",
        "not_applicable",
        "noted",
        "not_assessed",
        "not_bound",
    ]
