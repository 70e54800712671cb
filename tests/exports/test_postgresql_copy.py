"""What PostgreSQL writes by COPY is, byte for byte, what Python writes of the same rows."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commitments.exports import csv_blocks, csv_of, rows_of
from commitments.exports.postgresql_copy import copy_statement
from commitments.lists.declaration import PublicList
from commitments.lists.registry import LISTS, list_of
from commitments.models import State
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
    make_reviewer,
    make_state,
)

# after whatever the tests seal, which bears the moment at which they run
CLOCKS = read_clocks({}, now=datetime(2099, 11, 24, 12, 0, tzinfo=UTC))
TEXTS = (
    "plain",
    'with "quotes", commas and ; semicolons',
    "two\nlines",
    "two\r\nlines",
    "=1+1",
    "+49",
    "-1",
    "@SUM(A1)",
    "\ttab",
    "'=1+1",
    "''=1+1",
    "'quoted'",
    "'",
    '"',
    "\\.",
    "\\N",
    "a\\b",
    " leading and trailing ",
    "Côte d’Ivoire 科特迪瓦 العربية 😀",
    "e\u0301",
)
MAX_NAME_LENGTH = State._meta.get_field("name_en").max_length
# every character that a text of the database can hold
ANY_TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1)
RISKY_TEXT = st.text("=+-@\t\r\n'\",;\\.aé ", min_size=1)


def portable(table: PublicList, rows: QuerySet) -> str:
    return "".join(csv_of(table.columns, rows_of(table.columns, rows)))


def written(table: PublicList, rows: QuerySet) -> str:
    return "".join(csv_blocks(table.columns, rows))


@pytest.fixture
def world(standing_world, db) -> None:
    """What a test of it changes is taken back."""


@pytest.fixture(scope="module")
def standing_world(standing) -> None:
    """Stored once for a module."""
    with standing():
        make_world()


def make_world() -> None:
    """Rows of every table, with texts that a careless writer would break."""
    clearance = make_commitment(code="16b", title='Clear "all", areas')
    state = make_party(iso3="COL", name_en="=Colombia", subregion="'Andes")
    owed = make_obligation(state=state, commitment=clearance)
    make_obligation(state=make_party(until=date(2020, 1, 1)), commitment=clearance)
    make_deadline(obligation=owed)
    make_instrument_membership(state=state)
    make_figures(state=state)
    make_meeting()
    make_meeting(code="23MSP", first_day=None, last_day=None)
    for number, text in enumerate(TEXTS):
        note = make_note(
            obligation=owed,
            text=text,
            noted_date=date(2020, 1, 1 + number),
            noted_precision=("day", "month", "year")[number % 3],
            status=("overdue", "")[number % 2],
            published_at=datetime(2024, 2, 3, 4, 5, 6, number * 49_999, tzinfo=UTC),
            links=1 + number % 2,
            evidence={"title": text, "publisher": text, "published_date": None, "quotation": text},
        )
        if number % 4 == 0:
            make_reply(note=note, text=text, replied_by=text)
    make_reply(note=note).retract(by=make_reviewer(), at=datetime(2025, 1, 1, tzinfo=UTC), reason="=Wrong")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.noun)
def test_the_bytes_of_a_file_do_not_depend_on_the_road(table):
    rows = table.rows(CLOCKS)

    assert written(table, rows) == portable(table, rows)
    assert rows.count() > 0


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.noun)
def test_every_table_is_copied_where_the_database_can(table):
    assert bool(copy_statement(table.columns, table.rows(CLOCKS))) == (connection.vendor == "postgresql")


@pytest.mark.django_db
@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.noun)
def test_a_table_without_rows_is_its_head(table):
    rows = table.rows(CLOCKS).none()

    assert written(table, rows) == portable(table, rows) == ",".join(c.name for c in table.columns) + "\r\n"


class AnyTextTests(TestCase):
    """Hypothesis makes up the names of a State."""

    @given(english=ANY_TEXT | RISKY_TEXT, french=ANY_TEXT | RISKY_TEXT)
    def test_whatever_a_text_holds_both_roads_write_it_alike(self, english, french):
        make_state(name_en=english[:MAX_NAME_LENGTH], name_fr=french[:MAX_NAME_LENGTH])
        table = list_of("states")
        rows = table.rows(CLOCKS)

        assert written(table, rows) == portable(table, rows)
