"""Every role at every verb of every record by every road, each combination that exists."""

import pytest

from tests.each import check_each, rolled_back
from tests.permission_cases import CASES, STAGE, Case
from tests.permission_world import World, stored, took_effect, try_it

# some find another verb in a request or a file than the one that they try: all roads belong together
THINGS = [*{(case.thing, case.verb): None for case in CASES}]


@pytest.fixture(scope="module")
def standing_office(standing) -> World:
    """One office for all cases."""
    with standing():
        return World()


@pytest.mark.django_db
@pytest.mark.parametrize(("thing", "verb"), THINGS)
def test_verb_is_taken_by_whom_the_rules_let_and_by_nobody_else(thing, verb, standing_office, settings):
    """What is allowed takes effect, what is refused leaves no trace."""

    def check(case: Case) -> None:
        settings.ALLOW_SELF_PUBLICATION = case.self_publication == "on"
        record = standing_office.record(case, STAGE[case.verb])
        before = stored()

        refused = try_it(standing_office, case, record)

        if case.is_allowed:
            assert took_effect(standing_office, case, record)
        else:
            assert stored() == before
        if case.road == "shell":
            assert refused is not case.is_allowed

    check_each([case for case in CASES if (case.thing, case.verb) == (thing, verb)], check, around=rolled_back)
