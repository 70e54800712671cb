"""The list of notes: fast, filtered, and calm about whatever stands in its address."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.models import ProgressNote
from tests.builders import (
    make_commitment,
    make_evidence,
    make_note,
    make_obligation,
    make_other_name,
    make_state,
)

LIST = "/admin/commitments/progressnote/"


def found(client, **query) -> list[int]:
    return sorted(note.pk for note in client.get(LIST, query).context["cl"].result_list)


def make_pair(iso3: str, code: str, **names):
    return make_obligation(state=make_state(iso3=iso3, **names), commitment=make_commitment(code=code))


def test_thirty_rows_cost_as_many_queries_as_one(administrator):
    counts = []
    for rows in (1, 3, 30):
        for number in range(ProgressNote.objects.count(), rows):
            note = make_note(published=False, noted_date=date(2010, 1, 1 + number))
            make_evidence(note=note)
            make_evidence(note=note)
        administrator.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert len(found(administrator)) == rows
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2] <= 15


def test_an_empty_list_says_what_to_do(researcher):
    page = researcher.get(LIST).content.decode()

    assert "There are no progress notes yet." in page
    assert "Add the first one" in page


def test_a_search_without_a_match_says_so(researcher):
    make_note(published=False)

    assert "No progress notes match." in researcher.get(LIST, {"q": "unheard of"}).content.decode()


@pytest.mark.parametrize("words", ["Montaña", "Ottawa protocol", "Колумбия", "COL", "16b", "colombia 16b"])
def test_a_note_is_found_by_text_evidence_state_and_commitment(researcher, words):
    obligation = make_pair("COL", "16b", name_en="Colombia", name_ru="Колумбия")
    note = make_note(published=False, obligation=obligation, text="Cleared at Montaña.")
    make_evidence(note=note, title="The Ottawa protocol")
    make_note(published=False, obligation=make_pair("KHM", "17", name_en="Cambodia"), text="Else.")

    assert found(researcher, q=words) == [note.pk]


def test_the_desk_knows_other_names_and_folds_them(administrator):
    turkey = make_state(iso3="TUR", name_en="Türkiye")
    make_other_name(turkey, "Turkey")
    ivory = make_pair("CIV", "16b", name_en="Côte d'Ivoire").state
    congo = make_state(iso3="COD", name_en="Democratic Republic of the Congo")
    make_other_name(congo, "DRC")
    asked = {"app_label": "commitments", "model_name": "assignment", "field_name": "state"}

    expected = {"Turkiye": turkey, "TÜRKİYE": turkey, "turkey": turkey, "Cote": ivory, "DRC": congo}
    for words, state in {**expected, "urkiye": None}.items():
        offered = administrator.get("/admin/autocomplete/", {**asked, "term": words}).json()["results"]
        listed = administrator.get("/admin/commitments/state/", {"q": words}).context["cl"].result_list
        keys = [state.pk] if state else []
        assert [int(one["id"]) for one in offered] == keys, words
        assert [one.pk for one in listed] == keys, words
    obligations = administrator.get("/admin/commitments/obligation/", {"q": "16 b cote"})
    assert [str(one) for one in obligations.context["cl"].result_list] == ["Côte d'Ivoire · 16b"]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "COL"},
        {"commitment": "16b"},
        {"region": "Americas"},
        {"status": "overdue"},
        {"stage__exact": "draft"},
        {"noted_date__year": "2019"},
        {"noted_date__year": "2019", "noted_date__month": "5", "noted_date__day": "1"},
        {"state": "COL", "commitment": "16b", "q": "Cleared", "o": "3.-1"},
    ],
)
def test_every_filter_narrows(researcher, query):
    here = make_pair("COL", "16b", region="Americas")
    note = make_note(
        published=False, obligation=here, status="overdue", noted_date=date(2019, 5, 1), text="Cleared."
    )
    make_note(published=True, obligation=make_pair("KHM", "17", region="Asia"), noted_date=date(2020, 1, 1))

    assert found(researcher, **query) == [note.pk]


def test_a_filter_reads_codes_and_words_as_people_write_them(researcher):
    here = make_pair("COL", "16b", iso2="CO", name_en="Colombia")
    note = make_note(published=False, obligation=here, status="in_progress")
    make_note(published=False, obligation=make_pair("KHM", "17"), status="fulfilled")
    asked = {
        "state": ("col", "CO", "Colombia", "Colombia (COL)"),
        "commitment": ("16B", "§ 16 (b)"),
        "status": ("In progress", "IN-PROGRESS"),
    }

    for name, texts in asked.items():
        for text in texts:
            assert found(researcher, **{name: text}) == [note.pk], text


def test_notes_are_filtered_by_author_and_by_setting_no_status(researcher):
    mine = make_note(published=False, author=researcher.person, status="")
    make_note(published=False, status="fulfilled")

    assert found(researcher, author=researcher.person.pk) == [mine.pk]
    assert found(researcher, status="none") == [mine.pk]


def test_a_drop_down_keeps_what_else_was_asked(researcher):
    make_note(published=False, obligation=make_pair("COL", "16b"))
    make_note(published=False, obligation=make_pair("KHM", "16b"))

    page = researcher.get(LIST, {"q": "x", "commitment": "16b"}).content.decode()

    assert '<input type="hidden" name="commitment" value="16b">' in page
    assert '<input type="hidden" name="q" value="x">' in page


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\x00"},
        {"q": "a" * 100_000},
        {"q": "a " * 50_000},
        {"q": '"'},
        {"state": "XYZ"},
        {"state": "\x00"},
        {"author": "9" * 40},
        {"author": "x"},
        {"text__icontains": "a" * 100_000},
        {"text": "\x00"},
        {"id": "9" * 30},
        {"id__in": "9" * 30},
        {"noted_date__year": "99999"},
        {"noted_date__gte": "never"},
        {"p": "999999"},
        {"p": "x"},
        {"o": "99.x"},
        {"stage__exact": "nonsense"},
        {"nonsense": "1"},
        {"all": ""},
    ],
)
def test_an_odd_address_is_answered(researcher, query):
    make_note(published=False)

    assert researcher.get(LIST, query, follow=True).status_code == 200


@pytest.mark.parametrize("query", [{"q": "a" * 201}, {"state": "XYZ"}, {"text": "\x00"}])
def test_an_odd_address_is_answered_in_words(researcher, heard, query):
    make_note(published=False)

    assert len(heard(researcher.get(LIST, query, follow=True))) == 1


def test_a_partial_date_is_not_shown_as_a_day(researcher):
    make_note(published=False, noted_date=date(2009, 12, 31), noted_precision="year")

    assert '<td class="field-noted_on">2009</td>' in researcher.get(LIST).content.decode()
