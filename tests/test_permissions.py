"""Every role at every verb of every record by every road, each combination that exists."""

from collections.abc import Iterator
from itertools import groupby

import pytest
from django.db import connection
from django.test import override_settings

from commitments.models.review import ReviewedRecord
from tests.each import Failures, rolled_back
from tests.permission_cases import CASES, ROADS, STAGE, Case
from tests.permission_world import World, stored, took_effect, try_it

VERBS = [*dict.fromkeys((case.thing, case.verb) for case in CASES)]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def office(standing) -> World:
    """One office for all cases."""
    with standing():
        return World()


@pytest.mark.parametrize(("thing", "verb"), VERBS)
def test_verb_is_taken_by_whom_the_rules_let_and_by_nobody_else(thing, verb, office):
    failures = Failures()
    for cases in about_one_record(thing, verb):
        with rolled_back():
            record = office.record(cases[0], STAGE[verb])
            before = stored()
            for case in cases:
                with failures.kept(case), rolled_back():
                    check(office, case, record, before)
    assert not failures, failures


def about_one_record(thing: str, verb: str) -> Iterator[list[Case]]:
    """Cases that start from the same record: they differ in the road and the switch of self-publication."""

    def whose(case: Case) -> tuple[str, ...]:
        return case.role, case.whose, case.place

    # every road leads to the verb, whatever the database: SQLite goes them all, PostgreSQL asks the verb
    roads = {"shell"} if connection.vendor == "postgresql" else {*ROADS[verb]}
    chosen = [each for each in CASES if (each.thing, each.verb) == (thing, verb) and each.road in roads]
    for _whose, cases in groupby(sorted(chosen, key=whose), key=whose):
        yield [*cases]


def check(office: World, case: Case, record: ReviewedRecord, before: list[list[tuple]]) -> None:
    """What is allowed takes effect, what is refused leaves no trace."""
    with override_settings(ALLOW_SELF_PUBLICATION=case.self_publication == "on"):
        refused = try_it(office, case, record)

        if case.is_allowed:
            assert took_effect(office, case, record)
        else:
            assert stored() == before
        if case.road == "shell":
            assert refused is not case.is_allowed
