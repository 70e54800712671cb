"""States: Parties, labels, and what a list shows of them."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.models import State
from commitments.rules.clocks import Clocks
from commitments.rules.membership import is_party_on, label_on
from tests.builders import make_membership, make_note, make_obligation, make_party, make_state

pytestmark = pytest.mark.django_db

DECLARATION = date(2009, 12, 4)
# few days around the Declaration, so that borders are met
near = st.integers(-4, 8).map(lambda number: DECLARATION + timedelta(days=number))


@st.composite
def stays_of_a_state(draw) -> list[tuple[date, date | None]]:
    """Up to two stays, one after the other; only the last may be open."""
    days = sorted(draw(st.lists(near, unique=True, max_size=4)))
    ends: list[date | None] = [*days[1::2], None]
    return list(zip(days[::2], ends, strict=False))


def keep(stays: list[tuple[date, date | None]]) -> State:
    state = make_state()
    for entry, left in stays:
        make_membership(
            state=state, consent_date=entry, entry_into_force_date=entry, withdrawal_effective_date=left
        )
    return state


@settings(max_examples=60)
@given(stays=stays_of_a_state(), day=near)
def test_the_database_labels_a_state_as_the_rule_does(stays, day):
    state = keep(stays)

    assert State.objects.with_label_on(day).get(pk=state.pk).label == label_on(day, stays)


@settings(max_examples=60)
@given(stays=stays_of_a_state(), day=near)
def test_the_database_finds_the_parties_that_the_rule_names(stays, day):
    state = keep(stays)

    found = State.objects.parties_on(day).filter(pk=state.pk).exists()

    assert found == any(is_party_on(day, entry_into_force=a, withdrawal_effective=b) for a, b in stays)


def test_states_are_counted_by_label_zero_included():
    make_party(since=date(1999, 3, 1))
    make_party(since=date(2012, 7, 1))
    make_party(since=date(1999, 3, 1), until=date(2020, 1, 1))
    make_state()

    counted = State.objects.count_by_label_on(date(2015, 1, 1))

    assert counted == {"declared_2009": 2, "joined_after": 1, "left": 0, "outside": 1}


def test_a_state_that_left_and_came_back_stands_once_in_a_list(today, now):
    state = make_party(since=date(1999, 3, 1), until=date(2020, 1, 1))
    make_membership(state=state, consent_date=date(2022, 1, 1), entry_into_force_date=date(2022, 7, 1))

    listed = State.objects.as_listed(Clocks(today, now)).get()

    assert (listed.label, listed.in_force_from) == ("declared_2009", date(2022, 7, 1))


def test_a_list_counts_notes_and_assessed_commitments_apart(now):
    day = date(2023, 6, 1)
    obligation = make_obligation()
    for status in ("in_progress", "fulfilled", ""):
        make_note(obligation=obligation, status=status)
    make_note(obligation=make_obligation(state=obligation.state), status="")
    make_note(obligation=obligation, published=False)
    make_note(obligation=obligation, noted_date=day + timedelta(days=1))

    listed = State.objects.as_listed(Clocks(day, now)).get()

    assert (listed.assessed_count, listed.note_count) == (1, 4)


def test_a_state_of_which_nothing_is_known_counts_zero(today, now):
    make_state()

    listed = State.objects.as_listed(Clocks(today, now)).get()

    assert (listed.label, listed.in_force_from, listed.assessed_count, listed.note_count) == (
        "outside",
        None,
        0,
        0,
    )


def test_a_state_is_named_in_the_language_of_the_page():
    names = {"name_en": "Germany", "name_fr": "Allemagne", "name_zh": "德国", "name_ar": "ألمانيا"}
    state = make_state(**names)

    shown = {}
    for language in ("en", "fr", "zh-hans", "ar", "de"):
        with translation.override(language):
            shown[language] = state.name

    assert shown == {
        "en": "Germany",
        "fr": "Allemagne",
        "zh-hans": "德国",
        "ar": "ألمانيا",
        "de": "Germany",
    }


def test_states_are_found_by_every_code_and_name():
    bolivia = make_state(
        iso3="BOL", iso2="BO", m49="068", name_en="Bolivia (Plurinational State of)", name_fr="Bolivie"
    )
    ivory_coast = make_state(
        iso3="CIV",
        iso2="CI",
        m49="384",
        name_en="Côte d’Ivoire",
        name_fr="Côte d’Ivoire",
        name_ar="كوت ديفوار",
    )
    names = {
        bolivia: ["BOL", "bol", " Bol ", "BO", "bo", "068", "68", "Bolivia", "BOLIVIE"],
        ivory_coast: ["CIV", "ci", "384", "cote d'ivoire", "CÔTE D’IVOIRE", "Cote d Ivoire", "كوت ديفوار"],
    }

    found = {state: [State.objects.named(text) for text in texts] for state, texts in names.items()}

    assert found == {state: [state] * len(texts) for state, texts in names.items()}
    for text in ("", " ", "XX", "Bol ivia", "Plurinational", "0", "x" * 10_000, "\x00"):
        assert State.objects.named(text) is None, text


def test_a_name_of_two_states_finds_neither():
    make_state(name_en="Korea (North)")
    make_state(name_en="Korea (South)")

    assert State.objects.named("Korea") is None
    assert State.objects.named("Korea (South)").name_en == "Korea (South)"
