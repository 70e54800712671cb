"""What Django's checks say about an installation."""

import pytest

from cartagena.checks import environment_file_is_secret
from cartagena.environment import DEVELOPMENT_KEY

RANDOM_KEY = "kept-out-of-every-repository-0123456789-abcdefghijklmnop"


@pytest.mark.parametrize(
    ("mode", "key", "warns"),
    [
        (0o644, RANDOM_KEY, True),
        (0o602, RANDOM_KEY, True),
        (0o640, RANDOM_KEY, False),
        (0o600, RANDOM_KEY, False),
        (0o644, DEVELOPMENT_KEY, False),
    ],
)
def test_environment_file_that_everybody_reads_is_named(tmp_path, settings, mode, key, warns):
    settings.ENVIRONMENT_FILE, settings.SECRET_KEY = tmp_path / ".env", key
    settings.ENVIRONMENT_FILE.touch()
    settings.ENVIRONMENT_FILE.chmod(mode)

    said = [(each.id, each.hint) for each in environment_file_is_secret(None)]

    expected = [("cartagena.W001", f"chmod o= {settings.ENVIRONMENT_FILE}")]
    assert said == (expected if warns else [])


def test_environment_file_need_not_be_there(tmp_path, settings):
    settings.ENVIRONMENT_FILE, settings.SECRET_KEY = tmp_path / ".env", RANDOM_KEY

    assert environment_file_is_secret(None) == []
