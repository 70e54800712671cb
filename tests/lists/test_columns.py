"""The declared columns are the dictionary and the file alike."""

from datetime import date

import pytest
from django.db.models.functions import Lower

from commitments.exports import rows_of
from commitments.lists.declaration import Kind
from commitments.lists.obligations import COLUMNS as OBLIGATION_COLUMNS
from commitments.lists.progress import COLUMNS as PROGRESS_COLUMNS
from commitments.lists.registry import LISTS, list_of
from commitments.models import EvidenceLink, Obligation, ProgressNote
from commitments.rules.clocks import Clocks
from tests.builders import make_commitment, make_deadline, make_note, make_obligation, make_party

LISTS = {table.noun: table.columns for table in LISTS}
# what was published once stays, and stays where it is
HEADERS = {
    "obligations": (
        "state_iso3,state,region,label,label_word,commitment,commitment_title,mode,mode_word,status,"
        "status_word,status_date,certainty,certainty_word,is_disputed,evidence_count,finding,path"
    ),
    "progress": (
        "note,state_iso3,state,region,commitment,commitment_title,noted_date,noted_precision,status,"
        "status_word,certainty,certainty_word,text,disputed_by,dispute,stage,stage_word,published_at,"
        "evidence_count,evidence_url,evidence_title,evidence_publisher,path"
    ),
    "evidence": (
        "evidence,title,url,archived_url,publisher,kind,kind_word,published_date,locator,quotation,"
        "state_iso3,state,region,commitment,commitment_title,note,noted_date,path"
    ),
}
# codes of a list that grows: another table names them, or another authority does
OPEN_CODES = {"state_iso3", "state_iso2", "state_m49", "country_iso3", "commitment", "meeting"}

REPLY_HEADERS = (
    "reply_count",
    "reply_by",
    "reply_date",
    "reply_position",
    "reply_position_word",
    "reply_text",
    "reply_url",
)


def row(columns, queryset) -> dict:
    (values,) = rows_of(columns, queryset)
    return dict(zip([column.name for column in columns], values, strict=True))


@pytest.mark.parametrize("noun", LISTS)
def test_every_column_says_what_it_holds_and_what_it_means(noun):
    unsaid = [column.name for column in LISTS[noun] if not (str(column.kind) and str(column.meaning))]

    assert unsaid == []


@pytest.mark.parametrize("noun", LISTS)
def test_every_code_of_a_closed_list_says_each_of_its_words(noun):
    closed = [c for c in LISTS[noun] if c.kind == Kind.CODE and c.name not in OPEN_CODES]

    assert [column.name for column in closed if not column.values] == []
    assert all(str(word) for column in closed for _code, word in column.values)
    assert [c.name for c in closed if c.example and c.example not in dict(c.values)] == []


@pytest.mark.parametrize("noun", LISTS)
def test_a_table_says_what_it_is_and_what_tells_its_rows_apart(noun):
    table = list_of(noun)

    assert str(table.title)
    assert str(table.description).endswith(".")
    assert set(table.key) <= {column.name for column in table.columns}


@pytest.mark.parametrize("noun", HEADERS)
def test_headers_once_published_stay(noun):
    names = [column.name for column in LISTS[noun]]

    assert names[: len(HEADERS[noun].split(","))] == HEADERS[noun].split(",")
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_a_row_of_an_obligation(today, now):
    state = make_party(iso3="COL", name_en="Colombia", region="Americas")
    commitment = make_commitment(code="16b", title="Clear all areas", mode="aim")
    note = make_note(
        obligation=make_obligation(state=state, commitment=commitment),
        status="overdue",
        certainty="apparent",
        noted_date=date(2021, 3, 31),
        noted_precision="month",
        disputed_by="The State",
        dispute="It says no.",
        links=2,
    )

    make_deadline(obligation=note.obligation, due_date=date(2022, 12, 31), due_precision="year")

    assert row(OBLIGATION_COLUMNS, Obligation.objects.as_listed(Clocks(today, now))) == {
        "state_iso3": "COL",
        "state": "Colombia",
        "region": "Americas",
        "label": "declared_2009",
        "label_word": "declared in 2009",
        "commitment": "16b",
        "commitment_title": "Clear all areas",
        "mode": "aim",
        "mode_word": "aim (we reaffirm our aim)",
        "status": "overdue",
        "status_word": "overdue",
        "status_date": "2021-03",
        "certainty": "apparent",
        "certainty_word": "apparent",
        "is_disputed": True,
        "evidence_count": 2,
        "finding": note.pk,
        "path": "/states/COL/16b/",
        "newest_note_date": date(2021, 3, 31),
        "deadline_state": "passed",
        "deadline_state_word": "passed, no later deadline known here",
        "deadline_date": "2022",
        "status_precision": "month",
        "grave_findings": "2021 apparent",
    }


