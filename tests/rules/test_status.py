"""Which finding decides, and what a status means."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.codes import STORED_STATUSES, Certainty, Status
from commitments.rules.status import (
    SENTENCES,
    SYMBOLS,
    Finding,
    contradicts_on_hearsay,
    decisive,
    found_words,
    run_of,
    status_of,
)

DAY = date(2020, 6, 1)
MOMENT = datetime(2024, 1, 10, tzinfo=UTC)
# few different days and moments, so that ties are common
days = st.dates(date(2020, 1, 1), date(2020, 1, 3))
moments = st.integers(0, 2).map(lambda number: MOMENT + timedelta(microseconds=number))
findings = st.lists(
    st.builds(Finding, days, moments, st.integers(1, 1000), st.sampled_from(STORED_STATUSES)),
    unique_by=lambda found: found.id,
    max_size=6,
)


@given(findings.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_in_which_findings_come_does_not_matter(pair):
    found, shuffled = pair

    assert decisive(found) == decisive(shuffled)


@given(findings.filter(bool))
def test_no_finding_is_newer_than_the_one_that_decides(found):
    newest = decisive(found)

    assert newest in found
    assert all(other.noted_date <= newest.noted_date for other in found)


@given(findings, st.booleans())
def test_only_the_newest_finding_of_a_bound_state_decides(found, noted):
    unjudged = Status.NOTED if noted else Status.NOT_ASSESSED
    expected = decisive(found).status if found else unjudged

    assert status_of(found, noted=noted, bound=True) == expected


@given(findings, st.booleans())
def test_a_state_that_is_not_bound_owes_nothing_whatever_was_found(found, noted):
    assert status_of(found, noted=noted, bound=False) == Status.NOT_BOUND


def test_on_one_day_the_later_publication_decides():
    early = Finding(DAY, MOMENT, 2, Status.IN_PROGRESS)
    late = Finding(DAY, MOMENT.replace(hour=1), 1, Status.FULFILLED)

    assert decisive([late, early]) == late


def test_published_at_one_moment_the_higher_number_decides():
    first, second = (Finding(DAY, MOMENT, number, Status.OVERDUE) for number in (1, 2))

    assert decisive([second, first]) == second


def test_a_later_day_decides_even_when_it_was_published_first():
    later_day = Finding(date(2020, 6, 2), MOMENT, 1, Status.FULFILLED)
    later_publication = Finding(DAY, MOMENT.replace(year=2026), 2, Status.OVERDUE)

    assert decisive([later_publication, later_day]) == later_day


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_word_a_symbol_and_a_sentence(status):
    assert status.label
    assert SYMBOLS[status]
    assert str(SENTENCES[status]).endswith(".")


def test_no_two_statuses_share_a_word_a_symbol_or_a_sentence():
    shared = [len(set(map(str, words))) for words in (Status.labels, SYMBOLS.values(), SENTENCES.values())]

    assert shared == [len(Status)] * 3


@pytest.mark.parametrize("status", ["", *STORED_STATUSES])
@pytest.mark.parametrize("certainty", Certainty)
def test_only_a_contradiction_needs_more_than_an_allegation(status, certainty):
    assert contradicts_on_hearsay(status, certainty) == ((status, certainty) == ("contradicted", "alleged"))


def test_a_status_has_stood_since_the_first_finding_after_another():
    told = ["in_progress", "overdue", "in_progress", "in_progress"]
    history = [Finding(DAY + timedelta(days=day), MOMENT, day, status) for day, status in enumerate(told)]

    assert run_of(reversed(history)) == history[2:]
    assert run_of([]) == []


@pytest.mark.parametrize(
    ("status", "precision", "words"),
    [
        ("fulfilled", "day", "on 24 October 2004"),
        ("overdue", "month", "in October 2004"),
        ("contradicted", "year", "in 2004"),
        ("fulfilled", "by", "by October 2004"),
        ("in_progress", "by", "first found so: by October 2004"),
        ("in_progress", "day", "first found so: 24 October 2004"),
        ("not_started", "month", "first found so: October 2004"),
        ("no_evidence", "year", "first found so: 2004"),
        ("not_applicable", "day", "first found so: 24 October 2004"),
        ("not_assessed", "day", ""),
        ("not_bound", "day", ""),
    ],
)
def test_found_words_give_an_act_its_day_and_a_state_of_things_its_first_finding(status, precision, words):
    assert found_words(status, date(2004, 10, 24), precision) == words
    assert found_words(status, None, None) == ""
