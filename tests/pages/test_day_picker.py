"""The way to another day keeps everything else that the reader asked for."""

from datetime import date

import pytest

from commitments.pages.day_picker import day_picker
from commitments.rules.clocks import read_clocks
from commitments.rules.milestones import DECLARATION, Milestone

TODAY = date(2026, 11, 24)
NAMED = [
    DECLARATION,
    Milestone(date(2010, 12, 3), "Tenth Meeting", "Geneva"),
    Milestone(date(2014, 6, 27), "Third Review Conference", "Maputo", is_stop=True),
    Milestone(date(2019, 11, 29), "Fourth Review Conference", "Oslo", is_stop=True),
    Milestone(date(2024, 11, 29), "Fifth Review Conference", "Siem Reap-Angkor", is_stop=True),
    Milestone(date(2025, 12, 5), "Twenty-Second Meeting", "Geneva"),
]


def choice(now, *query, as_of=None, known_at=None):
    return day_picker(
        "/map/",
        query,
        read_clocks({"as_of": as_of, "known_at": known_at}, now=now),
        named=NAMED,
        today=TODAY,
    )


def test_the_stops_lead_from_the_declaration_to_today(now):
    stops = choice(now).stops

    assert [stop.address for stop in stops] == [
        "/map/?as_of=2009-12-04",
        "/map/?as_of=2014-06-27",
        "/map/?as_of=2019-11-29",
        "/map/?as_of=2024-11-29",
        "/map/",
    ]
    assert [str(stop.name) for stop in stops if stop.is_present] == ["Today"]


def test_meetings_are_offered_newest_first_up_to_today(now):
    meetings = choice(now, ("state", "COL"), as_of="2025-12-05").meetings

    assert (len(meetings), str(meetings[0].name)) == (2, "Twenty-Second Meeting")
    assert (meetings[0].address, meetings[0].is_present) == ("/map/?state=COL&as_of=2025-12-05", True)
    assert (meetings[-1].day, meetings[-1].is_present) == (date(2010, 12, 3), False)
    assert len(choice(now, as_of="2025-12-05").stops) == 5


def test_a_day_without_a_name_stands_among_them(now):
    stops = choice(now, as_of="2016-05-05").stops

    assert [(stop.day, stop.is_present) for stop in stops][2] == (date(2016, 5, 5), True)
    assert len(stops) == 6


@pytest.mark.parametrize("as_of", ["2014-06-27", "2026-11-24"])
def test_a_day_with_a_name_stands_once(now, as_of):
    stops = choice(now, as_of=as_of).stops

    assert [str(stop.day) for stop in stops if stop.is_present] == [as_of]
    assert len(stops) == 5


def test_what_else_was_asked_and_what_was_known_is_kept(now):
    asked = [
        ("state", "COL"),
        ("state", "KHM"),
        ("q", "ä&b"),
        ("page", "3"),
        ("as_of", "x"),
        ("known_at", "x"),
    ]

    found = choice(now, *asked, as_of="2015-12-31", known_at="2026-11-20")

    assert found.kept == [("state", "COL"), ("state", "KHM"), ("q", "ä&b")]
    assert found.stops[0].address == (
        "/map/?state=COL&state=KHM&q=%C3%A4%26b&as_of=2009-12-04&known_at=2026-11-20"
    )
    assert found.stops[-1].address == "/map/?state=COL&state=KHM&q=%C3%A4%26b&known_at=2026-11-20"


def test_what_is_too_long_to_mean_anything_is_dropped(now):
    assert choice(now, ("q", "x" * 201), ("x" * 201, "q")).kept == []
