"""The database as it stood at one moment, while others go on writing."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from commitments.models.installation_lock import own_connection

from .content import passing_tables
from .postgresql_programs import run_program
from .refusals import BackupRefused

SNAPSHOT_SUFFIX = "-backup"
FOR_ONE_READER = "PRAGMA journal_mode=DELETE; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"


class Snapshot(NamedTuple):
    """The copy, to be put into a backup, and a connection that sees exactly its rows."""

    file: BinaryIO
    connection: BaseDatabaseWrapper


@contextmanager
def snapshot_of(connection: BaseDatabaseWrapper) -> Iterator[Snapshot]:
    """The database of this connection now. The caller holds the lock of the installation."""
    taken = {"sqlite": _sqlite_snapshot, "postgresql": _postgresql_snapshot}[connection.vendor]
    with taken(connection) as snapshot:
        yield snapshot


def server_version(connection: BaseDatabaseWrapper) -> str:
    return ".".join(map(str, connection.get_database_version()))


def refuse_damaged(connection: BaseDatabaseWrapper) -> None:
    """Raises BackupRefused where SQLite finds its file damaged, or rows that point nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        found = cursor.fetchone()[0]
        if found != "ok":
            raise BackupRefused(_("The database is damaged: %(found)s.") % {"found": found})
        cursor.execute("PRAGMA foreign_key_check")
        if row := cursor.fetchone():
            raise BackupRefused(
                _("The table %(table)s points to a row that is not there.") % {"table": row[0]}
            )


# ---------------------------------------------------------------- SQLite


@contextmanager
def _sqlite_snapshot(connection: BaseDatabaseWrapper) -> Iterator[Snapshot]:
    """A copy beside the database, where its rows lie already; nobody but its owner reads it."""
    path = Path(f"{connection.settings_dict['NAME']}{SNAPSHOT_SUFFIX}")
    remove_sqlite(path)  # of a run that was killed
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _copy_pages(connection, path)
        with sqlite_file(connection, path) as copy:
            _forget_sessions(copy)
            refuse_damaged(copy)
            with path.open("rb") as file:
                yield Snapshot(file, copy)
    finally:
        remove_sqlite(path)


@contextmanager
def sqlite_file(connection: BaseDatabaseWrapper, path: Path) -> Iterator[BaseDatabaseWrapper]:
    """Another SQLite file than that of the installation, read as Django reads it, and by nobody else."""
    options = {**connection.settings_dict["OPTIONS"], "init_command": FOR_ONE_READER}
    with own_connection(connection, NAME=str(path), OPTIONS=options) as own:
        yield own


def remove_sqlite(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _copy_pages(connection: BaseDatabaseWrapper, path: Path) -> None:
    """In one step: writers go on beside it (WAL), and would make a copy in several steps begin again."""
    file = Path(connection.settings_dict["NAME"]).absolute()
    if not file.exists():
        raise BackupRefused(_("The database file %(file)s is not there.") % {"file": file})
    # one that vanishes now is not made
    address = f"{file.as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise BackupRefused(_("The database cannot be copied: %(error)s.") % {"error": error}) from error


def _forget_sessions(copy: BaseDatabaseWrapper) -> None:
    """Overwritten with zeros (secure_delete), not only taken off the list."""
    with copy.cursor() as cursor:
        there = copy.introspection.table_names(cursor)
        for table in set(passing_tables()).intersection(there):
            cursor.execute(f"DELETE FROM {copy.ops.quote_name(table)}")  # noqa: S608  (quoted names)


# ---------------------------------------------------------------- PostgreSQL


@contextmanager
def _postgresql_snapshot(connection: BaseDatabaseWrapper) -> Iterator[Snapshot]:
    """A dump of the moment that a transaction of our own sees, in a file that no folder lists."""
    with own_connection(connection) as own, tempfile.TemporaryFile() as file:
        with own.cursor() as cursor:
            # it stands idle while the dump is made
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            moment = cursor.fetchone()[0]
        try:
            _dump(own, moment, file)
            file.seek(0)
            yield Snapshot(file, own)
        finally:
            with suppress(DatabaseError), own.cursor() as cursor:
                cursor.execute("ROLLBACK")


def _dump(connection: BaseDatabaseWrapper, moment: str, file: BinaryIO) -> None:
    """Roles and rights are those of the server that it is brought back to, and `prepare` gives them."""
    left_out: list[Any] = [f"--exclude-table-data=public.{table}" for table in passing_tables()]
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", *left_out]
    run_program("pg_dump", options, connection, stdout=file)
