"""A day before anything was published here: this site did not exist, and everything that speaks says so."""

import io
import json
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.views.site import body

# the day of the first publication is one minimum, which both databases find alike in `test_queries`
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BEFORE, SINCE = "2020-01-01", "2024-01-10"  # the note of the fixture was published on 10 January 2024
WORDS = "On 1 January 2020 this site did not exist yet: its first publication was on 10 January 2024."
PAGES = ("/", "/states/COL/", "/states/COL/16b/", "/matrix/", "/trends/", "/data/", "/embed/counts/")


@pytest.mark.parametrize("address", PAGES)
def test_known_at_before_first_publication_is_said_on_page(client, note, address):
    assert WORDS in body(client.get(address, {"known_at": BEFORE}))
    for query in ({}, {"known_at": SINCE}, {"as_of": BEFORE}):
        assert "did not exist yet" not in body(client.get(address, query))


def test_day_before_first_publication_is_not_also_told_what_clocks_mean(client, note):
    page = body(client.get("/", {"known_at": BEFORE, "as_of": BEFORE}))

    assert WORDS in page
    assert "What had been noted by the first day" not in page
    assert "Back to today" in page


def read(client, address: str, known_at: str = BEFORE) -> bytes:
    return client.get(address, {"known_at": known_at}).getvalue()


def test_known_at_before_first_publication_is_said_in_files(client, note):
    book = CalamineWorkbook.from_filelike(io.BytesIO(read(client, "/obligations.xlsx")))
    archive = ZipFile(io.BytesIO(read(client, "/data/cartagena.zip")))
    remarks = [
        json.loads(read(client, "/obligations.json"))["about"]["remark"],
        dict(row[:2] for row in book.get_sheet_by_name("About").to_python())["Remark"],
        json.loads(archive.read("datapackage.json"))["remark"],
        " ".join(archive.read("README.txt").decode().split()),
        read(client, "/feeds/progress.atom").decode(),
    ]

    assert [remark for remark in remarks if WORDS not in remark] == []
    assert "remark" not in json.loads(read(client, "/obligations.json", SINCE))["about"]


def test_first_publication_is_asked_for_only_when_known_at_is_given(client, note):
    def queries(**query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/declaration/", query)
        return len(captured)

    assert queries(known_at=SINCE) == queries(known_at=BEFORE) <= queries() + 1


def test_nothing_is_said_while_nothing_is_published(client, db):
    assert "did not exist yet" not in body(client.get("/", {"known_at": BEFORE}))
