"""A hundred questions at random: the API tells the rows of the CSV, in their order, however it is paged."""

from math import ceil
from random import Random

import pytest
from django.http import QueryDict

from commitments.api.query import sort_names
from commitments.lists.declaration import PublicList
from commitments.lists.registry import list_of
from tests.api.asking import NOUNS, pages, rows, without
from tests.views.taken import rows_in
from tests.views.test_equality import WITH_FILES, a_question, standing_world, world  # noqa: F401 (fixtures)

QUESTIONS = 100
LIST_OF = {
    "obligations": "obligations_list",
    "progress": "progress_list",
    "evidence": "evidence_list",
    "states": "states_list",
    "memberships": "memberships_list",
    "deadlines": "deadlines_list",
    "replies": "replies_list",
    "instruments": "instruments_list",
    "casualties": "casualties_list",
    "meetings": "meetings_list",
    "contributions": "contributions_list",
    "seals": "seals_list",
}


def _known(public_list: PublicList, query: str) -> str:
    """Without the orders that a list leaves as they are and the API refuses."""
    asked = QueryDict(query, mutable=True)
    known = sort_names(public_list)
    asked.setlist("sort", [each for each in asked.getlist("sort") if each.lstrip("-") in known])
    return asked.urlencode()


def as_text(row: dict) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


def test_every_list_with_files_is_compared():
    assert {*LIST_OF.values()} == {*WITH_FILES}
    assert {*LIST_OF} == {*NOUNS} - {"commitments"}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("noun", LIST_OF)
def test_pages_hold_the_rows_of_the_csv_in_the_same_order(noun, client):
    random, found = Random(noun), 0
    names = [column.name for column in list_of(noun).columns]
    for number in range(ceil(QUESTIONS / len(LIST_OF))):
        query = _known(list_of(noun), without(a_question(LIST_OF[noun], random), "columns", "per_page"))
        csv = rows_in(client.get(f"/{noun}.csv", QUERY_STRING=query))
        size = random.choice([1, 2, 7] if len(csv) < 12 else [7, 17, 500])
        asked = without(query, page_size=str(size))
        if number % 3 == 0:
            wanted = random.sample(names, k=random.randint(1, 4))
            csv = [{name: row[name] for name in wanted} for row in csv]
            asked = without(asked, fields=",".join(wanted))

        told = [*pages(client, noun, asked)]

        assert [as_text(row) for page in told for row in page] == csv, asked
        assert [list(row) for page in told for row in page] == [list(row) for row in csv], asked
        assert {len(page) for page in told[:-1]} <= {size}, asked
        found += bool(csv)
    assert found > QUESTIONS / len(LIST_OF) / 3


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("noun", NOUNS)
def test_row_is_found_by_its_key(noun, client):
    key = list_of(noun).key
    listed = rows(client, noun)

    assert listed
    for row in listed[:5]:
        address = "-".join(str(row[name]) for name in key)
        assert client.get(f"/api/v1/{noun}/{address}/").json()["row"] == row


@pytest.mark.usefixtures("world")
def test_commitments_are_those_of_the_csv(client):
    query = QueryDict("sort=-mode&page_size=2").urlencode()

    assert [as_text(row) for row in rows(client, "commitments", query)] == rows_in(
        client.get("/commitments.csv", {"sort": "-mode"})
    )