@pytest.mark.django_db
def test_a_row_of_an_obligation_that_nobody_looked_at(today, now):
    owed = make_obligation()

    found = row(OBLIGATION_COLUMNS, Obligation.objects.as_listed(Clocks(today, now)))

    assert {name: found[name] for name in ("status", "status_word", "certainty_word", "evidence_count")} == {
        "status": "not_assessed",
        "status_word": "not assessed",
        "certainty_word": "",
        "evidence_count": 0,
    }
    assert found["status_date"] in {None, ""}
    assert found["path"] == owed.get_absolute_url()


@pytest.mark.django_db
def test_a_row_of_a_note_cites_its_first_piece_of_evidence(today, now):
    note = make_note(
        obligation=make_obligation(
            state=make_party(iso3="COL", name_en="Colombia"),
            commitment=make_commitment(code="16b", title="Clear"),
        ),
        evidence={"url": "https://example.org/first", "title": "First", "publisher": "ISU"},
        links=3,
        disputed_by="The State",
        dispute="It says no.",
    )

    found = row(PROGRESS_COLUMNS, ProgressNote.objects.as_exported(Clocks(today, now)))

    assert found == {
        "note": note.pk,
        "state_iso3": "COL",
        "state": "Colombia",
        "region": "Asia",
        "commitment": "16b",
        "commitment_title": "Clear",
        "noted_date": "2020-06-01",
        "noted_precision": "day",
        "status": "in_progress",
        "status_word": "in progress",
        "certainty": "confirmed",
        "certainty_word": "confirmed",
        "text": note.text,
        "disputed_by": "The State",
        "dispute": "It says no.",
        "stage": "published",
        "stage_word": "published",
        "published_at": note.published_at,
        "evidence_count": 3,
        "evidence_url": "https://example.org/first",
        "evidence_title": "First",
        "evidence_publisher": "ISU",
        "path": note.get_absolute_url(),
        **dict.fromkeys(REPLY_HEADERS),
        "reply_position_word": "",
        "reply_count": 0,
        "corrects": None,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("precision", "day", "written"),
    [
        ("year", date(2009, 12, 31), "2009"),
        ("month", date(2009, 12, 31), "2009-12"),
        ("day", date(2009, 12, 4), "2009-12-04"),
        ("by", date(2009, 12, 4), "2009-12-04"),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known_in_both_files(precision, day, written, today, now):
    make_note(noted_date=day, noted_precision=precision)

    clocks = Clocks(today, now)
    of_note = row(PROGRESS_COLUMNS, ProgressNote.objects.as_exported(clocks))
    of_obligation = row(OBLIGATION_COLUMNS, Obligation.objects.as_listed(clocks))
    of_link = row(LISTS["evidence"], EvidenceLink.objects.as_listed(clocks))

    assert [
        (of_note["noted_date"], of_note["noted_precision"]),
        (of_obligation["status_date"], of_obligation["status_precision"]),
        (of_link["noted_date"], of_link["noted_precision"]),
    ] == [(written, precision)] * 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "ask"),
    [
        (OBLIGATION_COLUMNS, Obligation.objects.as_listed),
        (PROGRESS_COLUMNS, ProgressNote.objects.as_exported),
    ],
    ids=["obligations", "progress"],
)
def test_a_whole_file_is_one_query(columns, ask, today, now, django_assert_num_queries):
    for _number in range(3):
        make_note(links=2)

    with django_assert_num_queries(1):
        rows = [*rows_of(columns, ask(Clocks(today, now)))]

    assert len(rows) == 3


@pytest.mark.django_db
def test_rows_come_in_the_order_that_was_asked_for(today, now):
    for name in ("Zambia", "Albania", "mali"):
        make_obligation(state=make_party(name_en=name))

    asked = Obligation.objects.as_listed(Clocks(today, now)).order_by(Lower("state__name_en").desc())

    assert [values[1] for values in rows_of(OBLIGATION_COLUMNS, asked)] == ["Zambia", "mali", "Albania"]
