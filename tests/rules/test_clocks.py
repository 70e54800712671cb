"""The two clocks of an address."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.rules.clocks import Clocks, MalformedClock, parse_day, read_clocks
from commitments.rules.dates import EARLIEST, LATEST

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MALFORMED = [
    "yesterday",
    "2015-13-01",
    "2015-02-29",
    "2015-W01-1",
    "2015-01-01T12:00:00",
    "2015-01-0\x00",
    "\x00",
    "0000-00-00",
    "-2015-01-01",
    "1" * 100_000,
]


def test_an_address_without_clocks_asks_for_the_present():
    assert read_clocks({}, now=NOW) == Clocks(date(2026, 11, 24), NOW)
    assert read_clocks({"as_of": "", "known_at": ""}, now=NOW).is_now


def test_the_present_day_is_the_day_in_utc():
    late = datetime(2026, 11, 24, 1, 0, tzinfo=timezone(timedelta(hours=5)))

    assert read_clocks({}, now=late).day == date(2026, 11, 23)


def test_a_day_of_the_situation_leaves_the_knowledge_at_now():
    assert read_clocks({"as_of": "2015-12-31", "known_at": None}, now=NOW) == Clocks(
        date(2015, 12, 31), NOW, as_of_given=True
    )


def test_known_at_means_the_last_moment_of_its_day():
    clocks = read_clocks({"as_of": None, "known_at": "2026-06-30"}, now=NOW)

    assert clocks.known_at == datetime(2026, 6, 30, 23, 59, 59, 999999, tzinfo=UTC)
    assert clocks.day == date(2026, 11, 24)
    assert (clocks.query, clocks.is_now) == ("known_at=2026-06-30", False)


def test_both_clocks_are_kept_in_the_address():
    clocks = read_clocks({"as_of": "2015-12-31", "known_at": "2026-06-30"}, now=NOW)

    assert clocks.query == "as_of=2015-12-31&known_at=2026-06-30"


@pytest.mark.parametrize("text", MALFORMED, ids=range(len(MALFORMED)))
@pytest.mark.parametrize("parameter", ["as_of", "known_at"])
def test_a_malformed_day_is_named_with_its_parameter(parameter, text):
    with pytest.raises(MalformedClock) as refusal:
        read_clocks({parameter: text}, now=NOW)

    assert refusal.value.parameter == parameter
    assert str(refusal.value).startswith(f"{parameter}: “{text[:40]}” is not a date.")
    assert len(str(refusal.value)) < 150


def test_a_day_is_read_as_people_write_it():
    written = ["2015-1-1", "20150101", "2015-01-01T00:00:00", " 2015-01-01\n", "٢٠١٥-٠١-٠١", "1 Jan 2015"]

    assert {parse_day("as_of", text) for text in written} == {date(2015, 1, 1)}
    assert [parse_day("as_of", text) for text in ("2015", "2015-02")] == [
        date(2015, 12, 31),
        date(2015, 2, 28),
    ]


def test_a_day_that_can_be_two_is_not_guessed():
    with pytest.raises(MalformedClock, match="as_of: “03/02/2015” can be 3 February 2015 or 2 March 2015"):
        parse_day("as_of", "03/02/2015")


@pytest.mark.parametrize("text", ["0001-01-01", "1997-09-17", "2101-01-01", "9999-12-31"])
def test_a_day_out_of_bounds_is_told_the_bounds(text):
    with pytest.raises(MalformedClock) as refusal:
        parse_day("as_of", text)

    assert str(refusal.value) == f"as_of: {text} lies outside 1997-09-18 to 2100-12-31."


@given(st.dates(EARLIEST, LATEST))
def test_every_day_within_the_bounds_is_read_as_written(day):
    assert parse_day("as_of", day.isoformat()) == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_named_refusal(text):
    try:
        read = parse_day("as_of", text).isoformat()
    except MalformedClock as refusal:
        read = refusal.parameter

    assert read in {text, "as_of"}


PAST = read_clocks({"as_of": "2015-12-31", "known_at": "2026-06-30"}, now=NOW)


@pytest.mark.parametrize(
    ("address", "query", "kept"),
    [
        ("/states/", {}, f"/states/?{PAST.query}"),
        ("/declaration/#p16", {}, f"/declaration/?{PAST.query}#p16"),
        (
            "/obligations/",
            {"status": ["overdue", "fulfilled"]},
            f"/obligations/?status=overdue&status=fulfilled&{PAST.query}",
        ),
        (
            "/obligations/",
            {"q": "a&b=c", "state": "", "region": None},
            f"/obligations/?q=a%26b%3Dc&{PAST.query}",
        ),
    ],
)
def test_an_address_keeps_the_clocks(address, query, kept):
    assert PAST.keep(address, **query) == kept


def test_an_address_of_the_present_needs_no_clock():
    present = read_clocks({}, now=NOW)

    assert (present.keep("/states/"), present.keep("/states/", q="a b")) == ("/states/", "/states/?q=a+b")
