"""The sheets of an Excel workbook (.xlsx), row by row as they unpack."""

import posixpath
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from commitments.rules.codes import Precision

from .archive import START, TEXT, Archive, XmlEvent
from .number_formats import precision_of_code, precision_of_number, shown_date
from .sheets import NumberedRow, Sheet, column_number, counted, date_text, number_text

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES, TEXTS = "xl/styles.xml", "xl/sharedStrings.xml"
ESCAPED = re.compile(r"_x((?![dD][89a-fA-F])[0-9A-Fa-f]{4})_")
# The day before the first, for serial numbers; up to day 60 Excel counts a 29 February 1900 that never was.
EPOCH, EPOCH_1904 = datetime.fromisoformat("1899-12-30"), datetime.fromisoformat("1904-01-01")
LAST_ODD_DAY = 60
SECOND = 1 / 86_400
YES = {"1", "true", "on"}


def xlsx_sheets(archive: Archive) -> list[Sheet]:
    """The sheets in their order; what cells share (texts, formats) is read once, and when it is needed."""
    return _Workbook(archive).sheets()


class _Workbook:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._epoch = EPOCH
        self._texts: list[str] | None = None
        self._formats: list[Precision | None] = []

    def sheets(self) -> list[Sheet]:
        targets = dict(_relations(self._archive))
        found = []
        for kind, name, attributes, _text in self._archive.events(WORKBOOK):
            if kind != START:
                continue
            if name == "workbookPr" and attributes.get("date1904") in YES:
                self._epoch = EPOCH_1904
            entry = targets.get(attributes.get("id", ""), "") if name == "sheet" else ""
            if entry in self._archive.names:
                title = attributes.get("name", "")
                found.append(Sheet(title, lambda entry=entry: self._rows(entry)))  # type: ignore[misc]
        return found

    def _rows(self, entry: str) -> Iterator[NumberedRow]:
        if self._texts is None:
            self._formats = list(_formats(self._archive))
            self._texts = list(_shared_texts(self._archive))
        events = self._archive.events(entry)
        return counted(self._read_rows(events))

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
                text = self._text(attributes, _content(events))
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
            return self._texts[int(content)] if self._texts and content else ""
        if kind == "b":
            return {"1": "True", "0": "False"}.get(content, content)
        if kind == "d":
            return date_text(datetime.fromisoformat(content)) if content else ""
        if kind != "n" or not content:
            return _plain(content)
        style = int(attributes.get("s", 0))
        precision = self._formats[style] if style < len(self._formats) else None
        return self._date(content, precision) if precision else number_text(content)

    def _date(self, content: str, precision: Precision) -> str:
        serial = float(content)
        if self._epoch == EPOCH and serial <= LAST_ODD_DAY:
            serial += 1
        try:
            moment = self._epoch + timedelta(days=round(serial / SECOND) * SECOND)
        except OverflowError:
            return number_text(content)
        return shown_date(date_text(moment.replace(microsecond=0)), precision)


def _content(events: Iterator[XmlEvent]) -> str:
    """The value of a cell, or the text that stands in it; its formula and phonetic hints left aside."""
    parts: list[str] = []
    inside: list[str] = []
    for kind, name, _attributes, text in events:
        if kind == START:
            inside.append(name)
        elif kind == TEXT:
            if inside and inside[-1] in {"v", "t"} and "rPh" not in inside:
                parts.append(text)
        elif not inside:
            break
        else:
            inside.pop()
    return "".join(parts)


def _shared_texts(archive: Archive) -> Iterator[str]:
    events = archive.events(TEXTS)
    for kind, name, _attributes, _text in events:
        if kind == START and name == "si":
            yield _plain(_content(events))


def _plain(text: str) -> str:
    """Without the escapes by which a workbook writes control characters and line ends: `_x000D_`."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(archive: Archive) -> Iterator[Precision | None]:
    """What the format of each cell style shows of a date."""
    codes: dict[int, str] = {}
    inside = False
    for kind, name, attributes, _text in archive.events(STYLES):
        if name == "cellXfs":
            inside = kind == START
        elif kind != START:
            continue
        elif name == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "xf" and inside:
            number = int(attributes.get("numFmtId", 0))
            yield precision_of_code(codes[number]) if number in codes else precision_of_number(number)


def _relations(archive: Archive) -> Iterator[tuple[str, str]]:
    """The entry of each sheet by the name under which the workbook mentions it."""
    for kind, name, attributes, _text in archive.events(RELATIONS):
        if kind == START and name == "Relationship":
            target = attributes.get("Target", "")
            whole = target if target.startswith("/") else posixpath.join("/xl", target)
            yield attributes.get("Id", ""), posixpath.normpath(whole).lstrip("/")
