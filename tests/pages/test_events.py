"""What happened: one event for each State that joined or left, the same sentences on every road."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import feedparser
import pytest

from commitments.models import Obligation
from commitments.pages.events import EventScope, latest_events
from commitments.rules.clocks import read_clocks
from commitments.rules.events import EventKind
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_reviewer, make_writer
from tests.views.site import body

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
RETRACTED = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(standing) -> dict[str, Obligation]:
    with standing():
        return store_world()


def store_world() -> dict[str, Obligation]:
    """Two promises and four States; one joined after 2009, one left, one retraction, one correction."""
    promises = [
        make_commitment(code="16b", title="Clear all areas", position=9),
        make_commitment(code="17", title="Call on others", position=10),
    ]
    states = [
        make_party(iso3="COL", name_en="Colombia", region="Americas"),
        make_party(iso3="EST", name_en="Estonia", region="Europe", until=date(2025, 12, 27)),
        make_party(iso3="KHM", name_en="Cambodia", region="Asia", since=date(2012, 3, 1)),
        make_party(iso3="HRV", name_en="Croatia", region="Europe"),
    ]
    world = {
        f"{state.iso3} {promise.code}": make_obligation(state=state, commitment=promise)
        for state in states
        for promise in promises
    }
    clear, call = world["HRV 16b"], world["HRV 17"]
    make_note(obligation=clear, status="in_progress", noted_date=date(2012, 5, 1))
    make_note(obligation=clear, status="in_progress", noted_date=date(2014, 5, 1))
    make_note(obligation=clear, status="fulfilled", noted_date=date(2026, 3, 1))
    make_note(obligation=world["COL 16b"], status="", noted_date=date(2026, 6, 1))
    make_note(
        obligation=world["COL 17"],
        status="contradicted",
        certainty="apparent",
        disputed_by="The Ministry",
        dispute="It did call.",
        noted_date=date(2020, 1, 1),
    )
    # Estonia was not bound any more: the finding changes no status
    make_note(obligation=world["EST 17"], status="overdue", noted_date=date(2026, 2, 1))
    # Cambodia was not bound yet, and was when somebody looked again
    make_note(obligation=world["KHM 17"], status="in_progress", noted_date=date(2011, 1, 1))
    make_note(obligation=world["KHM 17"], status="no_evidence", noted_date=date(2021, 1, 1))
    taken_back = make_note(obligation=call, status="fulfilled", noted_date=date(2022, 1, 1))
    taken_back.retract(by=make_reviewer(), at=RETRACTED, reason="Nobody counted.")
    mended = make_note(obligation=world["COL 16b"], status="overdue", noted_date=date(2023, 1, 1))
    correct(mended)
    return world


def correct(note) -> None:
    writer, moment = make_writer(), RETRACTED + timedelta(days=1)
    draft = note.correct(by=writer)
    draft.status = "in_progress"
    draft.write(by=writer)
    draft.submit(by=writer, at=moment)
    draft.publish(by=make_reviewer(), at=moment)


HAPPENED = [
    (date(2026, 7, 2), "Colombia: a finding on “Clear all areas” was corrected"),
    (date(2026, 7, 1), "Croatia: a finding on “Call on others” was retracted"),
    (date(2026, 3, 1), "Croatia: “Clear all areas” is now fulfilled (was in progress)"),
    (date(2025, 12, 27), "Estonia left: 2 promises no longer bind it"),
    (date(2021, 1, 1), "Cambodia: no evidence is found any more on “Call on others” (was in progress)"),
    (date(2012, 3, 1), "Cambodia joined: 2 promises bind it"),
]
FIRST = [
    (date(2023, 1, 1), "Colombia: first finding on “Clear all areas”: in progress"),
    (
        date(2020, 1, 1),
        (
            "Colombia: first finding on “Call on others”: contradicted "
            "(signs of an act against the promise, 2020, disputed)"
        ),
    ),
    (date(2012, 5, 1), "Croatia: first finding on “Clear all areas”: in progress"),
]


def told(scope: EventScope | None = None, **query: str) -> tuple[list, list]:
    clocks = read_clocks(query, now=NOW)
    found = latest_events(clocks, scope or EventScope(), limit=20)
    return tuple(
        [(event.day, event.sentence) for event in events] for events in (found.happened, found.first_findings)
    )


def test_events_are_told_once_in_words_and_first_findings_apart(world):
    assert told() == (HAPPENED, FIRST)


def test_both_clocks_reach_the_events(world):
    happened, first = told(as_of="2026-02-28")
    assert (happened, first) == (HAPPENED[3:], FIRST)

    happened, first = told(known_at="2026-06-30")
    assert happened == [
        *HAPPENED[2:],
    ]
    assert first == [
        (date(2023, 1, 1), "Colombia: first finding on “Clear all areas”: overdue (2023)"),
        (date(2022, 1, 1), "Croatia: first finding on “Call on others”: fulfilled"),
        *FIRST[1:],
    ]
    assert told(known_at="2023-01-01") == ([HAPPENED[3], HAPPENED[5]], [])


def test_scope_narrows_notes_and_memberships(world):
    estonia, clear = world["EST 17"].state, world["HRV 16b"].commitment

    assert told(EventScope.of_state(estonia)) == ([HAPPENED[3]], [])
    assert told(EventScope.of_region("Asia")) == ([HAPPENED[4], HAPPENED[5]], [])
    assert told(EventScope.of_commitment(clear)) == (
        [HAPPENED[0], HAPPENED[2], HAPPENED[3], HAPPENED[5]],
        [FIRST[0], FIRST[2]],
    )


def test_event_holds_state_commitment_note_and_status_before(world):
    found = latest_events(read_clocks({}, now=NOW), limit=20)
    change = next(event for event in found.happened if event.kind == EventKind.CHANGED)
    left = next(event for event in found.happened if event.kind == EventKind.LEFT)

    assert (change.state.iso3, change.commitment.code, change.before) == ("HRV", "16b", "in_progress")
    assert (change.note.status, change.get_absolute_url()) == ("fulfilled", f"/progress/{change.note.pk}/")
    assert (left.promises, left.note, left.get_absolute_url()) == (2, None, "/states/EST/#membership")


def test_pages_and_feeds_tell_the_same_events(world, client):
    """Overview, State, what happened between two days, and the feeds."""

    def page(address: str, **query: str) -> set[str]:
        return {
            unescape(text)
            for text in re.findall(r'class="event" href="[^"]+">([^<]+)<', read(address, **query))
        }

    def read(address: str, **query: str) -> str:
        return body(client.get(address, {"as_of": "2026-11-24", **query}))

    def feed(address: str) -> set[str]:
        entries = feedparser.parse(read(address)).entries
        # a feed tells other notes too: those that confirm a status or judge none
        return {entry.title for entry in entries if entry.tags[-1].term != EventKind.NOTED}

    everything = {sentence for _day, sentence in (*HAPPENED, *FIRST)}
    assert page("/") == everything
    assert page("/trends/moved/", **{"from": "2009-12-04"}) == everything
    assert feed("/feeds/progress.atom") == everything
    for iso3, name in (("HRV", "Croatia"), ("EST", "Estonia"), ("COL", "Colombia")):
        of_state = {sentence for sentence in everything if sentence.startswith(name)}
        assert page(f"/states/{iso3}/") == feed(f"/states/{iso3}/feed.atom") == of_state


def test_latest_events_ask_four_queries(world, django_assert_num_queries):
    with django_assert_num_queries(4):
        found = latest_events(read_clocks({}, now=NOW), limit=20)
        assert [event.sentence for event in (*found.happened, *found.first_findings)]


def test_latest_events_are_limited_each(world):
    found = latest_events(read_clocks({}, now=NOW), limit=2)

    assert [event.sentence for event in found.happened] == [sentence for _day, sentence in HAPPENED[:2]]
    assert [event.sentence for event in found.first_findings] == [sentence for _day, sentence in FIRST[:2]]
