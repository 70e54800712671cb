"""What Django's checks ask about an installation."""

import stat
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004  (Django's own name for it)

from .environment import DEVELOPMENT_KEY, LOOPBACK_HOSTS

NO_MAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
THIS_MACHINE = (*LOOPBACK_HOSTS, "::1", "")


def environment_file_is_secret(app_configs: object, **options: Any) -> Sequence[CheckMessage]:
    """The file with key and passwords is not for every account of the machine.

    On one's own machine, with the key that everyone knows, it holds no secret.
    """
    path = settings.ENVIRONMENT_FILE
    if settings.SECRET_KEY == DEVELOPMENT_KEY or not path.is_file():
        return []
    if not path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        return []
    return [
        Warning(
            f"Every account of this machine can read the key and the passwords in {path}.",
            hint=f"chmod o= {path}",
            id="cartagena.W001",
        )
    ]


def mail_leaves(app_configs: object, **options: Any) -> Sequence[CheckMessage]:
    """Where people are invited, or an operator waits for mail of errors, a printed mail helps nobody."""
    awaited = settings.BEHIND_PROXY or "mail" in settings.LOGGING["handlers"]
    if not awaited or settings.EMAIL_BACKEND != NO_MAIL_BACKEND:
        return []
    return [
        Warning(
            "Mails are printed and go nowhere: no invitation and no warning arrives.",
            hint="Set EMAIL_URL to a mail server.",
            id="cartagena.W002",
        )
    ]


def mail_is_encrypted(app_configs: object, **options: Any) -> Sequence[CheckMessage]:
    """A mail holds links that set a password, and the password of the mail server goes before it."""
    is_encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if settings.EMAIL_BACKEND != SMTP_BACKEND or is_encrypted or settings.EMAIL_HOST in THIS_MACHINE:
        return []
    return [
        Warning(
            f"Mails and the password of {settings.EMAIL_HOST} cross the network without encryption.",
            hint="Begin EMAIL_URL with smtp+tls:// or smtp+ssl://.",
            id="cartagena.W004",
        )
    ]


def details_stay_here(app_configs: object, **options: Any) -> Sequence[CheckMessage]:
    """With DEBUG a page of an error shows settings and code to whoever meets it."""
    if not settings.DEBUG or set(settings.ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS):
        return []
    return [
        Warning(
            "DEBUG is on for other hosts than this machine: errors show code and settings to readers.",
            hint="Leave DEBUG out on every network.",
            id="cartagena.W003",
        )
    ]
