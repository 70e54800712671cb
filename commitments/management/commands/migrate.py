"""Django's own command, for whoever owns the tables."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections

from commitments.models.server_role import is_owner

NO_OWNER = (
    "The role of DATABASE_URL does not own the tables, so it cannot change them. Run this with the "
    "DATABASE_URL of their owner, and the server with its own."
)


class Command(MigrateCommand):
    """Refuses in words what PostgreSQL would refuse somewhere in the middle."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_owner(connections[options["database"]]):
            raise CommandError(NO_OWNER)
        super().handle(*args, **options)
