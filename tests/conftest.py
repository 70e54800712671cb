"""What all tests share."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import TransactionTestCase
from hypothesis import settings

from tests.server_role import SERVED, become_server, make_server_role
from tests.template import migrated_once

# A busy machine is not a slow rule, and a run that failed can be run again.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

PURE = pytest.StashKey[int]()


def pytest_sessionstart() -> None:
    """What is loaded by now stays to the end; looking for garbage in it took a fifth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_modify_db_settings, django_db_blocker) -> None:
    """The run of everything names a folder for its template; a single run of pytest migrates by itself."""
    folder = os.environ.get("TEMPLATE_FOLDER")
    with django_db_blocker.unblock():
        with migrated_once(Path(folder)) if folder else nullcontext():
            request.getfixturevalue("django_db_setup")
        make_server_role()


@pytest.fixture(autouse=True)
def _server_role(request) -> None:
    """A test that does what the server does is marked `server_role`, or stands in a folder of such tests."""
    serves = request.node.get_closest_marker("server_role") or SERVED.intersection(request.path.parts)
    if serves and uses_database(request.node):
        request.getfixturevalue("db")
        become_server()


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker) -> Iterator[Callable[[], AbstractContextManager]]:
    """Where a fixture of a module stores what many tests only read; it is gone after the last of them."""
    with django_db_blocker.unblock():
        module = transaction.atomic()
        module.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        module.__exit__(None, None, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """What the run on a second database leaves out."""
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run only tests that ask something of the database; the rest ran already",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what says the same on every database, when that was asked for.

    In each module the tests that must not see what stands come first.
    """
    modules = {item.path: number for number, item in enumerate(items)}
    items.sort(key=lambda item: (modules[item.path], "standing" in item.fixturenames))
    if not config.getoption("--only-database"):
        return
    pure = [item for item in items if not differs_by_database(item)]
    config.stash[PURE] = len(pure)
    config.hook.pytest_deselected(items=pure)
    items[:] = [item for item in items if differs_by_database(item)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Each process of pytest-xdist tells the first how much it left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["pure"] = session.config.stash.get(PURE, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    """All processes leave out the same."""
    node.config.stash[PURE] = getattr(node, "workeroutput", {}).get("pure", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """`tests/harness/part.py` reads this line."""
    if pure := config.stash.get(PURE, 0):
        terminalreporter.write_line(
            f"{pure} deselected: they ask nothing of the database, the suite on SQLite runs them"
        )


def differs_by_database(item: pytest.Item) -> bool:
    """It uses the database, and asks more than what is drawn of rows that other tests compare on both."""
    return uses_database(item) and item.get_closest_marker("one_database") is None


def uses_database(item: pytest.Item) -> bool:
    """As pytest-django sees it: any other test that touches the database fails."""
    case = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)
        or (case is not None and issubclass(case, TransactionTestCase))
    )


@pytest.fixture(scope="session", autouse=True)
def _one_release() -> None:
    """An address of a release leads somewhere."""
    from django.conf import settings as chosen  # noqa: PLC0415  (only once the settings can be read)

    from tests.releases import make_empty_release  # noqa: PLC0415  (as above)

    make_empty_release(chosen.RELEASES_ROOT)


@pytest.fixture(scope="session", autouse=True)
def chain_at_any_moment() -> object:
    """Tests tell of any day in any order, while the clock of a site only goes forward.

    Returns what the product itself does, for the tests of that.
    """
    from commitments.models.seal import Chain  # noqa: PLC0415  (only once the settings can be read)

    product = Chain.__dict__["at"]

    def at(cls: type[Chain], moment: datetime) -> Chain:
        chain = cls()
        chain.moment = moment
        return chain

    Chain.at = classmethod(at)
    return product


@pytest.fixture
def today() -> date:
    """The day on which the tests look, after everything that builders make by default."""
    return date(2026, 11, 24)


@pytest.fixture
def now() -> datetime:
    """The moment at which the tests know, on the same day."""
    return datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
