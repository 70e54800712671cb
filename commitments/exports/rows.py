"""The rows of every file: each cell computed by the database, in the order of the queryset."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from commitments.lists.declaration import Column

ROWS_A_BLOCK = 1000
BLOCK_SIZE = 128 * 1024  # bytes read, hashed or sent at a time
# How long the database may take for a file, where a page has less; a command has no limit, and keeps none.
FILE_SECONDS = 300
LONGER = (
    f"SELECT set_config('statement_timeout', '{FILE_SECONDS}s', true)"
    " WHERE current_setting('statement_timeout') <> '0'"
)


def values_of(columns: Iterable[Column], queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The rows as tuples, one value per column."""
    columns = list(columns)
    # a bare F keeps its own name: annotated again, its subquery would be computed twice
    computed = {f"column_{c.name}": c.expression for c in columns if not isinstance(c.expression, F)}
    fields = [field_of(column) for column in columns]
    rows: QuerySet[Any] = queryset.annotate(**computed).values_list(*fields)
    return rows


def field_of(column: Column) -> str:
    """The name of this column in the rows; a bare F keeps its own."""
    if isinstance(column.expression, F):
        return str(column.expression.name)  # type: ignore[attr-defined]  # the stubs do not know it
    return f"column_{column.name}"


def rows_of(columns: Iterable[Column], queryset: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    yield from values_of(columns, queryset).iterator(chunk_size=ROWS_A_BLOCK)


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Lets several queries see the same rows if the database can do so without locking writers out."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(LONGER)
        yield
