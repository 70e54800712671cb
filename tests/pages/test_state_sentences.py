"""The sentences on top of the page of a State."""

from datetime import date

import pytest

from commitments.models import Commitment, ProgressNote, State
from commitments.pages.state_sentences import StateSentences, state_sentences
from commitments.pages.state_standing import standing_of
from commitments.rules.clocks import Clocks, end_of
from tests.builders import (
    make_commitment,
    make_deadline,
    make_membership,
    make_note,
    make_obligation,
    make_party,
    make_state,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
TITLES = {"16a": "Zero new victims", "16b": "Clear all areas", "16c": "Destroy stocks", "17": "Call"}


@pytest.fixture
def promises() -> dict[str, Commitment]:
    return {
        code: make_commitment(code=code, title=title, position=number)
        for number, (code, title) in enumerate(TITLES.items(), start=1)
    }


def make_bound(promises: dict[str, Commitment], **fields: object) -> State:
    state = make_party(iso3="COL", name_en="Colombia", **fields)
    for promise in promises.values():
        make_obligation(state=state, commitment=promise)
    return state


def owed(state: State, code: str):
    return state.obligations.get(commitment__code=code)


def said_of(state: State, day: date = DAY) -> StateSentences:
    clocks = Clocks(day, end_of(date(2027, 1, 1)), as_of_given=day != DAY)
    notes = ProgressNote.objects.as_listed(clocks).filter(obligation__state=state)
    return state_sentences(standing_of(state, state.memberships.all(), clocks), list(notes), clocks)


def told(sentences: StateSentences) -> list[tuple[str, str]]:
    """All of them, with their addresses."""
    all_of_them = [sentences.membership, *sentences.standing]
    return [(sentence.text, sentence.address) for sentence in all_of_them if sentence]


def test_sentences_tell_what_is_kept_under_way_disputed_and_not_known(promises):
    state = make_bound(promises)
    kept, clearing = owed(state, "16c"), owed(state, "16b")
    make_note(obligation=kept, status="fulfilled", noted_date=date(2009, 11, 30), noted_precision="month")
    make_note(obligation=clearing, noted_date=date(2020, 12, 31), noted_precision="year")
    make_note(obligation=clearing, noted_date=date(2024, 5, 1), certainty="apparent", links=1)
    make_deadline(obligation=clearing, due_date=date(2025, 12, 31))
    make_note(obligation=owed(state, "17"), status="", dispute="No.", disputed_by="The Ministry")

    assert told(said_of(state)) == [
        (
            (
                "Sources show that Colombia kept one promise: “Destroy stocks” (in November "
                "2009, before the Declaration)."
            ),
            "/states/COL/16c/",
        ),
        (
            (
                "Sources show steps towards one promise, and none shows it kept: “Clear all "
                "areas” (apparent, first found so: 2020)."
            ),
            "/states/COL/16b/",
        ),
        (
            (
                "The latest deadline known here for “Clear all areas” was 31 December 2025; it "
                "has passed, and no later one is known here."
            ),
            "/states/COL/16b/",
        ),
        ("What is published on one promise is disputed: “Call” (by The Ministry).", "/states/COL/17/"),
        ("On one promise facts are published that do not say where Colombia stands.", "/states/COL/17/"),
        (
            "On 1 of 4 promises nothing is published here, which says nothing about Colombia.",
            "/states/COL/16a/",
        ),
    ]


def test_sentences_count_several_promises_and_lead_to_exactly_these(promises):
    state = make_bound(promises)
    for code in TITLES:
        make_note(obligation=owed(state, code), status="fulfilled", noted_date=date(2010, 1, 2))

    assert told(said_of(state, date(2020, 1, 1))) == [
        (
            (
                "Sources show that Colombia kept 4 promises: “Zero new victims” (on 2 January "
                "2010), “Clear all areas” (on 2 January 2010), “Destroy stocks” (on 2 January "
                "2010) and 1 more."
            ),
            "/obligations/?state=COL&status=fulfilled&as_of=2020-01-01",
        )
    ]


def test_sentence_says_missed_date_and_deadline_ahead(promises):
    state = make_bound(promises)
    make_note(obligation=owed(state, "16c"), status="overdue", noted_date=date(2010, 3, 2))
    make_deadline(obligation=owed(state, "16c"), due_date=date(2010, 3, 1))
    make_deadline(obligation=owed(state, "16b"), due_date=date(2026, 6, 30), due_precision="month")
    make_note(obligation=owed(state, "17"), status="contradicted", certainty="apparent")

    assert [text for text, _address in told(said_of(state))][:3] == [
        (
            "Sources report signs that Colombia acted against one promise: “Call” (signs of an act against "
            "the promise, 2020)."
        ),
        "Sources say that Colombia missed the date of one promise: “Destroy stocks” (deadline 1 March 2010).",
        "The latest deadline known here for “Clear all areas” is June 2026: at most 29 days left.",
    ]


def test_sentences_on_a_state_that_left_tell_its_last_day_as_a_party(promises):
    state = make_bound(promises, until=date(2025, 12, 27))
    make_note(obligation=owed(state, "16c"), status="fulfilled", noted_date=date(2015, 8, 15))
    make_note(obligation=owed(state, "17"), status="in_progress", noted_date=date(2026, 1, 5))
    make_deadline(obligation=owed(state, "16b"), due_date=date(2030, 1, 1))

    assert told(said_of(state)) == [
        (
            "Colombia left the Convention on 27 December 2025, so no promise binds it any more.",
            "/states/COL/#membership",
        ),
        (
            "Sources show that Colombia kept one promise: “Destroy stocks” (on 15 August 2015).",
            "/states/COL/16c/?as_of=2025-12-26",
        ),
        (
            "On 3 of 4 promises nothing is published here, which says nothing about Colombia.",
            "/obligations/?state=COL&status=not_assessed&as_of=2025-12-26",
        ),
    ]


def test_sentence_on_a_state_that_came_back_is_about_the_stay_that_binds(promises):
    state = make_bound(promises, until=date(2010, 1, 1))
    make_membership(state=state, consent_date=date(2012, 1, 1), entry_into_force_date=date(2012, 7, 1))

    first = {day: said_of(state, day).first for day in (date(2011, 1, 1), date(2012, 7, 1))}

    assert first == {
        date(2011, 1, 1): "Colombia left the Convention on 1 January 2010, so no promise binds it any more.",
        date(2012, 7, 1): (
            "Nothing is published here on any of the 4 promises of Colombia, which says nothing "
            "about the State."
        ),
    }


def test_sentence_before_entry_into_force_counts_what_is_published_anyway(promises):
    state = make_bound(promises, since=date(2026, 7, 1))
    make_note(obligation=owed(state, "16c"), status="fulfilled", noted_date=date(2020, 1, 1))

    assert told(said_of(state)) == [
        (
            "On 1 June 2026 the Convention was not in force for Colombia, so no promise bound it.",
            "/states/COL/#membership",
        ),
        ("1 finding about Colombia is published all the same.", "/progress/?state=COL"),
    ]


def test_sentence_on_a_state_that_never_joined_says_so():
    assert told(said_of(make_state(iso3="USA", name_en="United States"))) == [
        (
            "United States is not a State Party, so it did not make the promises that are followed here.",
            "/states/USA/#membership",
        )
    ]


def test_sentence_tells_a_vote_from_an_act(promises):
    state = make_bound(promises)
    make_note(obligation=owed(state, "17"), noted_date=date(2020, 12, 7), evidence={"kind": "vote_record"})

    assert said_of(state).first == (
        "Sources show steps towards one promise, and none shows it kept: “Call” (a vote in the General "
        "Assembly, first found so: 7 December 2020)."
    )
