"""States stand in the same order on both databases, with accents folded, whoever wrote the name."""

from random import Random

import pytest
from django.core import serializers
from django.db import connection

from commitments.models import Membership, Obligation, State
from tests.builders import make_commitment, make_membership, make_obligation, make_state

pytestmark = pytest.mark.django_db

IN_ORDER = [
    "Andorra",
    "Côte d\u2019Ivoire",
    "Croatia",
    "élan",
    "Guinea",
    "Guinea-Bissau",
    "Guyana",
    "Niger",
    "Nigeria",
    "São Tomé",
    "Senegal",
    "Tunisia",
    "Türkiye",
    "Turkmenistan",
]


def sort_name_of(state: State) -> str:
    return State.objects.values_list("sort_name", flat=True).get(pk=state.pk)


def test_order_of_states_folds_accents_and_case():
    mixed = Random(1).sample(IN_ORDER, len(IN_ORDER))
    owed = make_commitment()
    for name in mixed:
        state = make_state(name_en=name)
        make_membership(state=state)
        make_obligation(state=state, commitment=owed)

    by_state = [
        State.objects.in_reading_order(),
        State.objects.all(),
        Membership.objects.in_reading_order().values_list("state__name_en", flat=True),
        Membership.objects.values_list("state__name_en", flat=True),
        Obligation.objects.in_reading_order().values_list("state__name_en", flat=True),
    ]

    assert [[getattr(each, "name_en", each) for each in rows] for rows in by_state] == [IN_ORDER] * 5


def test_sort_name_follows_the_name_whoever_writes():
    state = make_state(name_en="Türkiye")
    assert (state.sort_name, sort_name_of(state)) == ("turkiye", "turkiye")

    state.name_en = "Åland"
    state.save(update_fields=["name_en"])
    assert sort_name_of(state) == "aland"

    State.objects.filter(pk=state.pk).update(name_en="Órmur")
    assert sort_name_of(state) == "ormur"

    State.objects.filter(pk=state.pk).update(sort_name="zzz")
    assert sort_name_of(state) == "ormur"

    with connection.cursor() as cursor:
        cursor.execute("UPDATE commitments_state SET name_en = %s WHERE id = %s", ["ŒUVRE", state.pk])
    assert sort_name_of(state) == "oeuvre"


def test_sort_name_is_made_for_states_that_are_loaded_or_created_in_bulk():
    state = make_state(name_en="Zubrowka")
    written = serializers.serialize("json", [state]).replace("Zubrowka", "Côte").replace("zubrowka", "old")
    state.delete()

    for each in serializers.deserialize("json", written):
        each.save()
    State.objects.bulk_create(
        [State(iso3="QQA", iso2="QA", m49="998", name_en="Ñandú", region="Asia", subregion="South Asia")]
    )

    assert [*State.objects.values_list("sort_name", flat=True)] == ["cote", "nandu"]


def test_sort_name_of_the_state_is_no_part_of_its_history():
    assert "sort_name" not in {field.name for field in State.history.model._meta.get_fields()}
