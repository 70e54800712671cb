"""A CSV file, whatever program wrote it: its line ends, its separator, and rows of text."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from .head import MAX_HEAD_ROW, known_columns
from .refusals import FileRefused, Refusal
from .sheets import MAX_COLUMNS, NumberedRow, too_many_columns

SEPARATORS = (",", ";", "\t", "|")
MAX_HEAD_LENGTH = 65_536
MAX_CELL_LENGTH = 1_000_000
# A web page or XML: some programs offer it under the name of a workbook.
MARKUP = re.compile(rb"\s*<(\?xml|!doctype|!--|html|head|body|meta|table)\b", re.IGNORECASE)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BYTE_ORDER_MARK = "\ufeff"
# Excel's own way to say which sign stands between the cells; it shows no such row.
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?,*[\r\n]*', re.IGNORECASE | re.DOTALL)


class CsvFile:
    """The separator, and the rows with their numbers as often as they are asked for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        head = _head(file)
        first = SEPARATOR_LINE.fullmatch(head[0]) if head else None
        self._skips = bool(first)
        self.separator = first[1] if first else max(SEPARATORS, key=lambda each: _known(head, each))

    def rows(self) -> Iterator[NumberedRow]:
        csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL_LENGTH))
        lines = _lines(self._file)
        if self._skips:
            next(lines, None)
        number = 0
        try:
            for number, cells in enumerate(_table(lines, self.separator, strict=True), start=1):
                if len(cells) > MAX_COLUMNS:
                    raise too_many_columns()
                yield number, cells
        except csv.Error as error:
            refusal = _(
                "This row cannot be read as CSV (%(error)s): look for a quotation mark without a second."
            )
            raise FileRefused([Refusal(number + 1, "", refusal % {"error": error})]) from None


def _head(file: BinaryIO) -> list[str]:
    """The first lines; refuses what is text of another kind, or none at all."""
    file.seek(0)
    start = file.read(MAX_HEAD_LENGTH)
    if start.startswith(UTF_16) or b"\x00" in start[:4]:
        refusal = _("The file is UTF-16. Save it as “CSV UTF-8” and send it again.")
        raise FileRefused([Refusal(None, "", refusal)])
    if MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")):
        refusal = _(
            "This is a web page or XML, whatever its name says: open it in a spreadsheet, save it as .xlsx."
        )
        raise FileRefused([Refusal(None, "", refusal)])
    return list(islice(_lines(io.BytesIO(start)), MAX_HEAD_ROW + 1))


def _known(head: Iterable[str], separator: str) -> int:
    """How many headings this separator finds in the line that holds most of them."""

    def found(line: str) -> int:
        try:
            return known_columns(next(_table([line], separator), []))
        except csv.Error:
            return 0

    return max(map(found, head), default=0)


def _table(lines: Iterable[str], separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    """The cells of each row; a quotation mark opens a cell after a blank too."""
    return csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=strict)


def _lines(file: BinaryIO) -> Iterator[str]:
    """The lines with their ends; the file stays open for whoever opened it."""
    file.seek(0)
    # what is not UTF-8 comes through marked, so that its row can be named
    text = io.TextIOWrapper(file, encoding="utf-8", errors="surrogateescape", newline="")
    try:
        first, second = next(text, "").lstrip(BYTE_ORDER_MARK), next(text, "")
        lines = chain([first, second], text)  # a chain leaves the file open when nobody reads on
        yield from _single_ends(lines) if first.endswith("\r") and second == "\r\n" else lines
    finally:
        with suppress(ValueError):  # it was closed in the middle
            text.detach()


def _single_ends(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a file whose ends were written as CR CR LF, which would show an empty row after each."""
    before = ""
    for line in lines:
        if not (line == "\r\n" and before.endswith("\r")):
            yield line
        before = line
