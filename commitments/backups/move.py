"""Moves an installation from its SQLite file to an empty PostgreSQL database, row by row as it was.

Numbers, accounts, history and what is published stay what they are; the file is only read. All in one
transaction, in which the triggers that keep published rows are set aside, put back, and counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.core.management import call_command
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.utils import ConnectionHandler
from django.utils.translation import gettext as _

from commitments.models.search_triggers import LINK_WORDS, NOTE_WORDS, fill_evidence, fill_notes

from .columns import ColumnKind, columns_of
from .content import (
    MIGRATIONS,
    ROWS_AT_ONCE,
    content_of,
    hash_of,
    lasting_tables,
    migrations_of,
    passing_tables,
    triggers_of,
)
from .refusals import BackupRefused
from .restore import differing
from .snapshots import refuse_damaged

# what a trigger is set to: in every session, in those of replication, in all, or not at all
ENABLED = {"O": "ENABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS", "D": "DISABLE"}
TRIGGERS = """
SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger
WHERE NOT tgisinternal ORDER BY 1, 2
"""


class Moved(NamedTuple):
    """What stands in the new database."""

    tables: int
    rows: int
    triggers: list[str]
    content_sha256: str


@contextmanager
def sqlite_source(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """The SQLite file of the installation; nobody writes to it as long as the block goes on."""
    if not path.is_file():
        raise BackupRefused(_("%(path)s is not there.") % {"path": path})
    # only read, but with the right to keep writers out
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE"}
    held = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    source = ConnectionHandler({"default": held})["default"]
    try:
        with source.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
        yield source
    finally:
        if source.connection:
            source.connection.rollback()
            source.connection.close()


def move(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper) -> Moved:
    """Everything but sessions and the cache; the caller holds the locks of both installations."""
    refuse_unfit_source(source)
    refuse_unfit_target(target)
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic(), target.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        with _triggers_set_aside(target):
            _fill(source, target)
        content, moved = content_of(source), content_of(target)
        if moved != content:
            raise BackupRefused(
                _("These tables differ after the move, and nothing was moved: %(names)s.")
                % {"names": ", ".join(differing(moved, content))}
            )
        cursor.execute("ANALYZE")
    return Moved(len(moved), sum(each.rows for each in moved.values()), triggers_of(target), hash_of(moved))


def _fill(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper) -> None:
    """Every row of the file and none besides."""
    _empty(target)
    for table in lasting_tables(source):
        _copy(source, target, table)
        _continue_numbers(source, target, table)
    with target.cursor() as cursor:
        # the index of the search has another form here
        cursor.execute(fill_notes("postgresql"))
        cursor.execute(fill_evidence("postgresql"))
        # what points to other rows is checked now: a table with open checks cannot be altered
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refuse_unfit_source(source: BaseDatabaseWrapper) -> None:
    """It has to be whole, of this very version, and without what PostgreSQL cannot store."""
    refuse_damaged(source)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if missing := known - set(migrations_of(source)):
        raise BackupRefused(
            _("The file is of an older version (%(name)s is missing): run `manage.py prepare` on it first.")
            % {"name": min(missing)}
        )
    for table in lasting_tables(source):
        refuse_zero_characters(source, table)


def refuse_zero_characters(source: BaseDatabaseWrapper, table: str) -> None:
    """PostgreSQL stores every character but this one; no form takes it, a script may have."""
    columns, quote = columns_of(source, table), source.ops.quote_name
    texts = [name for name, kind in columns.kinds.items() if kind in {ColumnKind.TEXT, ColumnKind.JSON}]
    if not texts:
        return
    held = " OR ".join(f"instr({quote(name)}, char(0)) > 0" for name in texts)
    sql = f"SELECT {quote(columns.key[0])} FROM {quote(table)} WHERE {held} LIMIT 1"  # noqa: S608  (quoted names)
    with source.cursor() as cursor:
        cursor.execute(sql)
        if row := cursor.fetchone():
            raise BackupRefused(
                _("%(table)s, row %(key)s: a text holds a zero character, which PostgreSQL cannot store.")
                % {"table": table, "key": row[0]}
            )


def refuse_unfit_target(target: BaseDatabaseWrapper) -> None:
    """Empty, or left behind by a move that did not end: tables in which nothing of the product stands."""
    if target.vendor != "postgresql":
        raise BackupRefused(
            _("DATABASE_URL has to name the PostgreSQL database that everything is moved to.")
        )
    with target.cursor() as cursor:
        for table in lasting_tables(target):
            if table.startswith("commitments_"):
                cursor.execute(f"SELECT 1 FROM {target.ops.quote_name(table)} LIMIT 1")  # noqa: S608  (quoted names)
                if cursor.fetchone():
                    raise BackupRefused(
                        _("The database of DATABASE_URL is in use (%(table)s): move into an empty one.")
                        % {"table": table}
                    )


@contextmanager
def _triggers_set_aside(target: BaseDatabaseWrapper) -> Iterator[None]:
    """None works in the block; afterwards each does what it did before, or the transaction ends."""
    with target.cursor() as cursor:
        cursor.execute(TRIGGERS)
        before: list[tuple[str, str, str]] = cursor.fetchall()
        for table in sorted({table for table, _name, _state in before}):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table, name, state in before:
            cursor.execute(f"ALTER TABLE {table} {ENABLED[state]} TRIGGER {target.ops.quote_name(name)}")
        cursor.execute(TRIGGERS)
        if cursor.fetchall() != before:
            raise BackupRefused(_("The triggers are not what they were before, and nothing was moved."))


def _empty(target: BaseDatabaseWrapper) -> None:
    """What the migrations made (roles, permissions) comes from the file, with its numbers."""
    with target.cursor() as cursor:
        there = set(target.introspection.table_names(cursor))
        emptied = {*lasting_tables(target), *passing_tables(), NOTE_WORDS, LINK_WORDS} & there - {MIGRATIONS}
        names = ", ".join(map(target.ops.quote_name, sorted(emptied)))
        cursor.execute(f"TRUNCATE {names}")


def _copy(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, table: str) -> None:
    quote = target.ops.quote_name
    names = ", ".join(map(quote, columns_of(source, table).kinds))
    with source.cursor() as read, target.cursor() as write:
        read.execute(f"SELECT {names} FROM {quote(table)}")  # noqa: S608  (quoted names)
        statement = f"COPY {quote(table)} ({names}) FROM STDIN"
        with target.wrap_database_errors, write.copy(statement) as sink:
            while rows := read.fetchmany(ROWS_AT_ONCE):
                for row in rows:
                    sink.write_row(row)


def _continue_numbers(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, table: str) -> None:
    """A number that was given once is cited, and is never given again, even if its row is gone."""
    (key, *_rest) = columns_of(source, table).key
    with source.cursor() as read, target.cursor() as write:
        write.execute("SELECT pg_get_serial_sequence(%s, %s)", [target.ops.quote_name(table), key])
        (sequence,) = write.fetchone()
        read.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        if sequence and (given := read.fetchone()) and given[0]:
            write.execute("SELECT setval(%s, %s)", [sequence, given[0]])
