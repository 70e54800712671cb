"""What a deadline says beside the status."""

from datetime import date

import pytest

from commitments.rules.codes import DeadlineState, Status
from commitments.rules.deadlines import (
    DEADLINE_SENTENCES,
    DEADLINE_SYMBOLS,
    DueDate,
    days_left,
    deadline_state,
    deadline_words,
    has_passed,
    latest_due,
)
from tests.each import Failures

DUE, DAY, BEFORE, AFTER = date(2025, 12, 31), date(2026, 6, 1), date(2025, 6, 1), date(2026, 1, 1)
PAST, AHEAD = DueDate(DUE), DueDate(date(2027, 3, 1))
# commitment, status, day of the finding, latest deadline -> what it says
CASES = (
    ("17", "in_progress", BEFORE, None, None),
    ("16b", "not_bound", BEFORE, PAST, None),
    ("16c", "not_applicable", BEFORE, PAST, None),
    ("16b", "in_progress", BEFORE, None, "none_known"),
    ("16b", "fulfilled", BEFORE, None, "none_known"),
    ("16b", "fulfilled", AFTER, PAST, "met"),
    ("16b", "fulfilled", BEFORE, AHEAD, "met"),
    ("16b", "in_progress", BEFORE, AHEAD, "ahead"),
    ("16b", "not_assessed", None, AHEAD, "ahead"),
    ("16b", "overdue", BEFORE, AHEAD, "ahead"),
    ("16b", "in_progress", AFTER, PAST, "passed"),
    ("16b", "not_assessed", None, PAST, "passed"),
    ("16b", "no_evidence", AFTER, PAST, "passed"),
    ("16b", "overdue", AFTER, PAST, "missed"),
    # the source speaks of an earlier deadline than the one that has passed
    ("16b", "overdue", BEFORE, PAST, "passed"),
    ("16b", "overdue", DUE, PAST, "passed"),
    ("17", "in_progress", BEFORE, PAST, "passed"),
)


def test_deadline_state_of_each_case():
    failures = Failures()
    for code, status, found, latest, expected in CASES:
        with failures.kept((code, status, found, latest)):
            said = deadline_state(commitment=code, status=status, found=found, latest=latest, day=DAY)
            assert said == expected
    assert not failures, failures


def test_deadline_passes_only_when_what_is_known_of_it_is_over():
    failures = Failures()
    for precision, last in (
        ("day", date(2024, 2, 10)),
        ("month", date(2024, 2, 29)),
        ("year", date(2024, 12, 31)),
    ):
        with failures.kept(precision):
            due, after = date(2024, 2, 10), date.fromordinal(last.toordinal() + 1)
            assert [has_passed(due, precision, day=day) for day in (last, after)] == [False, True]
            assert [days_left(due, precision, day=day) for day in (last, after)] == [0, -1]
    assert not failures, failures


def test_latest_deadline_is_the_one_whose_period_ends_last():
    whole_year = DueDate(date(2025, 1, 1), "year", 1)

    assert latest_due([DueDate(date(2025, 6, 30), id=2), whole_year]) == whole_year
    assert latest_due([whole_year, DueDate(date(2026, 1, 1), id=2)]) == DueDate(date(2026, 1, 1), id=2)
    assert latest_due([]) is None


@pytest.mark.parametrize(
    ("state", "due", "precision", "words"),
    [
        ("ahead", date(2027, 3, 1), "day", "1 March 2027, 273 days left"),
        ("ahead", date(2026, 6, 2), "day", "2 June 2026, 1 day left"),
        ("ahead", DAY, "day", "1 June 2026, the last day is today"),
        ("ahead", date(2026, 6, 5), "month", "June 2026, at most 29 days left"),
        ("passed", DUE, "day", "31 December 2025 passed, no later deadline known here"),
        ("passed", DUE, "year", "2025 passed, no later deadline known here"),
        ("missed", DUE, "day", "31 December 2025 passed, a source says that the State missed it"),
        ("met", DUE, "day", "31 December 2025, duty fulfilled"),
        ("none_known", None, None, "none known here"),
        ("", None, None, ""),
    ],
)
def test_deadline_words_never_say_more_than_is_known(state, due, precision, words):
    assert deadline_words(state, due, precision, day=DAY) == words


def test_every_deadline_state_has_a_symbol_of_its_own_and_a_sentence():
    assert len(set(DEADLINE_SYMBOLS.values())) == len(DeadlineState)
    assert set(DEADLINE_SENTENCES) == set(DeadlineState)
    assert "missed" not in DeadlineState.PASSED.label


def test_no_status_makes_the_rule_of_deadlines_fail():
    said = {
        deadline_state(commitment="16b", status=status, found=AFTER, latest=PAST, day=DAY)
        for status in Status.values
    }

    assert said == {None, "met", "missed", "passed"}
