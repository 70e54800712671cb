"""CSV by PostgreSQL's COPY: the same bytes as `csv.py`, faster and with constant memory.

The query is the same; it is wrapped in SQL that does what `cell` and `csv.writer` do with a value.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, transaction
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    QuerySet,
    TextField,
)
from psycopg import ClientCursor

from commitments.lists.declaration import Column
from commitments.rules.formulas import FORMULA_STARTS, MARK

from .rows import BLOCK_SIZE, LONGER, values_of

# Keeps the planner from merging the two queries (which would compute a subquery once for each mention), and
# as its row count is unknown in advance, plans for a fast first row, as for a cursor.
_NO_LIMIT = "LIMIT (SELECT NULL::bigint)"
_STARTS = ", ".join(str(ord(start)) for start in FORMULA_STARTS)
# Each kind of value as `cell` and `csv.writer` write it; an empty text must not become "".
_TEXT = (
    f"CASE WHEN ascii({{0}}) IN (0, {_STARTS}, {ord(MARK)}) THEN "
    f"CASE WHEN ascii(ltrim({{0}}, '{MARK * 2}')) IN ({_STARTS}) THEN '{MARK * 2}' || {{0}} "
    "ELSE nullif({0}, '') END ELSE {0} END"
)
_WRITTEN: "tuple[tuple[type[Field[Any, Any]], str], ...]" = (
    (BooleanField, "CASE WHEN {0} THEN 'True' WHEN NOT {0} THEN 'False' END"),
    (DateTimeField, "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+00:00\"')"),
    (DateField, "to_char({0}, 'YYYY-MM-DD')"),
    (IntegerField, "{0}"),
    (CharField, _TEXT),
    (TextField, _TEXT),
)


def copy_statement(columns: Iterable[Column], queryset: QuerySet[Any]) -> str:
    """The COPY that writes these rows; empty if the database or a column needs the portable way."""
    connection = connections[queryset.db]
    if connection.vendor != "postgresql":
        return ""
    compiler = values_of(columns, queryset).query.get_compiler(queryset.db)
    try:
        rows, parameters = compiler.as_sql()
    except EmptyResultSet:
        return ""
    fields = [expression.output_field for expression, *_sql in compiler.select]
    names = [f"c{number}" for number, _field in enumerate(fields)]
    written = [_written(name, field) for name, field in zip(names, fields, strict=True)]
    # both writers treat a single column differently
    if len(written) == 1 or not all(written):
        return ""
    listed = f"({rows} {_NO_LIMIT}) AS listed ({', '.join(names)})"
    # Django wrote the query, the rest are numbers and constants of this module; values are parameters
    copy = f"COPY (SELECT {', '.join(written)} FROM {listed}) TO STDOUT"  # noqa: S608  (as said above)
    connection.ensure_connection()
    return ClientCursor(connection.connection).mogrify(f"{copy} WITH (FORMAT csv)", parameters)


def copied_blocks(statement: str, *, using: str) -> Iterator[str]:
    """The rows in blocks of whole lines; closing the generator ends the query."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(LONGER)
        with cursor.copy(statement) as copy:
            yield from _blocks_of(copy)


def _blocks_of(lines: Iterable[Any]) -> Iterator[str]:
    """PostgreSQL ends lines with LF, RFC 4180 with CRLF."""
    block: list[bytes] = []
    size = 0
    for line in lines:
        block.append(line[:-1])
        size += len(line)
        if size >= BLOCK_SIZE:
            yield _joined(block)
            block, size = [], 0
    yield _joined(block)


def _joined(lines: list[bytes]) -> str:
    return b"\r\n".join([*lines, b""]).decode()


def _written(name: str, field: "Field[Any, Any]") -> str:
    """The SQL that writes a value of this kind; empty for an unknown kind."""
    while isinstance(field, ForeignKey):
        field = field.target_field
    return next((sql.format(name) for kind, sql in _WRITTEN if isinstance(field, kind)), "")
