"""Dated duties."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from commitments.models import Deadline
from commitments.rules.clocks import Clocks
from tests.builders import make_commitment, make_deadline, make_obligation

pytestmark = pytest.mark.django_db


def test_a_deadline_is_hidden_only_when_it_is_known_to_have_been_decided_later():
    initial = make_deadline(due_date=date(2009, 3, 1))
    extension = make_deadline(
        obligation=initial.obligation,
        kind="extension",
        due_date=date(2019, 3, 1),
        decided_date=date(2008, 11, 28),
    )

    assert [*Deadline.objects.set_by(date(2008, 11, 27))] == [initial]
    assert [*Deadline.objects.set_by(date(2008, 11, 28)).in_reading_order()] == [initial, extension]


def test_a_deadline_is_ahead_until_its_day_is_over():
    make_deadline(due_date=date(2009, 3, 1))

    ahead = [Deadline.objects.from_day(date(2009, 3, day)).exists() for day in (1, 2)]

    assert ahead == [True, False]


@pytest.mark.parametrize("code", ["16b", "16c"])
def test_clearance_and_stocks_have_deadlines(code):
    deadline = make_deadline(obligation=make_obligation(commitment=make_commitment(code=code)))

    deadline.full_clean()

    assert Deadline.objects.filter(obligation__commitment__code=code).exists()


def test_no_other_commitment_has_a_deadline():
    deadline = make_deadline(obligation=make_obligation(commitment=make_commitment(code="17")))

    with pytest.raises(ValidationError) as refusal:
        deadline.full_clean()

    assert refusal.value.messages == ["Only 16b and 16c have deadlines in the Convention."]


def test_the_list_says_what_has_passed_and_hides_what_is_known_to_have_been_decided_later(now):
    initial = make_deadline(due_date=date(2009, 3, 1))
    extension = make_deadline(
        obligation=initial.obligation,
        kind="extension",
        due_date=date(2019, 3, 1),
        decided_date=date(2008, 11, 28),
    )

    def listed(*day: int) -> list[tuple[Deadline, bool]]:
        return [(row, row.is_passed) for row in Deadline.objects.as_listed(Clocks(date(*day), now))]

    assert listed(2008, 11, 27) == [(initial, False)]
    assert listed(2009, 3, 1) == [(initial, False), (extension, False)]
    assert listed(2009, 3, 2) == [(extension, False), (initial, True)]
