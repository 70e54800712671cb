"""The columns of a table as the database itself tells them, whichever version of the product made it."""

from enum import Enum, auto
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper


class ColumnKind(Enum):
    """What has to be known before values of two databases can be compared."""

    TRUTH = auto()
    DECIMAL = auto()
    JSON = auto()
    TEXT = auto()
    OTHER = auto()


class Columns(NamedTuple):
    """Each column by its name, and the names that make up the primary key."""

    kinds: dict[str, ColumnKind]
    key: list[str]


SQLITE_TYPES = {"bool": ColumnKind.TRUTH, "decimal": ColumnKind.DECIMAL, "text": ColumnKind.TEXT}
POSTGRESQL_TYPES = {
    "boolean": ColumnKind.TRUTH,
    "numeric": ColumnKind.DECIMAL,
    "jsonb": ColumnKind.JSON,
    "text": ColumnKind.TEXT,
    "character varying": ColumnKind.TEXT,
    "character": ColumnKind.TEXT,
}
POSTGRESQL_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL), COALESCE(i.indisprimary, false)
FROM pg_attribute a LEFT JOIN pg_index i
    ON i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY a.attnum
"""


def columns_of(connection: BaseDatabaseWrapper, table: str) -> Columns:
    """In the order in which the table has them; what the database derives by itself is left out."""
    read = {"sqlite": _of_sqlite, "postgresql": _of_postgresql}[connection.vendor]
    return read(connection, table)


def _of_sqlite(connection: BaseDatabaseWrapper, table: str) -> Columns:
    """Django checks a column of JSON by name, and declares it as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        made = cursor.fetchone()[0].upper()
        cursor.execute("SELECT name, lower(type), pk FROM pragma_table_info(%s) ORDER BY cid", [table])
        rows = cursor.fetchall()
    kinds = {}
    for name, declared, _key in rows:
        is_json = f'JSON_VALID("{name.upper()}")' in made
        is_text = declared.startswith(("varchar", "char"))
        kind = ColumnKind.TEXT if is_text else SQLITE_TYPES.get(declared, ColumnKind.OTHER)
        kinds[name] = ColumnKind.JSON if is_json else kind
    return Columns(kinds, [name for name, _type, key in sorted(rows, key=lambda row: row[2]) if key])


def _of_postgresql(connection: BaseDatabaseWrapper, table: str) -> Columns:
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL_COLUMNS, [connection.ops.quote_name(table)])
        rows = cursor.fetchall()
    kinds = {name: POSTGRESQL_TYPES.get(declared, ColumnKind.OTHER) for name, declared, _is_key in rows}
    return Columns(kinds, [name for name, _type, is_key in rows if is_key])
