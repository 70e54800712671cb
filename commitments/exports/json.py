"""JSON: the description, then one row per line, streamed in blocks, so that memory use stays constant."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from commitments.lists.declaration import Column, PublicList

from .about import About, moment
from .metadata import metadata
from .rows import ROWS_A_BLOCK, rows_of


def value_of(value: object) -> object:
    """A cell as JSON: numbers and booleans as such, dates as text, null if it is empty."""
    if value == "":
        return None
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def json_blocks(
    table: PublicList, columns: Iterable[Column], queryset: QuerySet[Any], about: About
) -> Iterator[str]:
    """An object with `about` and `rows`, the rows in the order of the queryset."""
    columns = list(columns)
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    yield f'{{"about": {json.dumps(metadata(table, columns, about), ensure_ascii=False)},\n"rows": ['
    names, rows, between = [column.name for column in columns], rows_of(columns, queryset), "\n"
    while block := list(islice(rows, ROWS_A_BLOCK)):
        lines = (encode(dict(zip(names, map(value_of, row), strict=True))) for row in block)
        yield between + ",\n".join(lines)
        between = ",\n"
    yield "\n]}\n"
