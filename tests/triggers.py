"""What a test does that the triggers of the database refuse: an old installation, or an empty table."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.server_role import become_owner


@contextmanager
def without_triggers() -> Iterator[None]:
    """Nothing is refused inside, and nothing is kept beside; afterwards all triggers are as they were."""
    become_owner()
    switch = _without_triggers_of_sqlite if connection.vendor == "sqlite" else _without_triggers_of_postgresql
    with connection.cursor() as cursor, switch(cursor):
        yield


@contextmanager
def _without_triggers_of_sqlite(cursor) -> Iterator[None]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = cursor.fetchall()
    for name, _statement in found:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _name, statement in found:
        cursor.execute(statement)


@contextmanager
def _without_triggers_of_postgresql(cursor) -> Iterator[None]:
    cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    tables = [name for (name,) in cursor.fetchall()]
    for switch in ("DISABLE", "ENABLE"):
        # what waits for the end of the transaction is checked now: a table with such rows is not altered
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {switch} TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        if switch == "DISABLE":
            yield
