"""What Django's checks say about an installation."""

import pytest

from cartagena.checks import (
    NO_MAIL_BACKEND,
    SMTP_BACKEND,
    details_stay_here,
    environment_file_is_secret,
    mail_is_encrypted,
    mail_leaves,
)
from cartagena.environment import DEVELOPMENT_KEY

RANDOM_KEY = "kept-out-of-every-repository-0123456789-abcdefghijklmnop"
MAILED = {"handlers": {"mail": {}}}
MAIL = {"EMAIL_BACKEND": SMTP_BACKEND, "EMAIL_HOST": "mail.example.org"}


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


@pytest.mark.parametrize(
    ("check", "chosen", "said"),
    [
        (mail_leaves, {"EMAIL_BACKEND": NO_MAIL_BACKEND, "BEHIND_PROXY": True}, ["cartagena.W002"]),
        (
            mail_leaves,
            {"EMAIL_BACKEND": NO_MAIL_BACKEND, "LOGGING": {"handlers": {"mail": {}}}},
            ["cartagena.W002"],
        ),
        (mail_leaves, {"EMAIL_BACKEND": NO_MAIL_BACKEND}, []),
        (mail_leaves, {"BEHIND_PROXY": True}, []),
        (mail_is_encrypted, MAIL, ["cartagena.W004"]),
        (mail_is_encrypted, {**MAIL, "EMAIL_USE_TLS": True}, []),
        (mail_is_encrypted, {**MAIL, "EMAIL_USE_SSL": True}, []),
        (mail_is_encrypted, {**MAIL, "EMAIL_HOST": "localhost"}, []),
        (mail_is_encrypted, {**MAIL, "EMAIL_BACKEND": NO_MAIL_BACKEND}, []),
        (details_stay_here, {"DEBUG": True, "ALLOWED_HOSTS": ["localhost", "192.0.2.7"]}, ["cartagena.W003"]),
        (details_stay_here, {"DEBUG": True, "ALLOWED_HOSTS": ["localhost"]}, []),
        (details_stay_here, {"ALLOWED_HOSTS": ["tracker.example.org"]}, []),
    ],
)
def test_settings_that_fail_in_silence_are_named(settings, check, chosen, said):
    for name, value in chosen.items():
        setattr(settings, name, value)

    assert [each.id for each in check(None)] == said
