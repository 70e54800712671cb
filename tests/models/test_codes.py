"""The database refuses codes that addresses, keys and lists cannot be made of, whoever writes."""

from copy import copy

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model

from commitments.models import ActionPlan, CasualtyCount, Commitment, State
from commitments.rules.codes import STATE_FORMS, commitment_code_refusals, state_code_refusals
from tests.builders import make_casualties, make_commitment, make_plan, make_state
from tests.each import Failures, rolled_back

pytestmark = pytest.mark.django_db

ISO3 = "state_iso3_is_three_capitals"
CODE = "commitment_code_is_digits_and_a_letter"
REFUSED = [
    *((State, "iso3", value, ISO3) for value in ("-1", "", "AB", "col", "CO1", "ÇOL", "A B", "../")),
    *((State, "iso2", value, "state_iso2_is_two_capitals") for value in ("", "A", "a1", "-1", "..")),
    *((State, "m49", value, "state_m49_is_three_digits") for value in ("", "-1", "1.5", "17", "١٧٠")),
    *((State, "region", value, "state_region_begins_with_a_letter") for value in ("", "-", " Asia", "Азия")),
    *((Commitment, "code", value, CODE) for value in ("", "b", "16B", "-1", "16bb", "160", "1/b", "16é")),
    *((Commitment, "letter", value, "commitment_letter_is_small") for value in ("B", "1", "/", " ")),
    (Commitment, "position", 0, "commitment_position_is_counted_from_one"),
    *((Commitment, "review_days", days, "commitment_is_reviewed_within_ten_years") for days in (0, 30_000)),
    *((ActionPlan, "code", value, "plan_code_is_a_slug") for value in ("", "a/b", "oslo ", "оslo")),
    (ActionPlan, "last_year", 30_000, "plan_years_are_years"),
    (CasualtyCount, "edition", 30_000, "casualties_years_are_years"),
]
TAKEN = [
    *((State, "iso3", value) for value in ("COL", "XXK")),
    (State, "m49", "004"),
    (State, "region", "Northern Europe"),
    *((Commitment, "code", value) for value in ("16b", "17", "1", "9z")),
    (Commitment, "letter", ""),
    (ActionPlan, "code", "siem-reap_Angkor2"),
]


def rows() -> dict[type[Model], Model]:
    made = (make_state(), make_commitment(), make_plan(), make_casualties())
    return {type(each): each for each in made}


def test_odd_codes_are_refused_by_the_database_with_the_name_of_the_constraint():
    failures = Failures()
    stored = rows()

    for model, field, value, name in REFUSED:
        refused = pytest.raises(IntegrityError, match=name)
        with failures.kept((model.__name__, field, value)), rolled_back(), refused:
            model.objects.filter(pk=stored[model].pk).update(**{field: value})

    assert not failures, str(failures)


def test_odd_codes_are_refused_in_words_before_the_database_is_asked():
    failures = Failures()
    for model, stored in rows().items():
        for field, value in [(field, value) for one, field, value, _name in REFUSED if one is model]:
            record = copy(stored)
            record._state = copy(stored._state)
            record._state.adding = True
            setattr(record, field, value)
            with failures.kept((model.__name__, field, value)):
                with pytest.raises(ValidationError) as refusal:
                    record.full_clean(validate_unique=False)
                assert not [words for words in refusal.value.messages if "onstraint" in words]

    assert not failures, str(failures)


def test_ordinary_codes_are_taken():
    failures = Failures()
    stored = rows()

    for model, field, value in TAKEN:
        with failures.kept((model.__name__, field, value)), rolled_back():
            assert model.objects.filter(pk=stored[model].pk).update(**{field: value}) == 1

    assert not failures, str(failures)


def test_rule_and_constraint_agree_on_codes():
    failures = Failures()
    for model, field, value, _name in REFUSED:
        with failures.kept((model.__name__, field, value)):
            if model is State:
                fine = {"iso3": "COL", "iso2": "CO", "m49": "170", "region": "Americas"}
                assert list(state_code_refusals({**fine, field: value})) == [field]
            if (model, field) == (Commitment, "code"):
                assert commitment_code_refusals(value)

    assert set(STATE_FORMS) == {field for model, field, *_ in REFUSED if model is State}
    assert not failures, str(failures)
