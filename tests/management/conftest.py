"""The invented editions, laid down and loaded."""

import pytest
from django.core.management import call_command

from tests.management.editions import AFTER, BEFORE, FIRST, SECOND, WITHDRAWN, write_edition, write_ground


@pytest.fixture
def folder(settings, tmp_path):
    """The fixtures of the first edition."""
    settings.FIXTURE_DIRS = [tmp_path]
    write_ground(tmp_path)
    return write_edition(tmp_path, FIRST, BEFORE)


@pytest.fixture
def loaded(folder):
    call_command("load_baseline", verbosity=0)
    return folder


@pytest.fixture
def second(loaded):
    """The first edition is loaded, and the second one has come."""
    return write_edition(loaded, SECOND, AFTER, [WITHDRAWN])
