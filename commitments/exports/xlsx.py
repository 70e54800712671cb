"""XLSX: the rows on one sheet, their description on a second; through a file, in constant memory."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import IO, Any

from django.db.models import QuerySet
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from commitments.lists.declaration import Column, Kind, PublicList

from .about import About
from .rows import rows_of
from .xlsx_about import write_about
from .xlsx_cells import Cells, Write

MAX_ROWS = 1_048_575  # below the header of a sheet
MAX_LINKS = 65_530  # per sheet; Excel allows no more
ADDRESSES = frozenset({Kind.PATH, Kind.LINK})
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
WIDTHS = {
    Kind.TEXT: 30,
    Kind.CODE: 14,
    Kind.DATE: 12,
    Kind.DAY: 12,
    Kind.MOMENT: 19,
    Kind.NUMBER: 10,
    Kind.BOOLEAN: 10,
    Kind.PATH: 40,
    Kind.LINK: 40,
}


def xlsx_file(
    table: PublicList, columns: Iterable[Column], queryset: QuerySet[Any], about: About
) -> IO[bytes]:
    """A workbook in a temporary file, which is deleted when closed."""
    columns = list(columns)
    linked = has_links(columns, about.row_count)
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  (whoever sends it closes it)
    workbook = Workbook(file, OPTIONS)
    created = about.generated_at.replace(tzinfo=None, microsecond=0)
    workbook.set_properties({"title": str(table.title), "comments": about.citation, "created": created})
    written = _write_sheet(
        workbook, table.noun, columns, rows_of(columns, queryset), address=about.address, linked=linked
    )
    write_about(workbook, table, columns, replace(about, row_count=written), linked=linked)
    workbook.close()
    file.seek(0)
    return file


def xlsx_of(file: IO[bytes], name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """A workbook of rows that are already values, in the order of the columns; addresses stay text."""
    with Workbook(file, OPTIONS) as workbook:
        _write_sheet(workbook, name, columns, rows)


def has_links(columns: Iterable[Column], rows: int) -> bool:
    """Whether a sheet can hold a link for each address; otherwise all of them are text."""
    return rows * sum(column.kind in ADDRESSES for column in columns) <= MAX_LINKS


def _write_sheet(
    workbook: Workbook,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    address: str = "",
    linked: bool = False,
) -> int:
    """Returns the number of rows; `address` is the base of relative paths."""
    sheet = workbook.add_worksheet(name)
    _write_head(workbook, sheet, columns)
    cells = Cells(workbook, sheet, address=address, linked=linked)
    writers = [cells.writer_of(column.kind) for column in columns]
    written = _write_rows(sheet, writers, rows)
    sheet.autofilter(0, 0, written, len(columns) - 1)
    return written


def _write_head(workbook: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    """The headers, which stay visible when scrolling."""
    head = workbook.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(WIDTHS[column.kind], len(column.name) + 4))
        sheet.write_string(0, place, column.name, head)


def _write_rows(sheet: Worksheet, writers: Sequence[Write], rows: Iterable[Sequence[object]]) -> int:
    number = 0
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if value is not None and value != "":
                writers[place](number, place, value)
    return number
