"""The sheets of an Excel workbook (.xlsx), row by row as they unpack."""

import posixpath
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from commitments.rules.codes import Precision

from .archive import START, TEXT, Archive, XmlEvent
from .number_formats import precision_of_code, precision_of_number, shown_date
from .sheets import NO_RESULT, NumberedRow, Sheet, column_number, counted, date_text, number_text

WORKBOOK = "xl/workbook.xml"  # nearly always
ENTRY, SHEET, STYLES, TEXTS = "officeDocument", "worksheet", "styles", "sharedStrings"
ESCAPED = re.compile(r"_x((?![dD][89a-fA-F])[0-9A-Fa-f]{4})_")
# The day before the first, for serial numbers; up to day 60 Excel counts a 29 February 1900 that never was.
EPOCH, EPOCH_1904 = datetime.fromisoformat("1899-12-30"), datetime.fromisoformat("1904-01-01")
LAST_ODD_DAY = 60
SECOND = 1 / 86_400
YES = {"1", "true", "on"}


class _Relation(NamedTuple):
    """One entry of the archive as another mentions it: by its name there, and what it is to it."""

    id: str
    kind: str
    entry: str


def workbook_entry(archive: Archive) -> str:
    """The entry that lists the sheets; empty where the archive is no workbook of this kind."""
    if WORKBOOK in archive:
        return WORKBOOK
    for found in _relations(archive, ""):
        if found.kind == ENTRY and found.entry.endswith(".xml") and found.entry in archive:
            related = {each.kind for each in _relations(archive, found.entry)}
            return found.entry if SHEET in related else ""
    return ""


def xlsx_sheets(archive: Archive, workbook: str) -> list[Sheet]:
    """The sheets in their order; what cells share (texts, formats) is read once, and when it is needed."""
    return _Workbook(archive, workbook).sheets()


class _Workbook:
    def __init__(self, archive: Archive, entry: str) -> None:
        self._archive, self._entry = archive, entry
        self._relations = list(_relations(archive, entry))
        self._epoch = EPOCH
        self._texts: list[str] | None = None
        self._formats: list[Precision | None] = []

    def sheets(self) -> list[Sheet]:
        targets = {found.id: found.entry for found in self._relations}
        found = []
        for kind, name, attributes, _text in self._archive.events(self._entry):
            if kind != START:
                continue
            if name == "workbookPr" and attributes.get("date1904") in YES:
                self._epoch = EPOCH_1904
            entry = targets.get(attributes.get("id", ""), "") if name == "sheet" else ""
            if entry in self._archive:
                title = attributes.get("name", "")
                found.append(Sheet(title, partial(self._rows, entry)))
        return found

    def _rows(self, entry: str) -> Iterator[NumberedRow]:
        if self._texts is None:
            self._formats = list(_formats(self._archive.events(self._shared(STYLES))))
            self._texts = list(_shared_texts(self._archive.events(self._shared(TEXTS))))
        events = self._archive.events(entry)
        return counted(self._read_rows(events))

    def _shared(self, kind: str) -> str:
        """The entry that all sheets share, where the workbook mentions it, or else where it always is."""
        usual = posixpath.join(posixpath.dirname(self._entry), f"{kind}.xml")
        return next((found.entry for found in self._relations if found.kind == kind), usual)

    def _read_rows(self, events: Iterator[XmlEvent]) -> Iterator[NumberedRow]:
        number = 0
        for kind, name, attributes, _text in events:
            if kind == START and name == "row":
                before, number = number, int(attributes.get("r", number + 1))
                if number <= before:
                    raise ValueError(number)
                yield number, self._cells(events)

    def _cells(self, events: Iterator[XmlEvent]) -> list[str]:
        cells: list[str] = []
        for kind, name, attributes, _value in events:
            if name == "row":
                break
            if kind == START and name == "c":
                place = column_number(attributes.get("r", ""), len(cells))
                content, formula = _content(events)
                text = self._text(attributes, content)
                if formula and attributes.get("t", "n") == "n" and text in {"", "0"}:
                    text = NO_RESULT
                if text:
                    cells += [""] * (place + 1 - len(cells))
                    cells[place] = text
                elif "r" not in attributes:
                    cells.append("")
        return cells

    def _text(self, attributes: dict[str, str], content: str) -> str:
        """What the cell says: a date as exactly as it is shown, a whole number without a point."""
        kind = attributes.get("t", "n")
        if kind == "s":
            return self._shared_text(int(content)) if content else ""
        if kind == "b":
            return {"1": "True", "0": "False"}.get(content, content)
        if kind == "d":
            return date_text(datetime.fromisoformat(content)) if content else ""
        if kind != "n" or not content:
            return _plain(content)
        style = int(attributes.get("s", 0))
        precision = self._formats[style] if style < len(self._formats) else None
        return self._date(content, precision) if precision else number_text(content)

    def _shared_text(self, number: int) -> str:
        if number < 0:
            raise ValueError(number)
        return (self._texts or [])[number]

    def _date(self, content: str, precision: Precision) -> str:
        serial = float(content)
        if self._epoch == EPOCH and serial <= LAST_ODD_DAY:
            serial += 1
        try:
            moment = self._epoch + timedelta(days=round(serial / SECOND) * SECOND)
        except OverflowError:
            return number_text(content)
        return shown_date(date_text(moment.replace(microsecond=0)), precision)


def _content(events: Iterator[XmlEvent]) -> tuple[str, bool]:
    """The value of a cell, or its text without phonetic hints; and whether there is a formula."""
    parts: list[str] = []
    inside: list[str] = []
    formula = False
    for kind, name, _attributes, text in events:
        if kind == START:
            inside.append(name)
            formula = formula or name == "f"
        elif kind == TEXT:
            if inside and inside[-1] in {"v", "t"} and inside[0] != "extLst" and "rPh" not in inside:
                parts.append(text)
        elif not inside:
            break
        else:
            inside.pop()
    return "".join(parts), formula


def _shared_texts(events: Iterator[XmlEvent]) -> Iterator[str]:
    for kind, name, _attributes, _text in events:
        if kind == START and name == "si":
            yield _plain(_content(events)[0])


def _plain(text: str) -> str:
    """Without the escapes by which a workbook writes control characters and line ends: `_x000D_`."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(events: Iterator[XmlEvent]) -> Iterator[Precision | None]:
    """What the format of each cell style shows of a date."""
    codes: dict[int, str] = {}
    inside = False
    for kind, name, attributes, _text in events:
        if name == "cellXfs":
            inside = kind == START
        elif kind != START:
            continue
        elif name == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "xf" and inside:
            number = int(attributes.get("numFmtId", 0))
            yield precision_of_code(codes[number]) if number in codes else precision_of_number(number)


def _relations(archive: Archive, entry: str) -> Iterator[_Relation]:
    """What this entry mentions, or the whole archive where there is none."""
    folder, name = posixpath.split(entry)
    for kind, tag, attributes, _text in archive.events(posixpath.join(folder, "_rels", f"{name}.rels")):
        if kind == START and tag == "Relationship":
            whole = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            what = attributes.get("Type", "").rpartition("/")[2]
            yield _Relation(attributes.get("Id", ""), what, whole.lstrip("/"))
