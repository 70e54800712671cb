"""The API does what its own description says, whatever schemathesis asks of it."""

from copy import deepcopy

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, Case, GenerationMode

from commitments.api.schema import document
from tests.api.asking import OPERATIONS
from tests.views.test_equality import standing_world, world  # noqa: F401 (fixtures)

# what a database may stumble over is asked of both in `test_hostile_queries` and `test_odd_references`
pytestmark = pytest.mark.one_database
# the client of schemathesis reads no gzip
PLAIN = {"Accept-Encoding": "identity"}
steady = settings(
    max_examples=12,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)


@pytest.fixture
def in_one_transaction():
    """The connection of the test stays open behind each answer, as Django's own client keeps it."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture(scope="module")
def described(standing_world, standing):  # noqa: F811 (the fixture)
    """The API over a small world, as it describes itself; cursors are left away: nobody can make one up."""
    with standing():
        told = deepcopy(document())
    for methods in told["paths"].values():
        listed = methods["get"]["parameters"]
        methods["get"]["parameters"] = [each for each in listed if each["name"] != "cursor"]
    schema = schemathesis.openapi.from_dict(told)
    schema.app = get_wsgi_application()
    return {each.ok().definition.raw["operationId"]: each.ok() for each in schema.get_all_operations()}


def test_every_operation_is_asked(described):
    assert [*described] == OPERATIONS


@pytest.mark.usefixtures("world", "in_one_transaction")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_operation_answers_as_described(operation, described):
    assert asked(described[operation], GenerationMode.POSITIVE) <= {200, 404}
    # what differs only before it is written into an address is answered even so
    assert asked(described[operation], GenerationMode.NEGATIVE) & {400, 404}


def asked(operation: APIOperation, mode: GenerationMode) -> set[int]:
    """The codes of the answers to what the description allows or forbids, once each answer is checked."""
    codes = set()

    @steady
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        codes.add(case.call_and_validate(headers=PLAIN).status_code)

    ask()
    return codes
