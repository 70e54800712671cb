"""CSV (RFC 4180, UTF-8), streamed in blocks, so that memory use stays constant."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from commitments.lists.declaration import Column
from commitments.rules.formulas import SUSPECTS, neutralised

from .postgresql_copy import copied_blocks, copy_statement
from .rows import ROWS_A_BLOCK, rows_of


def cell(value: object) -> object:
    """The value in the file: text that a spreadsheet would run as a formula gets a leading apostrophe."""
    if isinstance(value, str):
        return neutralised(value)
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


def csv_blocks(columns: Iterable[Column], queryset: QuerySet[Any]) -> Iterator[str]:
    """A CSV file in blocks, the header first."""
    columns = list(columns)
    statement = copy_statement(columns, queryset)
    if statement:
        yield _head(columns)
        yield from copied_blocks(statement, using=queryset.db)
    else:
        yield from csv_of(columns, rows_of(columns, queryset))


def csv_of(columns: Iterable[Column], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The same for rows that are already values, in the order of the columns."""
    yield _head(columns)
    block: list[list[object]] = []
    for row in rows:
        block.append(_cells(row))
        if len(block) == ROWS_A_BLOCK:
            yield _block(block)
            block = []
    yield _block(block)


def _head(columns: Iterable[Column]) -> str:
    return _block([[column.name for column in columns]])


def _cells(row: Iterable[object]) -> list[object]:
    """The row through `cell`, which is called only for the few values that it may change."""
    return [
        cell(value)
        if value.__class__ is datetime or (value.__class__ is str and value[:1] in SUSPECTS)
        else value
        for value in row
    ]


def _block(rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
