#!/usr/bin/env python3
"""The command line of the project."""

import os
import signal
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError


def main() -> None:
    """Run a command, unless a setting is refused: then say in one line which one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartagena.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018  (the first look reads and checks them)
    except ImproperlyConfigured as refusal:
        sys.exit(f"Cartagena cannot start. {refusal}")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except (InterfaceError, OperationalError) as error:
        # away, locked or without room: what was under way was rolled back with its transaction
        sys.exit(f"The database could not be used: {(str(error).strip() or 'it is away').splitlines()[0]}")


if __name__ == "__main__":
    main()
