"""The triggers of the database: whether each that the code declares is there as declared, and awake."""

import re
from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from commitments.models import triggers

INSTALLED = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT replace(pg_get_triggerdef(oid), ' ON public.', ' ON ') FROM pg_trigger WHERE NOT tgisinternal
        UNION
        SELECT 'CREATE FUNCTION ' || proname || '() RETURNS trigger LANGUAGE plpgsql '
            || COALESCE('SET ' || replace(array_to_string(proconfig, ' SET '), '=', ' = ') || ' ', '')
            || 'AS $$' || prosrc || '$$'
        FROM pg_proc WHERE prorettype = 'trigger'::regtype AND pronamespace = 'public'::regnamespace
    """,
}
ASLEEP = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D' ORDER BY tgname"


def installed_triggers() -> set[str]:
    """The statements that made the triggers of this database."""
    return {statement for (statement,) in _rows(INSTALLED[connection.vendor])}


def declared_triggers() -> set[str]:
    return {" ".join(statement.split()) for statement in triggers.sql(connection.vendor).split("\n\n")}


def changed_triggers() -> set[str]:
    """The names of those that differ, are missing or were added."""
    return {re.split(r"\W+", statement)[2] for statement in installed_triggers() ^ declared_triggers()}


def guard_faults() -> Iterator[str]:
    """Without its triggers the database lets published records be changed."""
    for name in sorted(changed_triggers()):
        yield _("The trigger %(name)s is missing, was added, or is not what it should be.") % {"name": name}
    if connection.vendor == "postgresql":
        for (name,) in _rows(ASLEEP):
            yield _("The trigger %(name)s is disabled.") % {"name": name}


def _rows(statement: str) -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
