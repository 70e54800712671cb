"""What a list page offers beside its rows: how many there are, what is set, which columns, ways on."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_commitment, make_note, make_obligation, make_party
from tests.views.site import LISTS, PATTERNS, body


@pytest.fixture
def three(note) -> None:
    """Beside the note of the site: two obligations of Asian States, one of them with a finding."""
    clearance, call = note.obligation.commitment, make_commitment(code="17", title="Call", position=11)
    make_note(
        obligation=make_obligation(
            state=make_party(iso3="KHM", name_en="Cambodia", region="Asia"), commitment=clearance
        ),
        status="fulfilled",
        noted_date=date(2021, 1, 1),
    )
    make_obligation(state=make_party(iso3="LAO", name_en="Laos", region="Asia"), commitment=call)


def results(page: str) -> str:
    return page[page.index('id="results"') :]


def links(page: str, of_class: str) -> list[str]:
    lists = re.findall(rf'<ul class="[^"]*{of_class}.*?</ul>', page, re.DOTALL)
    return [unescape(link) for each in lists for link in re.findall(r'<a[^>]*href="([^"]*)"', each)]


def heads(page: str) -> list[str]:
    head = page[page.index("<thead>") : page.index("</thead>")]
    return re.findall(r'<th scope="col"[^>]*>\s*(?:<a[^>]*>)?([^<]+)', head)


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_results_is_a_heading_that_is_announced(name, client, note):
    page = body(client.get(f"/{PATTERNS[name].pattern}"))
    table = client.get(f"/{PATTERNS[name].pattern}").context["table"]

    (said,) = re.findall(r'<div role="status"><h2[^>]*>([^<]+)</h2>', page)
    assert said == table.count_in_words()
    assert said.startswith(f"{table.paginator.count} ")


def test_one_row_is_counted_in_the_singular(client, note):
    page = body(client.get("/obligations/?state=COL"))

    assert re.search(r'role="status"><h2[^>]*>1 promise<', page)


@pytest.mark.usefixtures("three")
def test_the_links_of_the_chips_lead_to_the_list_without_each_filter(client):
    query = "region=Asia&not_status=fulfilled&as_of=2024-01-01&sort=-state&per_page=10"

    page = body(client.get(f"/obligations/?{query}"))
    found = links(results(page), "chips--set")

    assert found == [
        "/obligations/?not_status=fulfilled&as_of=2024-01-01&sort=-state&per_page=10#results",
        "/obligations/?region=Asia&as_of=2024-01-01&sort=-state&per_page=10#results",
        "/obligations/?as_of=2024-01-01&sort=-state&per_page=10#results",
    ]
    rows = [client.get(link).context["table"].paginator.count for link in found]
    assert rows == [3, 3, 4]


def test_more_filters_stand_open_when_one_of_them_is_set(client, note):
    more = re.compile(r'<details class="filter__more"\s*(open)?>')

    found = {query: more.search(body(client.get(f"/obligations/?{query}")))[1] for query in OPENING}

    assert found == OPENING


OPENING = {"": None, "status=overdue": None, "not_status=overdue": "open", "freshness=green": "open"}


@pytest.mark.parametrize("name", LISTS)
def test_a_form_of_filters_keeps_order_columns_and_rows_a_page(name, client, note):
    head = client.get(f"/{PATTERNS[name].pattern}").context["table"].row_head
    query = {"sort": f"-{head}", "per_page": "50", "columns": head, "as_of": "2025-01-01"}

    page = body(client.get(f"/{PATTERNS[name].pattern}", query))
    form = page[page.index('<form class="filter"') :].partition("</form>")[0]

    hidden = dict(re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', form))
    assert hidden == query


def test_the_reader_chooses_columns_and_the_state_stays(client, note):
    shown = {
        query: heads(body(client.get(f"/obligations/?{query}")))
        for query in ("", "columns=status,commitment", "columns=status&columns=state", "columns=")
    }

    everything = [
        "State",
        "Promise",
        "Status",
        "As found on",
        "Freshness",
        "Evidence",
        "Latest known deadline",
    ]
    assert shown == {
        "": everything,
        "columns=status,commitment": ["State", "Status", "Promise"],
        "columns=status&columns=state": ["State", "Status"],
        "columns=": everything,
    }


def test_the_choice_of_columns_keeps_everything_else_that_was_asked(client, note):
    page = body(client.get("/obligations/?q=col&region=Americas&sort=-state&as_of=2025-01-01&page=1&utm_x=1"))
    form = page[page.index('<details class="column-choice">') :].partition("</form>")[0]

    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    assert hidden == [
        ("q", "col"),
        ("region", "Americas"),
        ("sort", "-state"),
        ("as_of", "2025-01-01"),
        ("columns", "state"),
    ]


def test_a_list_is_sorted_by_a_column_that_is_not_shown(client, three):
    query = "columns=state&sort=-status"
    page = client.get(f"/obligations/?{query}").context["table"]
    file = body(client.get(f"/obligations.csv?{query}"))

    on_page = [row.record.state.iso3 for row in page.paginated_rows]
    assert on_page == [line.split(",")[0] for line in file.splitlines()[1:]]


@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_column_is_named_on_a_page_without_rows(name, client, note):
    page = body(client.get(f"/{PATTERNS[name].pattern}", {"columns": "colour"}))

    assert "columns: “colour” is not a column of this list." in page
    assert "<tbody>" not in results(page)
    assert re.search(r'role="status"><h2[^>]*>Nothing to show<', page)


def test_an_unknown_column_is_refused_by_the_file_and_a_known_one_leaves_the_others_out(client, note):
    refused, whole, narrow = (
        client.get(f"/obligations.csv{query}") for query in ("?columns=colour", "", "?columns=status")
    )

    assert (refused.status_code, body(refused)) == (400, "columns: “colour” is not a column of this list.\n")
    assert body(whole).startswith("state_iso3,state,region,label,")
    assert body(narrow).startswith("state_iso3,commitment,status,status_word,")


def test_rows_a_page_are_links_that_keep_the_query_and_begin_anew(client, note):
    for _number in range(11):
        make_obligation(state=make_party(), commitment=note.obligation.commitment)

    page = body(client.get("/obligations/?commitment=16b&as_of=2025-01-01&page=2&per_page=10"))

    assert links(page, "pager__rows") == [
        f"?commitment=16b&as_of=2025-01-01&per_page={rows}" for rows in (10, 25, 50, 100)
    ]


def test_a_short_list_offers_no_number_of_rows(client, note):
    assert "pager__rows" not in body(client.get("/obligations/"))


def test_an_empty_list_leads_back_to_the_whole(client, note):
    page = results(body(client.get("/obligations/?q=nobody&sort=-state&as_of=2025-01-01")))

    assert "No promise fits these filters." in page
    assert 'href="/obligations/?sort=-state&amp;as_of=2025-01-01"' in page
    assert "<table" not in page


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_number_of_queries_whatever_is_set(name, client, three):
    filters = {
        "states_list": "not_region=Asia&label=left&silent_since=2020-01-01",
        "evidence_list": "not_region=Asia&kind=press&year=2020&publisher=X&state=COL&not_state=LAO",
    }.get(name, "not_region=Asia&region=Americas&state=COL&not_state=LAO&commitment=17&disputed=true")
    counts = []
    for query in ("", filters):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{PATTERNS[name].pattern}?{query}")
        counts.append(len(queries))

    assert counts[1] <= counts[0] <= 14
