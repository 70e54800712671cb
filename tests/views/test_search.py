"""The search over everything published: what it finds first, how it counts, and what it never shows."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.http import urlencode

from commitments.lists.search import evidence_holding, notes_holding, read_search
from commitments.models import EvidenceLink, NoteWords, ProgressNote
from tests.builders import (
    make_commitment,
    make_note,
    make_obligation,
    make_other_name,
    make_party,
    make_state,
    store_notes,
)
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
    return client.get("/search/", {"q": words, "stay": "1", **clocks}).context["found"]


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
        ("lombia", {}),
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
        ("16(b) Colombia", ["Colombia · 16b"]),
        ("16b nowhere", []),
    ],
)
def test_what_the_query_names_comes_first(words, hits, client):
    assert [str(hit) for hit in found(client, words).hits] == hits


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("words", ["ivoire", "16b", "clear areas", "c", "colombia"])
@pytest.mark.parametrize("clocks", [{}, {"as_of": "2017-01-01"}, {"known_at": "2024-01-09"}])
def test_every_count_leads_to_exactly_the_rows_counted(words, clocks, client):
    page = body(client.get("/search/", {"q": words, "stay": "1", **clocks}))

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
    page = body(client.get("/search/", {"q": "ивуа"}))

    assert "Кот-д’<mark>Ивуа</mark>р" in page


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
        ("q=%25", "no letter"),
        ("q=ivoire&stay=2", "stay"),
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
            client.get("/search/", {"q": "land", "stay": "1"})
        return len(queries)

    def grow(rows: int) -> None:
        for _row in range(rows):
            state = make_party(name_fr="Land")
            make_note(obligation=make_obligation(state=state, commitment=make_commitment()), text="Land")
            make_state()

    grow(1)
    few = spent()
    grow(30)

    # PostgreSQL is told twice, in a transaction of its own, how to read its index
    assert spent() == few <= (30 if connection.vendor == "postgresql" else 20)
    assert urlencode({"q": "land"}) in body(client.get("/search/", {"q": "land", "stay": "1"}))


@pytest.mark.usefixtures("world")
def test_what_has_a_page_of_its_own_leads_there_with_the_clocks(client):
    for words, page in {
        "COL": "/states/COL/",
        "Côte d'Ivoire": "/states/CIV/",
        "16B": "/commitments/16b/",
        "colombia 16 (b)": "/states/COL/16b/",
    }.items():
        response = client.get("/search/", {"q": words, "as_of": "2017-01-01"})
        assert (response.status_code, response.get("Location")) == (302, f"{page}?as_of=2017-01-01"), words

    page = body(client.get("/search/", {"q": "COL", "stay": "1"}))
    assert 'id="found-exactly"' in page
    assert '<input type="hidden" name="stay" value="1">' in page


def test_a_name_of_two_states_offers_both(client):
    for iso3, name in (("COG", "Congo"), ("COD", "Democratic Republic of the Congo")):
        make_other_name(make_state(iso3=iso3, name_en=name), "Congo")

    assert [hit.iso3 for hit in found(client, "congo").hits] == ["COG", "COD"]
    assert client.get("/search/", {"q": "congo"}).status_code == 200


def test_a_name_is_not_the_beginning_of_another(client, note):
    uk = make_state(iso3="GBR", name_en="United Kingdom")
    make_other_name(uk, "UK")
    make_state(iso3="UKR", name_en="Ukraine")
    make_note(text="Ukraine told the meeting of thousands.")

    everything = found(client, "uk")
    assert [state.iso3 for state in everything.states.rows] == ["GBR"]
    assert everything.notes.count == 0
    assert [state.iso3 for state in found(client, "ukr").states.rows] == ["UKR"]
    assert found(client, "usa").notes.count == 0


def test_one_typing_error_in_a_name_is_forgiven(client, note):
    for typed in ("Colmbia", "colombai", "Collombia", "Colombiq"):
        everything = found(client, typed)
        assert everything.is_empty, typed
        assert [state.iso3 for state in everything.guesses] == ["COL"], typed
    assert "Did you mean" in body(client.get("/search/", {"q": "Colmbia"}))
    assert found(client, "Clmbia").guesses == []


def test_more_than_a_thousand_are_not_counted(client, note, monkeypatch):
    monkeypatch.setattr("commitments.pages.search.MAX_COUNTED", 3)
    for number in range(1, 6):
        make_note(text="Waxwing", noted_date=date(2015, 1, number), evidence={"title": "Waxwing"})

    notes = found(client, "waxwing").notes
    assert (notes.count, notes.is_more) == (3, True)
    assert [row.noted_date.day for row in notes.rows] == [5, 4, 3, 2, 1]
    assert '<span class="number">3+</span>' in body(client.get("/search/", {"q": "waxwing"}))


def test_what_no_reader_may_see_is_passed_over_however_much_it_is(client, note, monkeypatch):
    monkeypatch.setattr("commitments.models.search_words.ROWS_AT_ONCE", 2)
    make_note(text="Waxwing", noted_date=date(2015, 1, 1), evidence={"title": "Waxwing"})
    for number in range(2, 8):
        make_note(text="Waxwing", noted_date=date(2015, 1, number), published=False)

    notes = found(client, "waxwing").notes
    assert (notes.count, [row.noted_date.day for row in notes.rows]) == (1, [1])
    assert found(client, "waxwing", as_of="2014-12-31").notes.count == 0
    assert found(client, "waxwing", known_at="2024-01-09").notes.count == 0


def test_words_follow_whoever_writes_a_draft(client, note):
    draft = make_note(published=False, text="Waxwing", evidence={"title": "Bunting"})
    notes = ProgressNote.objects

    def found_by(words: str) -> bool:
        return notes.filter(notes_holding(read_search(words)), pk=draft.pk).exists()

    assert found_by("waxwing bunting")
    notes.filter(pk=draft.pk).update(text="Fieldfare", noted_date=date(2011, 1, 1))
    draft.evidence.update(title="Redwing")
    assert found_by("fieldfare redwing")
    assert not found_by("waxwing")
    assert not found_by("bunting")
    draft.evidence.all().delete()
    assert not found_by("redwing")
    other = make_obligation(state=make_party(iso3="TUR", name_en="Türkiye"), commitment=make_commitment())
    notes.filter(pk=draft.pk).update(obligation=other)
    assert found_by("turkiye")
    draft.refresh_from_db()
    draft.delete()
    assert NoteWords.objects.filter(words__contains="fieldfare").count() == 0


def test_signs_of_query_languages_are_signs_like_others(client, note):
    make_note(text="Waxwing (mine) near a field", evidence={"title": "Waxwing: a*b", "publisher": "P"})
    for query, notes in {
        '"waxwing" mine': 1,
        '"waxwing': 1,
        "waxw*": 1,
        "^waxwing": 1,
        "waxwing NEAR mine": 1,
        "waxwing NEAR(mine, 2)": 0,
        "waxwing AND mine": 1,
        "waxwing NOT mine": 0,
        "waxwing OR nothing": 0,
        "-waxwing": 1,
        "!waxwing": 1,
        "words:waxwing": 0,
        "waxwing:*": 1,
        "'waxwing':*": 1,
        "waxwing & mine": 1,
        "waxwing <-> mine": 1,
        "waxwing | mine": 1,
        "(waxwing": 1,
        "waxwing\\": 1,
        "waxwing' --": 1,
        "=s1 waxwing": 0,
        "<waxwing": 1,
        "wax\u00adwing": 1,
        "\u200fwaxwing\u200e": 1,
        "waxwing 😀": 0,
        "wax%": 1,
        "a*b waxwing": 1,
        "w": 2,
        "w" * 100: 0,
    }.items():
        assert found(client, query).notes.count == notes, query


def test_a_long_word_is_found_by_each_of_its_beginnings(client, note):
    word = "counterproductively"
    make_note(text=f"Said {word}.", evidence={"title": "Waxwing", "publisher": "P"})

    counted = {length: found(client, word[:length]).notes.count for length in range(3, len(word) + 1)}
    assert counted == dict.fromkeys(counted, 1)
    assert found(client, f"{word}s").notes.count == 0
    assert found(client, f"{word[:12]}x").notes.count == 0


def test_a_source_is_found_by_its_archive_and_number(client, note):
    make_note(
        text="Bunting",
        evidence={
            "title": "Letter",
            "url": "",
            "archive": "Waxwing Archives",
            "archive_number": "FO 371/1234",
        },
    )

    for words in ("waxwing archives", "FO 371/1234", "371 letter"):
        everything = found(client, words)
        assert (everything.notes.count, everything.evidence.count) == (1, 1), words
    assert "<mark>Waxwing</mark> Archives, FO 371/1234" in body(client.get("/search/", {"q": "waxwing"}))


def test_the_index_finds_the_same_as_the_newest_rows(client, note, monkeypatch):
    for number in range(1, 6):
        make_note(text=f"Waxwing {number}", noted_date=date(2015, 1, number), evidence={"title": "Waxwing"})

    queries = ("waxwing", "waxwing 3", "w 4", "colombia", "16b waxwing")
    usual = {words: [row.pk for row in found(client, words).notes.rows] for words in queries}
    monkeypatch.setattr("commitments.models.search_words.ROWS_LOOKED_AT", 0)
    monkeypatch.setattr("commitments.models.search_words.ROWS_AT_ONCE", 2)
    by_index = {words: [row.pk for row in found(client, words).notes.rows] for words in queries}
    monkeypatch.setattr("commitments.models.search_words.ROWS_LOOKED_AT", 100)
    monkeypatch.setattr("commitments.models.search_words.MANY_MARKS", 0)
    further = {words: [row.pk for row in found(client, words).notes.rows] for words in queries}
    assert usual == by_index == further
    assert [len(rows) for rows in usual.values()] == [5, 1, 1, 1, 0]


@pytest.mark.usefixtures("world")
def test_a_search_of_findings_asks_the_index_of_the_database():
    asked = NoteWords.objects.found([word.indexed for word in read_search("waxwing colombia")])
    with connection.cursor() as cursor:
        how = "QUERY PLAN"
        if connection.vendor == "postgresql":
            how = ""
            cursor.execute("SET LOCAL enable_seqscan TO off")  # so few rows are read as they lie
        cursor.execute(f"EXPLAIN {how} {asked.sql}", asked.params)
        plan = " ".join(str(column) for row in cursor.fetchall() for column in row)

    assert "commitments_notewords_beginnings" in plan or "VIRTUAL TABLE INDEX" in plan, plan


def test_a_source_that_is_stored_before_its_note_is_found():
    # as fixtures and statements for many rows do, because publication wants evidence
    draft = make_note(published=False)
    note = ProgressNote(
        obligation=draft.obligation, noted_date=draft.noted_date, author=draft.author, text="Something else."
    )

    store_notes([note])

    words = read_search("report state")
    assert [*EvidenceLink.objects.filter(evidence_holding(words))] == [*note.evidence.all()]
    assert [*ProgressNote.objects.filter(notes_holding(words))] == [note]
