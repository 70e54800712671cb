"""A chip for each filter that is set; its link takes away that one and nothing else."""

import pytest
from django.http import QueryDict

from commitments.lists.obligations import ObligationFilter
from commitments.models import Obligation
from commitments.rules.clocks import Clocks
from tests.builders import make_commitment, make_obligation, make_party

pytestmark = pytest.mark.django_db
QUERY = (
    "as_of=2024-01-01&known_at=2025-01-01&q=land&status=overdue&status=fulfilled&not_region=Asia&state=COL"
    "&silent_since=2020-06-01&disputed=true&sort=-status&per_page=50&columns=state,status&page=3"
)


@pytest.fixture
def asked(today, now):
    """The filter of obligations for a query string."""
    make_obligation(
        state=make_party(iso3="COL", name_en="Colombia", region="Asia"), commitment=make_commitment()
    )
    queryset = Obligation.objects.as_listed(Clocks(today, now))
    return lambda query: ObligationFilter(QueryDict(query), queryset=queryset)


def test_each_value_has_a_chip_in_words(asked):
    chips = {(chip.label, chip.words) for chip in asked(QUERY).chips()}

    assert chips == {
        ("Search", "land"),
        ("Status", "overdue"),
        ("Status", "fulfilled"),
        ("Region", "not Asia"),
        ("State", "Colombia"),
        ("No note on or after", "1 June 2020"),
        ("Disputed", "yes"),
    }


def test_a_chip_takes_away_its_own_value_and_the_page_and_nothing_else(asked):
    whole = {(name, value) for name, values in QueryDict(QUERY).lists() for value in values}

    removed = [
        whole - {(name, value) for name, values in QueryDict(chip.query).lists() for value in values}
        for chip in asked(QUERY).chips()
    ]

    page = ("page", "3")
    assert all(page in each and len(each) == 2 for each in removed)
    assert {next(iter(each - {page})) for each in removed} == {
        ("q", "land"),
        ("status", "overdue"),
        ("status", "fulfilled"),
        ("not_region", "Asia"),
        ("state", "COL"),
        ("silent_since", "2020-06-01"),
        ("disputed", "true"),
    }


def test_all_filters_are_cleared_at_once_and_clocks_order_and_columns_stay(asked):
    cleared = QueryDict(asked(QUERY).query_without_filters())

    assert cleared.dict() == {
        "as_of": "2024-01-01",
        "known_at": "2025-01-01",
        "sort": "-status",
        "per_page": "50",
        "columns": "state,status",
    }


def test_a_list_without_filters_has_no_chips(asked):
    assert asked("sort=status&as_of=2020-01-01&q=&status_=").chips() == []


def test_a_value_that_cannot_be_read_can_be_taken_away_as_well(asked):
    (chip,) = asked(f"status={'w' * 500}&sort=state").chips()

    assert (chip.label, chip.words, chip.query) == ("Status", "w" * 60, "sort=state")


def test_a_value_given_twice_has_one_chip(asked):
    chips = asked("status=overdue&status=overdue").chips()

    assert [(chip.words, chip.query) for chip in chips] == [("overdue", "")]
