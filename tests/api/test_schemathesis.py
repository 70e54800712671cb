"""The API does what its own description says, whatever schemathesis asks of it."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings

from tests.views.test_equality import world  # noqa: F401 (the fixture)

EXAMPLES = 25


@pytest.fixture
def described(world):  # noqa: F811 (the fixture)
    """The API over a small world, with everything of the description checked."""
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())


api = schemathesis.pytest.from_fixture("described")


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)
def test_every_operation_keeps_what_it_promises(case):
    answer = case.call_and_validate()

    assert answer.status_code < 500
