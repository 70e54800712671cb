"""The sentences on top of each commitment are true of the rows behind them, for the real world."""

from datetime import date
from functools import cache
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.http import QueryDict

from commitments.lists.obligations import ObligationFilter
from commitments.models import Commitment, Obligation
from commitments.models.obligation_queries import ObligationQuerySet
from commitments.pages.commitment_sentences import CommitmentSentences
from commitments.pages.sentences import PageSentence
from commitments.rules.clocks import Clocks, end_of
from commitments.rules.membership import DECLARATION_DATE
from tests.builders import make_commitment, make_deadline, make_note, make_obligation, make_party
from tests.each import Failures

pytestmark = pytest.mark.django_db
BASELINE_DAY = date(2026, 11, 28)
DAYS = ((BASELINE_DAY, BASELINE_DAY), (date(2015, 12, 31), BASELINE_DAY), (BASELINE_DAY, date(2020, 1, 1)))
CLOCKS = [Clocks(day, end_of(known), True, True) for day, known in DAYS]


@pytest.fixture(scope="module")
def baseline(standing) -> None:
    with standing():
        call_command("load_baseline", verbosity=0)


def sentences(code: str, clocks: Clocks) -> list[PageSentence]:
    owed = Obligation.objects.as_read(clocks).with_vote().filter(commitment__code=code)
    return CommitmentSentences(code, owed, clocks).all()


@cache
def listed(clocks: Clocks) -> ObligationQuerySet:
    """The queryset takes longer to put together than to filter and to ask."""
    return Obligation.objects.as_listed(clocks)


def rows_behind(address: str, clocks: Clocks) -> int:
    query = QueryDict(urlsplit(address).query, mutable=True)
    assert (query.pop("as_of"), query.pop("known_at")) == tuple([day] for day in clocks.parameters.values())
    chosen = ObligationFilter(query, listed(clocks))
    assert chosen.refusals() == []
    return chosen.qs.count()


def test_sentences_on_a_commitment_count_their_rows_and_leave_no_status_out(baseline):
    failures, checked = Failures(), 0
    for clocks in CLOCKS:
        tallies = Obligation.objects.with_status_on(clocks).tally_by_commitment()
        for code in Commitment.objects.values_list("code", flat=True):
            said, spoken = sentences(code, clocks), {}
            for sentence in said:
                query = QueryDict(urlsplit(sentence.address).query)
                spoken.setdefault(query.get("status"), int(sentence.figure or 0))
                with failures.kept(f"{code}, {clocks.parameters}: {sentence.text}"):
                    assert rows_behind(sentence.address, clocks) == int(sentence.figure or 0)
                    checked += 1
            counts = tallies[code].counts
            with failures.kept(f"{code}, {clocks.parameters}: {spoken}"):
                wanted = {status: count for status, count in counts.items() if count}
                wanted.pop("not_bound", None)
                assert {status: spoken.get(status) for status in wanted} == wanted

    assert not failures, str(failures)
    assert checked > 80


@pytest.fixture
def promise(today, now) -> str:
    """Kept before and since, late and on the way, voted for, against it and disputed, unjudged, silent."""
    commitment = make_commitment(code="16b")
    found = [
        ("fulfilled", DECLARATION_DATE, {}),
        ("fulfilled", date(2012, 1, 1), {}),
        ("in_progress", date(2012, 1, 1), {}),
        ("in_progress", date(2012, 1, 1), {"evidence": {"kind": "vote_record"}}),
        ("contradicted", date(2012, 1, 1), {"disputed_by": "The State", "dispute": "It says no."}),
        ("", date(2012, 1, 1), {}),
    ]
    owed = [make_obligation(commitment=commitment, state=make_party()) for _number in range(8)]
    for obligation, (status, day, more) in zip(owed, found, strict=False):
        make_note(obligation=obligation, status=status, noted_date=day, **more)
    make_deadline(obligation=owed[2], due_date=date(2020, 1, 1))
    make_deadline(obligation=owed[3], due_date=date(2030, 1, 1))
    make_note(obligation=owed[6], status="overdue", published=False, links=1)
    make_obligation(commitment=commitment, state=make_party(until=date(2020, 1, 1)))
    return commitment.code


def test_sentences_on_a_commitment_in_words(promise, today, now):
    assert [sentence.text for sentence in sentences(promise, Clocks(today, now))] == [
        "2 States are shown to have kept this promise.",
        "1 of them had done so already when the Declaration was adopted.",
        "2 States are shown to have taken steps towards it.",
        "For 1 of these the sign is a vote.",
        "1 of these is past the last deadline known here, and no later one is known.",
        "For 1 State, a source reports an act against it or signs of one.",
        "On 1 State, what was found is disputed.",
        "On 1 State, facts are noted that do not say where it stands.",
        "On 2 States, nothing is published here; that says nothing about them.",
    ]


def test_sentences_say_when_nothing_found_is_kept_and_when_nobody_was_bound(promise, today, now):
    before, long_before = Clocks(date(2009, 12, 1), now, True), Clocks(date(1998, 1, 1), now, True)
    asked = "/obligations/?commitment=16b"

    assert sentences(promise, long_before) == [
        PageSentence("No State was bound by the Convention on this day.", f"{asked}&as_of=1998-01-01")
    ]
    assert [sentence.text for sentence in sentences(promise, before)] == [
        "On 9 States, nothing is published here; that says nothing about them."
    ]
    make_note(obligation=Obligation.objects.first(), status="not_started", noted_date=date(2005, 1, 1))
    assert sentences(promise, before)[0] == PageSentence(
        "No source here shows that a State has kept it.", f"{asked}&status=fulfilled&as_of=2009-12-01"
    )


def test_a_sentence_has_its_figure_as_a_link():
    sentence = PageSentence("On 3 States, nothing.", "/obligations/", "3")

    assert (sentence.before, sentence.after) == ("On ", " States, nothing.")
    assert (PageSentence("None of 3.", "/").before, PageSentence("None of 3.", "/").after) == (
        "None of 3.",
        "",
    )
