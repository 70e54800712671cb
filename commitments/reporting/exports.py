"""Files made from the declared columns, block by block, so that memory stays flat."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import F, QuerySet

from commitments.rules.clocks import Clocks

from .columns import Column

ROWS_A_BLOCK = 1000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST_FILE_NAME = 120


def cell(value: object) -> object:
    """What stands in the file: text that a spreadsheet would run as a formula gets an apostrophe first."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


def rows_of(columns: list[Column], queryset: QuerySet) -> Iterator[tuple]:
    """The values of every row in the order of the queryset; the database computes each cell."""
    # a bare F goes by its own name: annotated again, its subquery would be computed twice
    computed = {f"column_{c.name}": c.expression for c in columns if not isinstance(c.expression, F)}
    fields = [c.expression.name if isinstance(c.expression, F) else f"column_{c.name}" for c in columns]
    yield from queryset.annotate(**computed).values_list(*fields).iterator(chunk_size=ROWS_A_BLOCK)


def csv_blocks(columns: list[Column], queryset: QuerySet) -> Iterator[str]:
    """A CSV file (RFC 4180, UTF-8) in blocks, the head first."""
    yield from csv_of(columns, rows_of(columns, queryset))


def csv_of(columns: list[Column], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The same of rows that stand already, each in the order of the columns."""
    yield _block([[column.name for column in columns]])
    block: list[list[object]] = []
    for row in rows:
        block.append([cell(value) for value in row])
        if len(block) == ROWS_A_BLOCK:
            yield _block(block)
            block = []
    yield _block(block)


def _block(rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def file_name(noun: str, filters: Iterable[str], clocks: Clocks, *, suffix: str) -> str:
    """Such as `cartagena-obligations-COL-overdue-2010-01-01.csv`: noun, filter values, the day.

    `filters` are the values the reader chose; a moment of knowledge is added where one is set.
    """
    known = [f"known-{clocks.known_at.date().isoformat()}"] if clocks.known_at_given else []
    parts = ["cartagena", noun, *filters]
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", "-".join(parts)).strip("-")[:LONGEST_FILE_NAME]
    return "-".join([stem, clocks.day.isoformat(), *known]) + f".{suffix}"
