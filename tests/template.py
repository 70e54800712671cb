"""One template database for all processes of a run: the first migrates, the others copy what it made."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

TEMPLATE = "migrated"


@contextmanager
def migrated_once(folder: Path) -> Iterator[None]:
    """Around the setup of the test database; the other processes of the run wait until it is over."""
    template = folder / f"{TEMPLATE}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template.exists():
            connection.settings_dict["TEST"]["MIGRATE"] = False
            # a database in memory lives as long as somebody has it open
            opened = begin_with_copy(template)
            yield
            del opened
        else:
            yield
            leave_copy(template)


def begin_with_copy(template: Path) -> sqlite3.Connection | None:
    """What Django is about to set up has all tables already."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
        return None
    opened = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
    with sqlite3.connect(template) as source:
        source.backup(opened)
    return opened


def leave_copy(template: Path) -> None:
    """On PostgreSQL the copy is a database of the server, and the file only says that it is there."""
    if connection.vendor == "postgresql":
        made = connection.settings_dict["NAME"]
        connection.close()
        connection.close_pool()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE {TEMPLATE} TEMPLATE "{made}"')
        template.touch()
    else:
        with sqlite3.connect(template) as target:
            connection.connection.backup(target)
