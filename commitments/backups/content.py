"""The content of all tables as one hash, the same on SQLite and on PostgreSQL for the same rows.

Each table is read in the order of its primary key, its columns in the order of their names, and every row is
one line of JSON. Read as a stream, so that a million rows take as much memory as one.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from commitments.models.seal import Seal
from commitments.models.search_triggers import LINK_WORDS, NOTE_WORDS

from .columns import ColumnKind, Columns, columns_of

ROWS_AT_ONCE = 2_000
MIGRATIONS = "django_migrations"
SESSIONS = ("django_session", "usersessions_usersession")
# triggers make the index of the search, in another form on each database; ANALYZE makes SQLite's own tables
DERIVED = (NOTE_WORDS, LINK_WORDS, "sqlite_")
DATABASE_CACHE = "django.core.cache.backends.db.DatabaseCache"


@dataclass(frozen=True)
class TableContent:
    """How many rows a table has, and the hash of all of them."""

    rows: int
    sha256: str


def content_of(connection: BaseDatabaseWrapper) -> dict[str, TableContent]:
    """What every table holds that tells something lasting, by its name."""
    return {table: _table_content(connection, table) for table in lasting_tables(connection)}


def hash_of(content: dict[str, TableContent]) -> str:
    """One hash over all tables; it stands in a backup and is compared after it was brought back."""
    lines = [f"{table} {held.rows} {held.sha256}\n" for table, held in sorted(content.items())]
    return sha256("".join(lines).encode()).hexdigest()


def lasting_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Without sessions, the cache and what is derived; the migrations are compared by name."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    passing = {MIGRATIONS, *passing_tables()}
    return sorted(name for name in names if name not in passing and not name.startswith(DERIVED))


def passing_tables() -> list[str]:
    """Whose rows no backup holds: a copy of a session would let its finder in."""
    caches = [cache["LOCATION"] for cache in settings.CACHES.values() if cache["BACKEND"] == DATABASE_CACHE]
    return [*SESSIONS, *caches]


def migrations_of(connection: BaseDatabaseWrapper) -> list[str]:
    """Those that were applied, as app.name."""
    with connection.cursor() as cursor:
        if MIGRATIONS not in connection.introspection.table_names(cursor):
            return []
        cursor.execute(f"SELECT app, name FROM {MIGRATIONS} ORDER BY app, name")  # noqa: S608  (a constant)
        return [f"{app}.{name}" for app, name in cursor.fetchall()]


def triggers_of(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that are in force."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' "
            'ORDER BY tgname COLLATE "C"'
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [name for (name,) in cursor.fetchall()]


def last_seal_of(connection: BaseDatabaseWrapper) -> str:
    """The SHA-256 at the end of the chain of seals; empty where there is none."""
    table = Seal._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return ""
        cursor.execute(f"SELECT sha256 FROM {table} ORDER BY number DESC LIMIT 1")  # noqa: S608  (a name of ours)
        found = cursor.fetchone()
        return str(found[0]) if found else ""


def _table_content(connection: BaseDatabaseWrapper, table: str) -> TableContent:
    hashed, count = sha256(), 0
    columns = columns_of(connection, table)
    names = sorted(columns.kinds)
    kinds = [columns.kinds[name] for name in names]
    readings = [(place, READINGS[kind]) for place, kind in enumerate(kinds) if kind in READINGS]
    hashed.update(f"{json.dumps(names)}\n".encode())
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_text).encode
    for row in _rows(connection, _select(connection, table, names, columns)):
        hashed.update(f"{encode(_read(row, readings))}\n".encode())
        count += 1
    return TableContent(count, hashed.hexdigest())


def _select(connection: BaseDatabaseWrapper, table: str, names: Sequence[str], columns: Columns) -> str:
    """A text compares by its characters, whatever language the database sorts for."""
    quote = connection.ops.quote_name
    collation = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    order = ", ".join(
        f"{quote(name)}{collation if columns.kinds[name] is ColumnKind.TEXT else ''}"
        for name in columns.key or names
    )
    return f"SELECT {', '.join(map(quote, names))} FROM {quote(table)} ORDER BY {order}"  # noqa: S608  (quoted names)


def _rows(connection: BaseDatabaseWrapper, sql: str) -> Iterator[Sequence[Any]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows


def _read(row: Sequence[Any], readings: Sequence[tuple[int, Callable[[Any], Any]]]) -> Sequence[Any]:
    if not readings:
        return row
    values = list(row)
    for place, reading in readings:
        if values[place] is not None:
            values[place] = reading(values[place])
    return values


def _decimal(value: object) -> str:
    """SQLite keeps 1.50 as 1.5."""
    return format(Decimal(str(value)).normalize(), "f")


def _json(value: object) -> object:
    return json.dumps(json.loads(value) if isinstance(value, str | bytes) else value, sort_keys=True)


# what SQLite keeps as a number or a text in another form
READINGS: dict[ColumnKind, Callable[[Any], Any]] = {
    ColumnKind.TRUTH: bool,
    ColumnKind.DECIMAL: _decimal,
    ColumnKind.JSON: _json,
}


def _text(value: object) -> object:
    """A value that is no text yet, as Django stores it on SQLite."""
    if isinstance(value, datetime):
        in_utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return in_utc.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    raise TypeError(f"A value of {type(value)} has no text here.")
