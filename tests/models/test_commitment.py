"""Names and addresses of the reference data."""

import pytest
from django.core import serializers

from commitments.models import Commitment, Obligation, State
from tests.builders import make_commitment, make_obligation, make_paragraph, make_party

pytestmark = pytest.mark.django_db


def test_each_has_a_name_and_a_page():
    paragraph, commitment = make_paragraph(number=16), make_commitment(code="16b", title="Clear all areas")
    owed = make_obligation(state=make_party(iso3="COL", name_en="Colombia"), commitment=commitment)

    things = (paragraph, commitment, owed.state, owed)

    assert [(str(thing), thing.get_absolute_url()) for thing in things] == [
        ("16", "/declaration/#p16"),
        ("16b Clear all areas", "/commitments/16b/"),
        ("Colombia", "/states/COL/"),
        ("Colombia · 16b", "/states/COL/16b/"),
    ]


def test_each_is_found_by_the_codes_that_fixtures_write():
    owed = make_obligation()

    for model, thing in ((State, owed.state), (Commitment, owed.commitment), (Obligation, owed)):
        assert model.objects.get_by_natural_key(*thing.natural_key()) == thing


def test_a_fixture_writes_codes_instead_of_numbers():
    owed = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))

    (written,) = serializers.serialize("python", [owed], use_natural_foreign_keys=True)

    assert written["fields"] == {"state": ("COL",), "commitment": ("16b",), "next_review_date": None}


def test_commitments_are_read_as_they_stand_in_the_text():
    for code, position in (("17", 11), ("14a", 1), ("16b", 9)):
        make_commitment(code=code, position=position)

    assert [one.code for one in Commitment.objects.in_reading_order()] == ["14a", "16b", "17"]
