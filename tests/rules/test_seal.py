"""The canonical form and the checksums, against answers computed by hand with other tools."""

from datetime import UTC, date, datetime, timedelta, timezone

from commitments.rules.seal import (
    FIRST,
    SealedRow,
    canonical,
    cell_text,
    clock_refusals,
    dated_cell,
    in_order,
    sha256_of,
)

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
# value, cell
CELLS = [
    (None, ""),
    (True, "True"),
    (0, "0"),
    (date(2009, 12, 4), "2009-12-04"),
    (
        datetime(2026, 11, 28, 14, 30, 59, 999_999, tzinfo=timezone(timedelta(hours=2))),
        "2026-11-28T12:30:59+00:00",
    ),
    ("Ñandú ", "Ñandú "),
    ("Cafe\u0301", "Cafe\u0301"),  # not normalised: what was published is what is sealed
    ("one\r\ntwo", "one\r\ntwo"),
    ("=1+1", "'=1+1"),
    ("'=kept", "''=kept"),
]
# content, canonical form: the rules of RFC 8785, section 3.2
FORMS = [
    ({}, "{}"),
    ({"b": "2", "a": "1"}, '{"a":"1","b":"2"}'),
    ({"text": 'He said "no"\\\n\t\x01\x7f'}, '{"text":"He said \\"no\\"\\\\\\n\\t\\u0001\x7f"}'),
    ({"text": "كولومبيا 🌊 \u2028</script>"}, '{"text":"كولومبيا 🌊 \u2028</script>"}'),
    (
        {"note": "1", "evidence": [{"url": "u", "evidence": "7"}]},
        '{"evidence":[{"evidence":"7","url":"u"}],"note":"1"}',
    ),
]


def test_cells_are_those_of_the_files():
    assert [cell_text(value) for value, _cell in CELLS] == [cell for _value, cell in CELLS]


def test_dates_are_as_exact_as_they_are_known():
    told = {
        precision: dated_cell(date(2024, 5, 31), precision) for precision in ("day", "by", "month", "year")
    }

    assert told == {"day": "2024-05-31", "by": "2024-05-31", "month": "2024-05", "year": "2024"}
    assert dated_cell(None, "day") == ""


def test_canonical_form_is_that_of_rfc_8785():
    assert [canonical(content) for content, _form in FORMS] == [form for _content, form in FORMS]


def test_checksums_are_those_that_other_tools_give():
    """`printf '{"number":"1"}' | sha256sum`, and the same for the row."""
    content = sha256_of(canonical({"number": "1"}))
    first = SealedRow(1, NOON, "entered", "paragraphs", "1", content, FIRST)

    assert content == "14cb2f1405c2d1dca1306ab8daaa93950caf83cbbd255f19e80a0f5732517672"
    assert first.sha256 == "3e6c7c983bb3de9ac9c0a95b4816d7147fd21e037bf90c54847c76281b7e2889"


def test_seal_binds_everything_that_its_row_says():
    told = {
        "number": 1,
        "sealed_at": NOON,
        "kind": "entered",
        "table": "paragraphs",
        "key": "1",
        "content_sha256": FIRST,
        "previous_sha256": FIRST,
    }
    others = {
        "number": 2,
        "sealed_at": NOON + timedelta(seconds=1),
        "kind": "changed",
        "table": "states",
        "key": "2",
        "content_sha256": "1" * 64,
        "previous_sha256": "1" * 64,
    }

    sums = [
        SealedRow(**told).sha256,
        *(SealedRow(**{**told, name: value}).sha256 for name, value in others.items()),
    ]

    assert len(set(sums)) == 8


def test_clock_that_went_back_a_little_gives_the_moment_of_the_newest_seal():
    newest = NOON + timedelta(minutes=5)

    assert clock_refusals(NOON, newest=newest) == []
    assert in_order(NOON, newest=newest) == newest
    assert in_order(newest, newest=NOON) == newest
    assert in_order(NOON, newest=None) == NOON


def test_clock_that_was_set_back_is_refused_in_words():
    (refusal,) = clock_refusals(NOON, newest=NOON + timedelta(minutes=6))

    assert "says 2026-11-28T12:00:00+00:00, but" in str(refusal)
    assert "at 2026-11-28T12:06:00+00:00" in str(refusal)
