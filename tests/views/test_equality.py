"""Two hundred lists asked for at random: page and CSV agree, and XLSX, JSON or metadata, in order."""

from collections import Counter
from datetime import UTC, date, datetime
from math import ceil
from random import Random

import pytest
from django.forms import Field, MultipleChoiceField
from django.http import HttpResponseBase, QueryDict
from django.test import Client
from django.utils.http import urlencode

from commitments.models import Obligation, State
from commitments.rules.clocks import read_clocks
from tests.builders import (
    make_commitment,
    make_deadline,
    make_figures,
    make_instrument_membership,
    make_meeting,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_state,
)
from tests.views.site import FILES, LISTS, PATTERNS
from tests.views.taken import keys_in, keys_on_pages, rows_in, table_behind

WITH_FILES = [name for name in LISTS if name.replace("_list", "_csv") in FILES]
QUESTIONS = 200
# by turns, each of them many times for each list
OTHER_FORMATS = ("xlsx", "json", "metadata")
NOW = read_clocks({}, now=datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
CLOCKS = {"as_of": ["2014-06-01", "2019-12-31", "2026-11-24"], "known_at": ["2024-01-09", "2024-06-30"]}
WORDS = ["land", "found", "province", "= land", "16b", "nobody", "Ü", "e"]
DAYS = ["2011-01-01", "2015-06-30", "2020-12-31"]
# what breaks files that are made carelessly
TEXTS = [
    "What was found in a province.",
    "=1+1",
    '=HYPERLINK("https://evil.example","Click, please")',
    "+49 30 1234",
    "-12",
    "@SUM(A1:A9)",
    "\tindented",
    'She said "two, three"; he said nothing.',
    "First line\nsecond line\r\nthird, after a return",
    " blanks around ",
    "'quoted from the start",
    "'=quoted and computed",
    "Ünïcode: 地雷, ألغام, мины, 😀, e\u0301, \u200f",
    "_x0041_ is no escape, nor is &amp; or <b>",
    "NULL",
    "True",
    "007",
    "1e5",
    "2020-01-01",
    "\u2028 a separator, \u00a0 a blank",
    "long " * 900,
]


@pytest.fixture
def world(standing_world, db) -> None:
    """What a test of it changes is taken back."""


@pytest.fixture(scope="module")
def standing_world(standing) -> None:
    """Stored once for a module."""
    with standing():
        make_world()


def make_world() -> None:
    """Sixteen States, fifteen of them Parties once, with notes that hold every awkward text."""
    promises = [make_commitment(code=code, position=n) for n, code in enumerate(("16b", "16c", "17"), 1)]
    for number in range(15):
        state = make_party(
            iso3=f"AA{chr(65 + number)}",
            name_en=[f"Land {number % 7}", "=Land", "Côte d’Ivoire", 'The "Land"'][number % 4],
            region=("Asia", "Europe", "Africa")[number % 3],
            until=date(2020, 1, 1) if number % 9 == 0 else None,
        )
        make_instrument_membership(state=state, consent_date=date(2010 + number % 9, 3, 1))
        make_figures(state=state, year=2010 + number % 9)
        meet(state, number)
        for place, promise in enumerate(promises):
            obligation = make_obligation(state=state, commitment=promise)
            if (number + place) % 4:
                _look_at(obligation, number * 3 + place)
            if number % 2 and promise.code != "17":
                _date(obligation, number)
    make_state(iso3="AAZ", name_en="Outside")


def meet(state: State, number: int) -> None:
    """A meeting in that State; the days of every seventh are not known."""
    first_day = None if number % 7 == 6 else date(2010 + number % 9, 11, 20)
    make_meeting(
        code=f"{number}MSP",
        name=f"Meeting {number % 5}",
        country=state,
        first_day=first_day,
        last_day=first_day,
        kind=("intersessional", "review_conference")[number % 2],
        president=("", "Chile")[number % 3 // 2],
    )


def _look_at(obligation: Obligation, number: int) -> None:
    text, precision = TEXTS[number % len(TEXTS)], ("day", "month", "year")[number % 3]
    note = make_note(
        obligation=obligation,
        text=text,
        status=("overdue", "fulfilled", "", "in_progress")[number % 4],
        certainty=("confirmed", "apparent")[number % 2],
        noted_date=date(2010 + number % 10, 12, 31),
        noted_precision=precision,
        links=1 + number % 3,
        evidence={
            "title": TEXTS[(number + 5) % len(TEXTS)][:300],
            "quotation": TEXTS[(number + 7) % len(TEXTS)][:1000],
            "url": f"https://example.org/{number}?a=b&c=%20d#p{number}",
            "published_date": date(2009 + number % 9, 12, 31) if number % 5 else None,
            "published_precision": precision,
            "kind": ("state_report", "press", "other")[number % 3],
        },
        **({"disputed_by": "-The State", "dispute": text} if number % 5 == 0 else {}),
    )
    if number % 3 == 0:
        make_reply(note=note, text=TEXTS[(number + 3) % len(TEXTS)], url="https://example.org/reply")


def _date(obligation: Obligation, number: int) -> None:
    due = date(2009 + number, 12, 31)
    make_deadline(obligation=obligation, due_date=due, due_precision=("day", "year")[number % 4 // 2])
    text = TEXTS[number % len(TEXTS)][:300]
    extended = {"due_date": date(2030, 1, number), "source_title": text, "remark": text}
    make_deadline(obligation=obligation, kind="extension", **extended)


def a_question(name: str, random: Random) -> str:
    """A query string that the list understands: filters, order, clocks and columns at random."""
    listed = table_behind(name)
    fields = listed.filters(QueryDict(), queryset=listed.rows(NOW)).form.fields
    asked: dict[str, list[str]] = {}
    for each in random.sample(sorted(fields), k=random.choice([0, 0, 1, 1, 2, 3])):
        asked[each] = _values(each, fields[each], random)
    orders = [f"{sign}{each}" for each in listed.table.base_columns for sign in ("", "-")]
    asked["sort"] = random.sample(orders, k=random.choice([0, 1, 1, 2]))
    for clock, days in CLOCKS.items():
        asked[clock] = random.sample(days, k=random.choice([0, 0, 1]))
    columns = [*listed.table.base_columns]
    chosen = random.sample(columns, k=random.choice([0, 0, 1, 2, len(columns)]))
    asked["columns"] = [",".join(chosen)] if chosen and random.random() < 0.5 else chosen
    return urlencode({**asked, "per_page": "100"}, doseq=True)


def _values(name: str, field: Field, random: Random) -> list[str]:
    if name == "q":
        return [random.choice(WORDS)]
    choices = [str(value) for value, _word in getattr(field, "choices", ()) if value]
    if not choices:
        return [random.choice(DAYS)]
    most = 3 if isinstance(field, MultipleChoiceField) else 1
    return random.sample(choices, k=min(len(choices), random.randint(1, most)))


def taken(client: Client, name: str, query: str) -> HttpResponseBase:
    response = client.get(f"/{PATTERNS[name].pattern}", QUERY_STRING=query)
    assert response.status_code == 200, query
    return response


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", WITH_FILES)
def test_page_csv_xlsx_and_json_hold_the_same_rows_and_cells_in_the_same_order(name, client):
    random, found = Random(name), Counter()
    for number in range(ceil(QUESTIONS / len(WITH_FILES))):
        query = a_question(name, random)
        stem, other = name.removesuffix("_list"), OTHER_FORMATS[number % len(OTHER_FORMATS)]
        csv, file = rows_in(taken(client, f"{stem}_csv", query)), taken(client, f"{stem}_{other}", query)

        assert keys_in(name, csv) == keys_on_pages(name, query), query
        if other == "metadata":
            held = [column["name"] for column in file.json()["columns"]]
            assert file.json()["row_count"] == len(csv), query
        else:
            rows = rows_in(file)
            held = [*rows[0]] if rows else []
            assert rows == csv, (other, query)
        assert all([*row] == held for row in csv), (other, query)
        found["with rows" if csv else "empty"] += 1

    # what the tests seal bears the moment at which they run, and is empty under earlier clocks
    assert found["with rows"] > found["empty"] / (3 if name == "seals_list" else 2)
