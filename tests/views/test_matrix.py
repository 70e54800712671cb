"""The page of the matrix: what can be asked of it, and where its links lead."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.models import State
from commitments.rules.codes import STORED_STATUSES, Status
from commitments.rules.grave import GRAVE_STATUSES
from commitments.rules.status import SYMBOLS
from tests.builders import make_commitment, make_note, make_obligation, make_paragraph, make_party
from tests.views.figure_links import RowsBehind
from tests.views.site import body

pytestmark = pytest.mark.django_db
SHEET = Path(__file__).parents[2] / "static" / "commitments" / "css" / "pages" / "matrix.css"
# commitments, States, obligations; regions and the rows behind each choice of the form; Parties and data date
MAX_QUERIES = 9  # one of them only where a status is grave
CLOCKS = {"as_of": "2016-06-30", "known_at": "2026-06-30"}
FIGURE = re.compile(r'<a class="figure" href="([^"]+)">([0-9,]+)</a>')
CELL = re.compile(
    r'<td[^>]*><a class="cell cell--(\w+)[^"]*"(?: title="([^"]+)")? href="([^"]+)">'
    r"<span>([^<]+)</span></a></td>"
)


@pytest.fixture(scope="module", autouse=True)
def world(standing):
    """Three States and eight commitments in two paragraphs, with every status there is."""
    with standing():
        store_world()


def store_world():
    codes = [f"{number}{letter}" for number in (15, 16) for letter in "abcd"]
    columns = [
        make_commitment(code=code, position=place, paragraph=make_paragraph(number=int(code[:2])))
        for place, code in enumerate(codes, 1)
    ]
    states = [
        make_party(iso3="COL", name_en="Colombia", region="Americas"),
        make_party(iso3="CMR", name_en="Cameroon", region="Africa", since=date(2012, 1, 1)),
        make_party(iso3="FIN", name_en="Finland", region="Europe", until=date(2026, 1, 10)),
    ]
    for shift, state in enumerate(states):
        for place, column in enumerate(columns):
            obligation = make_obligation(state=state, commitment=column)
            status = (*STORED_STATUSES, "")[(place + shift) % 8]
            noted = {"noted_date": date(2014, 1, 1)} if place % 2 else {}
            if status or shift:
                make_note(obligation=obligation, status=status, **noted)


def page(client, **query: object) -> str:
    response = client.get("/matrix/", query)
    assert response.status_code == 200
    return body(response)


def states(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/states/([A-Z]{3})/', page)


def alert(page: str) -> str:
    return page[page.index('role="alert"') :][:600]


ASKED = {
    "everything": {},
    "a region": {"region": "Africa"},
    "not a region": {"not_region": ["Africa", "Americas"]},
    "a label": {"label": ["joined_after", "left"]},
    "not a label": {"not_label": "left"},
    "columns": {"commitment": ["15a", "16b"]},
    "a status": {"status": "overdue"},
    "statuses in some columns": {"status": ["overdue", "not_bound"], "commitment": ["15d", "16c"]},
    "a State by name": {"q": "colombia"},
    "a status of States by name": {"q": "c", "status": "fulfilled"},
    "both clocks": CLOCKS,
    "all at once": {"region": ["Africa", "Europe"], "status": "fulfilled", "sort": "-15b", **CLOCKS},
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_every_figure_equals_the_rows_behind_it(asked, client):
    figures, behind = FIGURE.findall(page(client, **asked)), RowsBehind(client)

    wrong = {
        address: (shown, rows)
        for address, shown in figures
        if (rows := behind.count(unescape(address))) != int(shown.replace(",", ""))
    }

    assert len(figures) >= 5
    assert wrong == {}


def test_a_figure_leads_to_a_page_with_as_many_rows(client):
    (address,) = re.findall(r'href="(/obligations/\?commitment=15a&amp;status=fulfilled)">1<', page(client))

    assert client.get(unescape(address)).context["table"].paginator.count == 1


def test_every_status_is_counted_once_more_in_words(client):
    drawn = page(client)
    key = drawn[drawn.index('class="matrix-key"') : drawn.index("<table")]

    counts = {status: len(re.findall(rf"\bcell--{status}\b", drawn)) for status in Status.values}

    assert sum(counts.values()) == 24
    assert 0 not in counts.values()
    assert [int(number) for _address, number in FIGURE.findall(key)] == [*counts.values()]


def test_every_cell_says_its_commitment_and_status_in_words(client):
    cells = CELL.findall(page(client))

    assert len(cells) == 24
    for status, beside, address, words in cells:
        code, word = address.split("/")[3], Status(status).label
        assert bool(beside) == (status in GRAVE_STATUSES)
        assert words == f"{code} {word}{', ' if beside else ''}{beside}"
    act = "act against the promise in 2020"
    assert ("contradicted", act, "/states/COL/16a/", f"16a contradicted, {act}") in cells


def test_the_sheet_has_the_symbol_of_each_status(client):
    sheet = SHEET.read_text("utf-8")

    drawn = dict(re.findall(r'\.cell--(\w+)::before \{\s+content: "(.)";\s+content: "\2" / "";', sheet))

    assert drawn == {status.value: symbol for status, symbol in SYMBOLS.items()}


def test_columns_stand_under_their_paragraphs(client):
    drawn = page(client, commitment=["15a", "15b", "16d"])

    assert re.findall(r'scope="colgroup"[^>]*colspan="(\d)"[^>]*>.*?(\d\d)</th>', drawn) == [
        ("2", "15"),
        ("1", "16"),
    ]
    assert re.findall(r'<colgroup span="(\d)"></colgroup>', drawn) == ["2", "1"]
    titles = drawn[drawn.index("matrix__titles") : drawn.index("matrix__sorts")]
    assert re.findall(r'href="/commitments/(\w+)/">([^<]+)<', titles) == [
        (code, f"Commitment {code}") for code in ("15a", "15b", "16d")
    ]
    assert "we will" in titles


def test_a_chosen_status_keeps_the_states_that_have_it_and_mutes_the_rest(client):
    drawn = page(client, status="overdue", commitment=["15c", "15d"])

    assert states(drawn) == ["CMR", "COL"]
    assert len(re.findall(r'class="cell cell--overdue"', drawn)) == 2
    assert len(re.findall(r"cell--muted", drawn)) == 2
    assert "at least one promise of the chosen status" in drawn


def test_states_are_found_by_name_region_and_label(client):
    asked = [{"q": "FIN"}, {"region": "Africa"}, {"not_region": "Africa"}, {"label": "left"}]

    found = [states(page(client, **query)) for query in asked]

    assert found == [["FIN"], ["CMR"], ["COL", "FIN"], ["FIN"]]


def test_nothing_found_says_so_without_a_matrix(client):
    drawn = page(client, q="nobody")

    assert "No State fits these filters" in drawn
    assert "<table" not in drawn


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("state", ["CMR", "COL", "FIN"]),
        ("-state", ["FIN", "COL", "CMR"]),
        ("15a", ["COL", "CMR", "FIN"]),
        ("-15a", ["FIN", "CMR", "COL"]),
        ("-owed", ["CMR", "COL", "FIN"]),
    ],
)
def test_rows_are_sorted_by_links_in_the_heads(sort, order, client):
    drawn = page(client, sort=sort)

    assert states(drawn) == order
    direction = "descending" if sort.startswith("-") else "ascending"
    (sorted_by,) = re.findall(r'aria-sort="(\w+)">\s*(?:<span.*?</span>\s*)?<a href="\?sort=([\w-]+)"', drawn)
    other_way = sort[1:] if sort.startswith("-") else f"-{sort}"
    assert sorted_by == (direction, other_way)
    assert states(page(client, sort=sort.upper())) == order


@pytest.mark.parametrize("density", ["compact", "roomy"])
def test_the_density_is_in_the_address_and_stays(density, client):
    drawn = page(client, density=density)

    assert f'class="matrix matrix--{density}"' in drawn
    assert re.findall(r'<a href="([^"]+)" aria-current="true">', drawn) == [f"?density={density}"]
    assert f'<input type="hidden" name="density" value="{density}"' in drawn
    links = re.findall(r'<th scope="col"[^>]*>\s*(?:<span.*?</span>\s*)?<a href="(\?[^"]+)"', drawn)
    assert len(links) == 11
    assert [link for link in links if f"density={density}" not in link] == []


def test_roomy_and_few_states_lie_open_on_a_phone(client):
    for state in range(8):
        make_obligation(state=make_party(name_en=f"Land {state}"))
    rows = State.objects.count()

    opened = [
        len(re.findall("<details open><summary>", page(client, **query)))
        for query in ({}, {"density": "roomy"}, {"q": "colombia"})
    ]

    assert opened == [0, rows, 1]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"sort": "16z"}, "16z"),
        ({"sort": "--16b"}, "--16b"),
        ({"sort": "Montaña"}, "Montaña"),
        ({"density": "airy"}, "density"),
        ({"status": "late"}, "status"),
        ({"commitment": "99z"}, "commitment"),
        ({"not_label": "friend"}, "not_label"),
        ({"nonsense": "1"}, "nonsense"),
    ],
)
def test_what_cannot_be_read_is_named_and_shows_nothing(query, named, client):
    drawn = page(client, **query)

    assert named in alert(drawn)
    assert states(drawn) == []
    assert "<table" not in drawn


def test_both_clocks_stay_in_every_link(client):
    drawn = page(client, sort="15a", **CLOCKS)
    drawn = drawn[drawn.index('class="results__head"') : drawn.index('id="after-matrix"')]

    links = [unescape(link) for link in re.findall(r'<a [^>]*href="([^"#][^"]*)"', drawn)]

    assert len(links) > 100
    assert [link for link in links if "as_of=2016-06-30&known_at=2026-06-30" not in link] == []


def test_on_a_phone_the_same_table_is_a_list_of_states_to_unfold(client):
    drawn = page(client)
    rows = re.findall(r'<tr><th scope="row"><a href="/states/.*?</tr>', drawn)

    assert drawn.count("<table") == 1
    assert [len(CELL.findall(row)) for row in rows] == [8, 8, 8]
    assert [row for row in rows if "<details open><summary>" not in row] == []
    # the codes are the head of a column no longer, so each total says its own
    foot = drawn[drawn.index("<tfoot") : drawn.index("</tfoot>")]
    assert foot.count('<span class="matrix-word">16b</span>') == foot.count("<tr") == 12


def test_the_matrix_can_be_skipped(client):
    drawn = page(client)

    assert drawn.index('href="#after-matrix"') < drawn.index("<table") < drawn.index('id="after-matrix"')


def test_the_file_of_the_same_obligations_is_one_link_away(client):
    drawn = page(client, region="Africa", status="overdue", commitment="15c")

    (address,) = re.findall(r'href="(/obligations\.csv[^"]*)"', drawn)
    assert unescape(address) == "/obligations.csv?commitment=15c&status=overdue&region=Africa"
    assert len(body(client.get(unescape(address))).splitlines()) == 2


def test_many_states_cost_as_many_queries_as_three(client):
    counts = []
    for rows in (3, 20):
        for number in range(State.objects.count(), rows):
            make_obligation(state=make_party(name_en=f"Land {number}"))
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= MAX_QUERIES
