"""The sheets of an OpenDocument spreadsheet (.ods), as LibreOffice writes it, row by row as they unpack."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from commitments.rules.codes import Precision

from .archive import END, START, TEXT, Archive, XmlEvent, locked, refusal
from .number_formats import precision_of_parts, shown_date
from .sheets import MAX_COLUMNS, MAX_ROWS, NO_RESULT, NumberedRow, Sheet, counted, date_text, number_text

CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
CELLS = {"table-cell", "covered-table-cell"}
NUMBERS = {"float", "currency", "percentage"}
BESIDE = {"annotation", "frame", "custom-shape", "ruby-text"}  # hangs at a cell and is not its text
DATE_PARTS = {"year", "month", "day", "hours", "minutes", "seconds"}
SPACE = re.compile(r"[ \t\r\n]+")
MAX_PARENTS = 10


def ods_sheets(archive: Archive) -> list[Sheet]:
    """The sheets in their order."""
    if any(name == "encryption-data" for _kind, name, _attributes, _text in archive.events(MANIFEST)):
        raise refusal(locked())
    names = [
        attributes.get("name", "")
        for kind, name, attributes, _text in archive.events(CONTENT)
        if kind == START and name == "table"
    ]
    return [Sheet(name, partial(_counted_rows, archive, place)) for place, name in enumerate(names)]


def _counted_rows(archive: Archive, wanted: int) -> Iterator[NumberedRow]:
    return counted(_rows(archive, wanted))


def _rows(archive: Archive, wanted: int) -> Iterator[NumberedRow]:
    formats = _DateStyles()
    for event in archive.events(STYLES):
        formats.take(event)
    place, number = -1, 0
    columns: list[str] = []  # the style of the cells of each column
    events = archive.events(CONTENT)
    for event in events:
        formats.take(event)
        kind, name, attributes, _text = event
        if kind == START and name == "table":
            place += 1
        elif place != wanted or kind != START:
            continue
        elif name == "table-column":
            style = attributes.get("default-cell-style-name", "")
            columns += [style] * min(_repeated(attributes, "columns"), MAX_COLUMNS - len(columns))
        elif name == "table-row":
            repeated = _repeated(attributes, "rows")
            cells = _cells(events, columns, formats)
            if cells:
                yield from ((each, cells) for each in range(number + 1, number + 1 + repeated))
            number += repeated


def _cells(events: Iterator[XmlEvent], columns: list[str], formats: "_DateStyles") -> list[str]:
    """The cells up to the last that says something."""
    cells: list[str] = []
    blank = 0
    for kind, name, attributes, _text in events:
        if name == "table-row":
            break
        if kind != START or name not in CELLS:
            continue
        place = len(cells) + blank
        repeated = min(_repeated(attributes, "columns"), MAX_COLUMNS - place)
        style = attributes.get("style-name") or "".join(columns[place : place + 1])
        text = _said(attributes, _paragraphs(events, name), formats.precision(style))
        if text:
            cells += [""] * blank + [text] * repeated
            blank = 0
        else:
            blank += repeated
    return cells


def _said(values: dict[str, str], text: str, precision: Precision | None) -> str:
    """What the cell says: a date as exactly as it is shown, a whole number without a point."""
    kind = values.get("value-type", "")
    if "formula" in values and not kind:
        return NO_RESULT
    if "formula" in values and values.get("string-value") == "":
        return text  # LibreOffice tells an error here alone
    if kind == "date" and "date-value" in values:
        moment = datetime.fromisoformat(values["date-value"]).replace(microsecond=0)
        return shown_date(date_text(moment), precision or Precision.DAY)
    if kind in NUMBERS and "value" in values:
        return number_text(values["value"])
    if kind == "boolean":
        return values.get("boolean-value", "").capitalize()
    return values.get("string-value", text)


def _paragraphs(events: Iterator[XmlEvent], cell: str) -> str:
    """The text of a cell: a line for each paragraph, without its comments."""
    lines: list[list[str]] = []
    beside, depth = 0, 0
    for kind, name, attributes, text in events:
        if kind == END and name == cell and not depth:
            break
        depth += {START: 1, END: -1}.get(kind, 0)
        if name in BESIDE:
            beside += 1 if kind == START else -1
        elif beside or kind == END:
            continue
        elif name == "p":
            lines.append([])
        elif lines:
            lines[-1].append(_piece(kind, name, attributes, text))
    return "\n".join("".join(line) for line in lines)


def _piece(kind: str, name: str, attributes: dict[str, str], text: str) -> str:
    if kind == TEXT:
        return SPACE.sub(" ", text)
    if name == "s":
        return " " * min(int(attributes.get("c", 1)), MAX_COLUMNS)
    return {"tab": "\t", "line-break": "\n"}.get(name, "")


def _repeated(attributes: dict[str, str], what: str) -> int:
    return min(max(int(attributes.get(f"number-{what}-repeated", 1)), 1), MAX_ROWS + 1)


class _DateStyles:
    """What the styles of cells show of a date; they stand before the cells."""

    def __init__(self) -> None:
        self._parts: dict[str, set[str]] = {}
        self._styles: dict[str, dict[str, str]] = {}
        self._open: set[str] | None = None

    def take(self, event: XmlEvent) -> None:
        kind, name, attributes, _text = event
        if name == "date-style":
            self._open = set() if kind == START else None
            if self._open is not None:
                self._parts[attributes.get("name", "")] = self._open
        elif kind != START:
            return
        elif name in DATE_PARTS and self._open is not None:
            self._open.add(name)
        elif name == "style":
            self._styles[attributes.get("name", "")] = attributes

    def precision(self, style: str) -> Precision | None:
        for _step in range(MAX_PARENTS):  # a style can go on from itself in a broken file
            told = self._styles.get(style, {})
            if "data-style-name" in told:
                return precision_of_parts(self._parts.get(told["data-style-name"], set()))
            style = told.get("parent-style-name", "")
        return None
