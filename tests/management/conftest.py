"""The invented editions, laid down and loaded."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.management.editions import AFTER, BEFORE, FIRST, SECOND, WITHDRAWN, write_edition, write_ground


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """The fixtures of the first edition, for a database that holds nothing yet."""
    settings.FIXTURE_DIRS = [tmp_path]
    write_ground(tmp_path)
    return write_edition(tmp_path, FIRST, BEFORE)


@pytest.fixture(scope="module")
def first_edition(standing, tmp_path_factory) -> Path:
    """Loaded once for a module; the tests that load it otherwise come before."""
    folder = tmp_path_factory.mktemp("fixtures")
    write_ground(folder)
    write_edition(folder, FIRST, BEFORE)
    with standing(), override_settings(FIXTURE_DIRS=[folder]):
        call_command("load_baseline", verbosity=0)
    return folder


@pytest.fixture
def second(first_edition, settings, tmp_path) -> Path:
    """The first edition is loaded, and the second one has come; the files are the test's own."""
    folder = tmp_path / "fixtures"
    shutil.copytree(first_edition, folder)
    settings.FIXTURE_DIRS = [folder]
    return write_edition(folder, SECOND, AFTER, [WITHDRAWN])
