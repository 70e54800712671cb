"""Every role at every verb of every record by every road, each combination that exists.

One class, because Django keeps what a class sets up once and takes back what each test did to it;
its tests are generated, one for each case.
"""

from collections.abc import Callable

from django.test import TestCase

from tests.permission_cases import CASES, STAGE, Case
from tests.permission_world import World, stored, took_effect, try_it


class TestPermissions(TestCase):
    """A verb is taken by whom the rules let, and by nobody else."""

    @classmethod
    def setUpTestData(cls) -> None:
        """One office for all cases."""
        cls.office = World()


def tried(case: Case) -> Callable[[TestPermissions], None]:
    """The test of one case: what is allowed takes effect, what is refused leaves no trace."""

    def test(self: TestPermissions) -> None:
        with self.settings(ALLOW_SELF_PUBLICATION=case.self_publication == "on"):
            record = self.office.record(case, STAGE[case.verb])
            before = stored()

            refused = try_it(self.office, case, record)

            if case.is_allowed:
                assert took_effect(self.office, case, record)
            else:
                assert stored() == before
            if case.road == "shell":
                assert refused is not case.is_allowed

    return test


for case in CASES:
    setattr(TestPermissions, f"test_{case}", tried(case))
