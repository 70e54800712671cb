"""System checks that run before a migration."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

FIRST_REPLACED, LAST_REPLACED = "0001_initial", "0011_newest_publication_is_found"


@register(Tags.database)
def check_replaced_migrations(databases: Sequence[str] | None = None, **_options: Any) -> list[Error]:
    """Refuses a database that has some of the eleven migrations that were replaced by four, but not all."""
    errors = []
    for alias in databases or ():
        recorded = MigrationRecorder(connections[alias]).applied_migrations()
        applied = {name for app, name in recorded if app == "commitments"}
        if FIRST_REPLACED in applied and LAST_REPLACED not in applied:
            errors.append(
                Error(
                    f"The database '{alias}' has some of the migrations up to {LAST_REPLACED}, but not all. "
                    "Four others stand in their place and follow either all of them or none.",
                    hint="Migrate it with commit a8b92db, the last that holds them, and then with this one.",
                    id="commitments.E001",
                )
            )
    return errors
