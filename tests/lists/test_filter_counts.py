"""The number beside a choice is the number of rows that choosing it finds."""

from datetime import date
from functools import cache

import pytest
from django.db.models import QuerySet
from django.http import QueryDict

from commitments.lists import filter_counts
from commitments.lists.evidence import EvidenceFilter
from commitments.lists.filterset import StrictFilterSet
from commitments.lists.obligations import ObligationFilter
from commitments.lists.progress import ProgressFilter
from commitments.lists.states import StateFilter
from commitments.models import EvidenceLink, Obligation, ProgressNote, State
from commitments.rules.clocks import Clocks
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_state, make_user

pytestmark = pytest.mark.django_db
FILTERS = {
    StateFilter: State.objects.as_listed,
    ObligationFilter: Obligation.objects.as_listed,
    ProgressFilter: ProgressNote.objects.as_listed,
    EvidenceFilter: EvidenceLink.objects.as_listed,
}
QUERIES = {
    StateFilter: ["", "region=Asia", "label=left&not_region=Europe", "q=land", "silent_since=2018-01-01"],
    ObligationFilter: [
        "",
        "status=overdue",
        "status=overdue&status=fulfilled&region=Asia",
        "not_status=not_assessed&disputed=true",
        "not_commitment=17&not_state=AAB&label=declared_2009",
        "freshness=stale&certainty=apparent",
        "q=land&silent_since=2017-01-01&evidence=state_report",
        "status=not_started&region=Europe",
    ],
    ProgressFilter: ["", "status=overdue", "not_region=Asia&certainty=apparent", "disputed=true&state=AAA"],
    EvidenceFilter: [
        "",
        "kind=press",
        "publisher=Press&not_kind=press",
        "year=undated&year=2012",
        "year=1950",
    ],
}
CASES = [(filters, query) for filters, queries in QUERIES.items() for query in queries]


@pytest.fixture(scope="module")
def world(standing) -> None:
    """Thirty obligations in many situations."""
    with standing():
        store_world()


def store_world() -> None:
    commitments = [make_commitment(code=code, position=n) for n, code in enumerate(("16b", "16c", "17"), 1)]
    author = make_user()
    make_state(iso3="ZZZ", name_en="Outside", region="Oceania")
    for number in range(10):
        state = make_party(
            iso3=f"AA{chr(65 + number)}",
            name_en=f"Land {number}",
            region=("Asia", "Europe")[number % 2],
            since=date(2012, 1, 1) if number == 1 else date(1999, 3, 1),
            until=date(2020, 1, 1) if number == 2 else None,
        )
        for place, commitment in enumerate(commitments):
            obligation = make_obligation(state=state, commitment=commitment)
            if (number + place) % 3:
                make_note(
                    obligation=obligation,
                    author=author,
                    status=("overdue", "fulfilled", "")[number % 3],
                    certainty=("confirmed", "apparent")[place % 2],
                    noted_date=date(2013 + number, 6, 1),
                    evidence={
                        "kind": ("press", "state_report")[number % 2],
                        "publisher": ("Press", "Ministry")[number % 2],
                        "published_date": date(2010 + number, 1, 1) if place else None,
                    },
                    **({"disputed_by": "The State", "dispute": "No."} if number % 4 == 0 else {}),
                )


@cache
def rows_of(filters: type[StrictFilterSet], clocks: Clocks) -> QuerySet:
    """The queryset of a list, which takes longer to put together than to filter and to ask."""
    return FILTERS[filters](clocks)


@pytest.fixture
def asked(today, now):
    """The filter of a list for a query string."""

    def ask(filters, query: QueryDict | str):
        data = QueryDict(query) if isinstance(query, str) else query
        return filters(data, queryset=rows_of(filters, Clocks(today, now)))

    return ask


def chosen_instead(query: str, name: str, values: list[str]) -> QueryDict:
    asked = QueryDict(query, mutable=True)
    asked.setlist(name, values)
    return asked


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("filters", "query"), CASES)
def test_each_number_is_the_rows_that_the_choice_finds(filters, query, asked):
    form = asked(filters, query)
    fields = [*form.first_fields(), *form.more_fields(), *form.leave_out_fields()]
    counted = {
        (field.bound.name, choice.value): choice.rows
        for field in fields
        for choice in field.choices
        if choice.rows is not None
    }

    def rows(name: str, values: list[str]) -> int:
        return asked(filters, chosen_instead(query, name, values)).qs.count()

    left_out = {name for name, _value in counted if name.startswith("not_")}
    without = {name: rows(name, []) for name in left_out}
    found = {
        (name, value): without[name] - rows(name, [value]) if name in left_out else rows(name, [value])
        for name, value in counted
    }

    assert counted == found
    assert len(counted) > 10


@pytest.mark.usefixtures("world")
def test_all_numbers_of_a_list_cost_one_query(asked, django_assert_num_queries):
    form = asked(ObligationFilter, "not_commitment=16b&disputed=false")
    assert form.is_valid()

    with django_assert_num_queries(1):
        counts = form.rows_by_choice

    assert counts["status"]["overdue"] > 0


@pytest.mark.usefixtures("world")
def test_the_choices_of_a_form_are_read_once_however_many_filters_offer_them(
    asked, django_assert_num_queries
):
    form = asked(ObligationFilter, "")

    # States, commitments, regions, and the numbers of all of them
    with django_assert_num_queries(4):
        fields = [*form.first_fields(), *form.more_fields(), *form.leave_out_fields()]

    assert {len(field.choices) for field in fields if "state" in field.bound.name} == {11}


@pytest.mark.usefixtures("world")
def test_a_query_that_nobody_can_read_has_no_numbers(asked):
    form = asked(ObligationFilter, "status=late")

    assert {choice.rows for field in form.first_fields() for choice in field.choices} == {None}


@pytest.mark.usefixtures("world")
def test_a_list_that_grew_too_long_shows_its_choices_without_numbers(asked, monkeypatch):
    monkeypatch.setattr(filter_counts, "MAX_ROWS", 29)

    assert asked(ObligationFilter, "").rows_by_choice == {}
    assert asked(ObligationFilter, "silent_since=2020-01-01").rows_by_choice != {}


@pytest.mark.usefixtures("world")
def test_a_publisher_or_year_that_the_list_lacks_finds_nothing_and_stays_ticked(asked):
    form = asked(EvidenceFilter, "publisher=Nobody&year=1950")

    ticked = [(choice.value, choice.rows) for field in form.first_fields() for choice in field.chosen]
    assert (form.refusals(), form.qs.count()) == ([], 0)
    assert ticked == [("Nobody", 0), ("1950", 0)]


@pytest.mark.usefixtures("world")
def test_publishers_and_years_are_those_of_what_is_public(asked):
    make_note(
        published=False,
        evidence={"publisher": "Unseen House", "published_date": date(1999, 1, 1)},
    )

    offered = {choice.value for field in asked(EvidenceFilter, "").first_fields() for choice in field.choices}

    assert {"Press", "Ministry", "undated", "2012"} <= offered
    assert offered & {"Unseen House", "1999"} == set()
