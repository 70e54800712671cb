"""A search of a list finds the rows that hold every word, in whatever script and order, on both databases."""

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from commitments.lists.obligations import ObligationFilter
from commitments.lists.progress import ProgressFilter
from commitments.lists.states import StateFilter
from commitments.models import Obligation, ProgressNote, State
from commitments.rules.clocks import Clocks
from tests.builders import (
    make_commitment,
    make_note,
    make_obligation,
    make_other_name,
    make_party,
    make_state,
)

ASKED = {
    StateFilter: State.objects.as_listed,
    ObligationFilter: Obligation.objects.as_listed,
    ProgressFilter: ProgressNote.objects.as_listed,
}
CODE = {
    StateFilter: lambda row: row.iso3,
    ObligationFilter: lambda row: f"{row.state.iso3} {row.commitment.code}",
    ProgressFilter: lambda row: row.obligation.state.iso3,
}


@pytest.fixture
def found(today, now):
    """The codes of what a search of a list finds."""

    def find(filters, words: str) -> list[str]:
        filtered = filters(QueryDict(urlencode({"q": words})), ASKED[filters](Clocks(today, now)))
        assert filtered.is_valid()
        return sorted(CODE[filters](row) for row in filtered.qs)

    return find


@pytest.fixture
def world(db) -> None:
    """Three States with names in several scripts, two commitments, two notes."""
    ivory = make_party(iso3="CIV", name_en="Côte d’Ivoire", name_ru="Кот-д’Ивуар", name_ar="كوت ديفوار")
    turkey = make_party(iso3="TUR", name_en="Türkiye", name_ru="Турция", name_zh="土耳其")
    yemen = make_state(iso3="YEM", name_en="Yemen", name_ru="Йемен", name_fr="Yémen")
    make_other_name(yemen, "Burma")  # invented, as all that is said here
    clearance = make_commitment(code="16b", title="Clear all mined areas")
    victims = make_commitment(code="14a", title="Assist the victims")
    for commitment in (clearance, victims):
        make_obligation(state=ivory, commitment=commitment)
    make_note(
        obligation=make_obligation(state=ivory, commitment=clearance),
        text="The Déclaration d’achèvement says 100% of areas_known.",
        evidence={"title": "Rapport final", "publisher": "Ministère"},
    )
    make_note(
        obligation=make_obligation(state=turkey, commitment=clearance),
        text="Work in Şırnak is delayed.",
        evidence={"title": "Extension request", "publisher": "İmplementation Unit"},
    )


CIV, TUR, YEM = "CIV", "TUR", "YEM"


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("COTE D'IVOIRE", [CIV]),
        ("ivoire cote", [CIV]),
        ("ТУРЦИЯ", [TUR]),
        ("иемен", [YEM]),
        ("yemen", [YEM]),
        ("كُوت", [CIV]),
        ("土耳", [TUR]),
        ("burma", [YEM]),
        ("urkiye", []),
        ("tur", [TUR]),
        ("civ", [CIV]),
        ("cote turkiye", []),
    ],
)
def test_states_are_found_by_every_word_of_any_name(words, codes, found):
    assert found(StateFilter, words) == codes


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("CIV 16B", ["CIV 16b"]),
        ("16b ivoire", ["CIV 16b"]),
        ("victims cote", ["CIV 14a"]),
        ("MINED clear", ["CIV 16b", "TUR 16b"]),
        ("16", []),
        ("16 b ivoire", ["CIV 16b"]),
        ("clearance turkiye", ["TUR 16b"]),
    ],
)
def test_obligations_are_found_by_state_and_commitment_together(words, codes, found):
    assert found(ObligationFilter, words) == codes


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("ACHEVEMENT declaration", [CIV]),
        ("d'achevement", [CIV]),
        ("ministere RAPPORT ivoire", [CIV]),
        ("sirnak", [TUR]),
        ("ŞIRNAK implementation", [TUR]),
        ("100%", [CIV]),
        ("areas_", [CIV]),
        ("areasX", []),
        ("rnak", []),
        ("achèvementdeclaration", []),
        ("16b", [CIV, TUR]),
        ("turkiye rapport", []),
    ],
)
def test_notes_are_found_by_text_sources_state_and_code_together(words, codes, found):
    assert found(ProgressFilter, words) == codes


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("q=a%00b", "Null"),
        ("q=%CC%81", "no letter"),
        ("q=" + "a" * 101, "100 characters"),
        ("q=a+b+c+d+e+f+g+h+i+j+k", "10 words"),
    ],
)
@pytest.mark.parametrize("filters", ASKED)
def test_what_cannot_be_searched_for_is_refused_once_and_in_words(filters, query, reason, today, now):
    refusals = filters(QueryDict(query), ASKED[filters](Clocks(today, now))).refusals()

    assert len(refusals) == 1
    assert reason in refusals[0]
