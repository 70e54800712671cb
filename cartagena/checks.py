"""What Django's checks ask about an installation."""

import stat
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004  (Django's own name for it)

from .environment import DEVELOPMENT_KEY


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
