"""Spreadsheets as programs save them: OpenDocument by hand, workbooks with formats of dates."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter import Workbook

from commitments.rules.difference import same_lines

Rows = Iterable[Iterable[object]]
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
    }.items()
)
# As LibreOffice writes them: the format of a date, and the style of a cell that leads to it.
STYLES = """
<number:date-style style:name="N36"><number:day/><number:text>/</number:text><number:month/>
<number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:date-style style:name="N52"><number:month number:textual="true"/><number:text>-</number:text>
<number:year/></number:date-style>
<number:date-style style:name="N99"><number:year number:style="long"/></number:date-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N36"/>
<style:style style:name="month" style:family="table-cell" style:data-style-name="N52"/>
<style:style style:name="year" style:family="table-cell" style:data-style-name="N99"/>
<style:style style:name="bold month" style:family="table-cell" style:parent-style-name="month"/>
""".replace("\n", "")
FORMATS = {"day": "dd/mm/yyyy", "month": "mmm-yy", "year": "yyyy", "moment": "dd/mm/yyyy hh:mm"}


class Shown(NamedTuple):
    """A date in a cell whose format shows a day, a month or a year of it."""

    day: date
    style: str


def as_workbook(sheets: Mapping[str, Rows], **options: object) -> bytes:
    """An Excel workbook with these sheets."""
    file = io.BytesIO()
    book = Workbook(file, options)
    formats = {name: book.add_format({"num_format": code}) for name, code in FORMATS.items()}
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, Shown):
                    sheet.write_datetime(number, place, value.day, formats[value.style])
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                else:
                    sheet.write(number, place, value)
    book.close()
    return file.getvalue()


def as_ods(sheets: Mapping[str, Rows], entries: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument spreadsheet with these sheets; `entries` take the place of its own."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        f'<table:table-column table:number-columns-repeated="16384"/>{"".join(map(_ods_row, rows))}'
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}>'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return as_zip({"mimetype": ODS_KIND, "content.xml": content, **(entries or {})})


def as_zip(entries: Mapping[str, str | bytes]) -> bytes:
    """An archive of these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(content: bytes, **entries: bytes) -> bytes:
    """The same archive with other bytes in the entries whose names begin so."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    for beginning, bytes_ in entries.items():
        (name,) = (each for each in held if each.rpartition("/")[2].startswith(beginning))
        held[name] = bytes_
    return as_zip(held)


def _ods_row(row: Iterable[object]) -> str:
    cells = "".join(map(_ods_cell, row))
    return (
        f'<table:table-row>{cells}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    )


def _ods_cell(value: object) -> str:
    if isinstance(value, Shown):
        return _typed("date", "date-value", value.day.isoformat(), value.style)
    if isinstance(value, date | datetime):
        return _typed("date", "date-value", value.isoformat(), "day")
    if isinstance(value, int | float):
        return _typed("float", "value", str(value))
    if value in {None, ""}:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{_ods_line(line)}</text:p>" for line in same_lines(str(value)).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _typed(kind: str, attribute: str, value: str, style: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell{styled} office:value-type="{kind}" office:{attribute}="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def _ods_line(line: str) -> str:
    """Runs of blanks and tabulators have elements of their own."""
    spaced = re.sub(r"^ +| +$|  +", lambda run: f'<text:s text:c="{len(run[0])}"/>', escape(line))
    return spaced.replace("\t", "<text:tab/>")
