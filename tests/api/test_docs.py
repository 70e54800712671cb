"""The page that explains the API holds all that the API has, and what it shows is so."""

import json
import re
from html import unescape
from itertools import pairwise

import pytest
from django.test import override_settings

from commitments.api.query import LIST_PARAMETERS
from commitments.lists.declaration import PublicList
from commitments.lists.registry import LISTS
from tests.views.site import body

# it reads the declarations, and no row but the examples
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DOCS = "/api/v1/docs/"
EVERY_LIST = pytest.mark.parametrize("public_list", LISTS, ids=lambda each: each.noun)


def tables_of(page: str, public_list: PublicList) -> list[list[str]]:
    """The names in the first column of each table about a list."""
    section = page.partition(f'<section aria-labelledby="{public_list.noun}">')[2].partition("</section>")[0]
    return [re.findall(r'<th scope="row"><code>(\w+)</code>', part) for part in section.split("<table")[1:]]


@EVERY_LIST
def test_docs_show_every_parameter_and_field(public_list, client, note):
    of_list, of_row, fields = tables_of(body(client.get(DOCS)), public_list)

    assert {*of_list} == {*public_list.filters.base_filters, *LIST_PARAMETERS}
    assert {"fields", "as_of", "known_at"} < {*of_row}
    assert fields == [column.name for column in public_list.columns]


@EVERY_LIST
def test_docs_show_every_code_with_its_word(public_list, client, note):
    page = unescape(body(client.get(DOCS)))

    for column in public_list.columns:
        for code, word in column.values:
            assert not code or f"<code>{code}</code>: {word}" in page


def samples(client, **query: str) -> list[str]:
    page = body(client.get(DOCS, query))
    return [unescape(one) for one in re.findall(r'<pre class="sample"><code>(.*?)</code>', page, re.DOTALL)]


def test_docs_example_is_what_the_api_answers(client, note):
    curl, answer, _problem = samples(client)

    told = client.get(re.search(r"'(.*)'", curl)[1]).json()

    assert [[*row] for row in told["rows"]] == [[*row] for row in json.loads(answer)["rows"]]
    assert told.keys() == json.loads(answer).keys()


def test_docs_example_of_a_problem_is_what_the_api_answers(client, note):
    *_others, problem = samples(client)

    assert client.get("/api/v1/", {"as_of": "yesterday"}).json() == json.loads(problem)


def test_docs_example_keeps_the_clocks(client, note):
    assert "as_of=2020-01-01" in samples(client, as_of="2020-01-01")[0]


def test_docs_anchors_are_unique_and_headings_skip_no_level(client, note):
    page = body(client.get(DOCS))
    anchors = re.findall(r'\bid="([^"]*)"', page)
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page.partition("<main")[2])]

    assert len(anchors) == len({*anchors})
    assert {*re.findall(r'href="#([^"]*)"', page)} <= {*anchors}
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    ("rate", "words"), [("240/minute", "up to 240 requests a minute"), ("", "there is no limit here")]
)
def test_docs_state_the_rate_limit(rate, words, client, note):
    with override_settings(API_RATE=rate):
        assert words in body(client.get(DOCS))


def test_docs_errors_are_html(client, note):
    answer = client.get(DOCS, {"as_of": "yesterday"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
