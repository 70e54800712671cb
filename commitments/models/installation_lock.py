"""One lock for each installation: whatever makes, copies or moves the whole of it waits for the others.

SQLite: a file beside the database, locked by the operating system. PostgreSQL: an advisory lock, held over a
connection of its own. Both end with the process that holds them, however it ends, so no lock is ever stale.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# The number among the advisory locks of a database (any would do), and the end of the file beside SQLite's.
# Who checks links waits for its like alone: it holds its lock for an hour.
LOCKS = {"installation": (7_304_172_009, "-lock"), "links": (7_304_172_010, "-links-lock")}
SECONDS_BETWEEN_TRIES = 0.2


@contextmanager
def installation_lock(
    connection: BaseDatabaseWrapper, *, on_wait: Callable[[], None], name: str = "installation"
) -> Iterator[None]:
    """Wait until nobody else holds the lock of this database, then hold it.

    `on_wait` is called once if somebody does; what it raises ends the waiting. A database in memory belongs
    to one process and needs no lock.
    """
    number, suffix = LOCKS[name]
    if connection.vendor == "postgresql":
        with own_connection(connection) as own:
            _wait(lambda: _is_taken_on(own, number), on_wait)
            yield
    elif connection.is_in_memory_db():  # type: ignore[attr-defined]  # of SQLite alone
        yield
    else:
        path = f"{connection.settings_dict['NAME']}{suffix}"
        # to read is enough for a lock: the file may be that of another user
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            _wait(lambda: _is_taken_of(descriptor), on_wait)
            yield
        finally:
            os.close(descriptor)


@contextmanager
def own_connection(connection: BaseDatabaseWrapper, **changed: Any) -> Iterator[BaseDatabaseWrapper]:
    """Another connection to the same database, or to the one that `changed` names, without the pool.

    The pool would keep trying where the database cannot be reached, and hide the reason. What reads all of
    it takes as long as that takes: no limit of a server's statements holds here.
    """
    own = connection.copy()
    options = own.settings_dict["OPTIONS"]
    options.pop("pool", None)
    if own.vendor == "postgresql":
        options["options"] = f"{options.get('options', '')} -c statement_timeout=0".strip()
    own.settings_dict.update(changed)
    try:
        yield own
    finally:
        if own.connection:
            # not Django's own close(), which spares a database in memory, such as that of the tests
            own.connection.close()


def _wait(take: Callable[[], bool], on_wait: Callable[[], None]) -> None:
    if take():
        return
    on_wait()
    while not take():
        time.sleep(SECONDS_BETWEEN_TRIES)


def _is_taken_on(connection: BaseDatabaseWrapper, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def _is_taken_of(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
