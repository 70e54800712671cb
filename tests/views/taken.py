"""Files read back, so that every format can be compared with the page it was taken from."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Model
from django.http import HttpResponseBase
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from commitments.lists.declaration import PublicList
from commitments.lists.registry import list_of
from commitments.lists.table import ListTable
from commitments.models import Commitment, Meeting, Obligation, State
from commitments.rules.formulas import restored
from commitments.views.clocks import ClocksMiddleware
from commitments.views.files import XLSX
from tests.views.site import PATTERNS

ROOT = "http://testserver"

Row = dict[str, str]


def table_behind(name: str) -> PublicList:
    """The table of a page or file: `obligation_list`, `obligation_csv`."""
    return list_of(name.rsplit("_", 1)[0])


def key_of(record: Model) -> tuple[str, ...]:
    """What identifies a row of a page, as the files write it."""
    if isinstance(record, Obligation):
        return record.state.iso3, record.commitment.code
    if isinstance(record, State):
        return (record.iso3,)
    if isinstance(record, Commitment | Meeting):
        return (record.code,)
    return (str(record.pk),)


def keys_in(name: str, rows: list[Row]) -> list[tuple[str, ...]]:
    """The same of the rows of a file."""
    return [tuple(row[column] for column in table_behind(name).key) for row in rows]


def table_on_page(name: str, query: str) -> ListTable:
    """The table of a page of a list with its rows; the page is not drawn, which takes most of its time."""
    asked = RequestFactory().get(f"/{PATTERNS[name].pattern}", QUERY_STRING=query)
    return ClocksMiddleware(PATTERNS[name].callback)(asked).context_data["table"]


def keys_on_pages(name: str, query: str) -> list[tuple[str, ...]]:
    """Every row of every page, in order."""
    found, number, last = [], 0, 1
    while number < last:
        number += 1
        table = table_on_page(name, f"{query}&page={number}")
        found += [key_of(row.record) for row in table.paginated_rows]
        last = table.paginator.num_pages
    return found


def rows_in(response: HttpResponseBase) -> list[Row]:
    """The rows of a CSV, XLSX or JSON file as text, whatever its way of writing them."""
    kind, content = response.headers["Content-Type"], response.getvalue()
    if kind.startswith("text/csv"):
        return [*_of_csv(content)]
    return [*_of_xlsx(content)] if kind == XLSX else [*_of_json(content)]


def _of_csv(content: bytes) -> Iterator[Row]:
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")):
        yield {name: restored(value) for name, value in row.items()}


def _of_json(content: bytes) -> Iterator[Row]:
    for row in json.loads(content)["rows"]:
        yield {name: "" if value is None else str(value) for name, value in row.items()}


def _of_xlsx(content: bytes) -> Iterator[Row]:
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(content))
    head, *rows = sheets.get_sheet_by_index(0).to_python(skip_empty_area=False)
    for row in rows:
        yield {name: _text(value) for name, value in zip(head, row, strict=True)}


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='seconds')}+00:00"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value))
    return str(value).removeprefix(ROOT)
