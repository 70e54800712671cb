"""The search over everything published: what it finds first, how it counts, and what it never shows."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.http import urlencode

from tests.builders import make_commitment, make_note, make_obligation, make_party, make_state
from tests.views.site import body

pytestmark = pytest.mark.django_db
GROUPS = ("states", "commitments", "obligations", "notes", "evidence")


@pytest.fixture
def world(note):
    """The note about Colombia and 16b, and a State whose names need folding."""
    ivory = make_party(iso3="CIV", name_en="Côte d’Ivoire", name_ru="Кот-д’Ивуар", name_fr="Côte d’Ivoire")
    make_note(
        obligation=make_obligation(state=ivory, commitment=note.obligation.commitment),
        text="Abidjan announced the déclaration d’achèvement. " + "Nothing else was said. " * 20,
        status="fulfilled",
        noted_date=date(2016, 3, 1),
        evidence={"title": "Clôture du programme", "publisher": "Ministère"},
    )
    return note


def found(client, words: str, **clocks: str):
    return client.get("/search/", {"q": words, **clocks}).context["found"]


def counts(client, words: str, **clocks: str) -> dict[str, int]:
    everything = found(client, words, **clocks)
    return {name: count for name in GROUPS if (count := getattr(everything, name).count)}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("COTE D'IVOIRE", {"states": 1, "obligations": 1, "notes": 1, "evidence": 1}),
        ("кот-д'ивуар", {"states": 1, "obligations": 1, "notes": 1, "evidence": 1}),
        ("achevement", {"notes": 1}),
        ("cloture MINISTERE", {"notes": 1, "evidence": 1}),
        ("areas clear", {"commitments": 1, "obligations": 3}),
        ("civ 16B", {"obligations": 1, "notes": 1, "evidence": 1}),
        ("colombia ivoire", {}),
        ("%", {}),
        ("\\", {}),
    ],
)
def test_every_kind_of_record_is_found_by_all_words(words, expected, client):
    assert counts(client, words) == expected


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("COL", ["Colombia"]),
        ("col", ["Colombia"]),
        ("16B", ["16b Clear all areas"]),
        ("16b COL", ["Colombia · 16b"]),
        ("cote d'ivoire 16b", ["Côte d’Ivoire · 16b"]),
        ("COTE D’IVOIRE", ["Côte d’Ivoire"]),
        ("USA 16b", []),
        ("Colomb", []),
        ("16b nowhere", []),
    ],
)
def test_what_the_query_names_comes_first(words, hits, client):
    assert [str(hit) for hit in found(client, words).hits] == hits


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("words", ["ivoire", "16b", "clear areas", "e", "colombia"])
@pytest.mark.parametrize("clocks", [{}, {"as_of": "2017-01-01"}, {"known_at": "2024-01-09"}])
def test_every_count_leads_to_exactly_the_rows_counted(words, clocks, client):
    page = body(client.get("/search/", {"q": words, **clocks}))

    figures = re.findall(r'<a class="figure[^"]*" href="([^"]*)"><span class="number">([\d,]+)', page)

    assert figures
    for address, count in figures:
        rows = client.get(address.replace("&amp;", "&")).context["table"].paginator.count
        assert rows == int(count.replace(",", "")), address


@pytest.mark.usefixtures("world")
def test_found_words_are_marked_as_they_are_written(client):
    page = body(client.get("/search/", {"q": "ACHEVEMENT"}))

    assert "<mark>achèvement</mark>" in page


@pytest.mark.usefixtures("world")
def test_a_name_in_another_language_is_shown_where_it_was_found(client):
    page = body(client.get("/search/", {"q": "ивуар"}))

    assert "Кот-д’<mark>Ивуар</mark>" in page


@pytest.mark.usefixtures("world")
def test_a_long_text_is_cut_around_the_word(client):
    page = strip_tags(body(client.get("/search/", {"q": "Abidjan"})))

    assert "Abidjan announced" in page
    assert page.count("Nothing else was said.") < 15


def test_markup_in_what_was_found_stays_text(client):
    runs = "<script>alert(1)</script> & <b>areas</b>"
    make_note(text=runs, evidence={"title": runs, "publisher": runs})

    page = body(client.get("/search/", {"q": "areas script"}))

    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;alert(1)" in page
    assert "&lt;b&gt;<mark>areas</mark>&lt;/b&gt;" in page


@pytest.mark.usefixtures("world")
def test_both_clocks_reach_what_is_found(client):
    assert counts(client, "achevement", as_of="2016-02-28") == {}
    assert counts(client, "achevement", known_at="2024-01-09") == {}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("q=a%00b", "q: Null characters are not allowed."),
        ("q=" + "a" * 101, "100 characters"),
        ("q=a+b+c+d+e+f+g+h+i+j+k", "more than 10 words"),
        ("q=%CC%81", "no letter"),
        ("q=ivoire&status=fulfilled", "“status” is not a filter"),
    ],
)
def test_a_search_that_cannot_be_read_is_named_and_shows_nothing(query, reason, client):
    response = client.get("/search/", QUERY_STRING=query)
    page = body(response)

    assert response.status_code == 200
    assert reason in page[page.index('role="alert"') :][:500]
    assert response.context["found"].is_empty
    assert "Ivoire" not in page


@pytest.mark.parametrize("query", ["", "q=", "q=+++"])
def test_without_words_the_page_says_what_can_be_found(query, client, note):
    page = body(client.get("/search/", QUERY_STRING=query))

    assert "For example:" in page
    assert "Colombia" not in page


def test_where_nothing_is_found_the_page_says_what_to_try(client, note):
    page = body(client.get("/search/", {"q": "waxwing", "as_of": "2020-01-01"}))

    assert "Nothing was found" in page
    assert 'href="/search/?q=waxwing"' in page


def test_a_draft_is_never_found(client, note):
    make_note(published=False, text="waxwing", evidence={"title": "waxwing", "publisher": "waxwing"})

    assert found(client, "waxwing").is_empty


def test_thirty_rows_cost_as_many_queries_as_one(client, note):
    def spent() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": "land"})
        return len(queries)

    def grow(rows: int) -> None:
        for _row in range(rows):
            state = make_party(name_fr="Land")
            make_note(obligation=make_obligation(state=state, commitment=make_commitment()), text="Land")
            make_state()

    grow(1)
    few = spent()
    grow(30)

    assert spent() == few <= 15
    assert urlencode({"q": "land"}) in body(client.get("/search/", {"q": "land"}))


def test_names_of_the_convention_lead_to_the_declaration(client, note):
    for query in ("Ottawa Treaty", "mine ban TREATY", "ottawa", "Anti-Personnel Mine Ban Convention"):
        page = body(client.get("/search/", {"q": query}))

        assert 'id="found-convention"' in page, query
        assert 'href="/declaration/"' in page, query
        assert "Nothing was found" not in page, query
    for query in ("treaty", "mine", "Ottawa mine"):
        assert 'id="found-convention"' not in body(client.get("/search/", {"q": query})), query
