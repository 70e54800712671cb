"""However many rows or which page an address asks for, a page has ten to a hundred rows of the list."""

from math import ceil

import pytest
from django.utils.http import urlencode

from commitments.models import (
    Contribution,
    Deadline,
    EvidenceLink,
    InstrumentMembership,
    Meeting,
    Obligation,
    ProgressNote,
    Reply,
    Seal,
    StateCasualtyCount,
)
from tests.builders import (
    NOTED,
    PUBLISHED,
    SUBMITTED,
    TEXT,
    make_commitment,
    make_instrument,
    make_obligation,
    make_party,
    make_user,
)
from tests.views.site import FILES_OF_LISTS, LISTS, TWINS, address, lines_of
from tests.views.taken import table_on_page

# which rows stand on a page is compared on both databases in `test_lists`
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(scope="module")
def many(standing):
    """More rows than any page shows, on five pages."""
    with standing():
        return store_many()


def store_many():
    commitment, author, reviewer = make_commitment(), make_user(), make_user()
    owed = [make_obligation(state=make_party(), commitment=commitment) for _number in range(105)]
    published = {"stage": "published", "published_at": PUBLISHED, "published_by": reviewer}
    notes = ProgressNote.objects.bulk_create(
        ProgressNote(obligation=one, author=author, noted_date=NOTED, text=TEXT) for one in owed
    )
    source = {"title": "Report of the State", "url": "https://example.org/report"}
    EvidenceLink.objects.bulk_create(EvidenceLink(note=note, **source) for note in notes)
    ProgressNote.objects.update(stage="submitted", submitted_at=SUBMITTED, submitted_by=author)
    ProgressNote.objects.update(**published)
    answer = {"replied_by": "Ministry", "replied_date": NOTED, "position": "agrees", "text": TEXT}
    Reply.objects.bulk_create(Reply(note=note, author=author, **answer, **published) for note in notes)
    dated = {
        "kind": "initial",
        "due_date": NOTED,
        "source_url": source["url"],
        "source_title": "Decisions",
    }
    Deadline.objects.bulk_create(Deadline(obligation=one, **dated) for one in owed)
    joined = {"instrument": make_instrument(), "consent_date": NOTED, "consent_kind": "ratification"}
    joined |= {"source_url": source["url"], "source_title": "Status page", "source_date": NOTED}
    InstrumentMembership.objects.bulk_create(InstrumentMembership(state=one.state, **joined) for one in owed)
    store_figures(owed, source["url"])
    return notes[0]


def store_figures(owed: list[Obligation], url: str) -> None:
    told = {"year": 2016, "publisher": "Monitor", "source_url": url, "source_title": "Profile"}
    counted = {**told, "source_date": "2017", "total": 3, "scope": "mines_and_remnants"}
    paid = {**told, "source_date": "2017", "role": "donor", "covers": "Iraq only", "text": TEXT}
    met = {"kind": "intersessional", "certainty": "read", "sources": url, "name": "Meeting"}
    Meeting.objects.bulk_create(Meeting(code=one.state.iso3, **met) for one in owed)
    StateCasualtyCount.objects.bulk_create(StateCasualtyCount(state=one.state, **counted) for one in owed)
    Contribution.objects.bulk_create(Contribution(state=one.state, **paid) for one in owed)


ROWS = {
    "1": 10,
    "0": 10,
    "10": 10,
    "30": 30,
    "100": 100,
    "101": 100,
    "999999": 100,
    "9" * 100: 100,
    "": 25,
    "-1": 25,
    "abc": 25,
    "1e3": 25,
    " 50": 25,
    "\x00": 25,
    "٥٠": 25,
}


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", LISTS)
def test_a_page_has_ten_to_a_hundred_rows_whatever_is_asked(name):
    found = {
        asked: len(table_on_page(name, urlencode({"per_page": asked})).page.object_list) for asked in ROWS
    }

    assert found == ROWS


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", LISTS)
def test_a_page_that_is_not_there_is_the_last_and_what_is_no_number_the_first(name):
    asked = ["1", "3", "5", "6", "999999", "0", "-1", "abc", "", "9" * 5000]

    found = [table_on_page(name, urlencode({"page": page})).page.number for page in asked]

    last = ceil(held(name) / 25)
    assert found == [1, 3, 5, min(6, last), last, last, last, 1, 1, 1]


@pytest.mark.parametrize("name", FILES_OF_LISTS)
def test_a_file_ignores_pages(name, client, many):
    response = client.get(address(name, many), {"page": "2", "per_page": "10"})

    assert lines_of(response) == held(TWINS[name])


def held(name: str) -> int:
    """How many rows a list has; all that findings stand on is sealed too."""
    return Seal.objects.count() if name == "seals_list" else 105
