"""What all tests share."""

import gc
from datetime import UTC, date, datetime

import pytest
from hypothesis import settings

# A busy machine is not a slow rule, and a run that failed can be run again.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def pytest_sessionstart() -> None:
    """What is loaded by now stays to the end; looking for garbage in it took a fifth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _one_release() -> None:
    """An address of a release leads somewhere."""
    from django.conf import settings as chosen  # noqa: PLC0415  (only once the settings can be read)

    from tests.releases import make_empty_release  # noqa: PLC0415

    make_empty_release(chosen.RELEASES_ROOT)


@pytest.fixture
def today() -> date:
    """The day on which the tests look, after everything that builders make by default."""
    return date(2026, 11, 24)


@pytest.fixture
def now() -> datetime:
    """The moment at which the tests know, on the same day."""
    return datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
