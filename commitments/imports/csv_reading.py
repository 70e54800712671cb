"""A CSV file, row by row: UTF-8, with comma, semicolon or tabulator between the cells."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .columns import KNOWN, evidence_place
from .refusals import FileRefused, Refusal

SEPARATORS = (",", ";", "\t")
MAX_HEAD_LENGTH = 65_536
MAX_CELL_LENGTH = 1_000_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_UTF_8 = gettext_noop(
    "This is not UTF-8, perhaps Windows-1252 or Latin-1. Save the file as “CSV UTF-8” and send it again."
)


def csv_rows(file: BinaryIO) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """The separator, and the rows with their numbers, the headings first."""
    head = file.read(MAX_HEAD_LENGTH)
    file.seek(0)
    if head.startswith(UTF_16) or b"\x00" in head[:4]:
        refusal = _("The file is UTF-16. Save it as “CSV UTF-8” and send it again.")
        raise FileRefused([Refusal(None, "", refusal)])
    separator = _separator(head)
    # what is not UTF-8 comes through marked, so that its row can be named
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    return separator, _rows(text, separator)


def _separator(head: bytes) -> str:
    """The one that finds the most headings."""
    line = head.decode("utf-8-sig", errors="replace").partition("\n")[0].strip("\r")

    def found(separator: str) -> int:
        names = next(csv.reader([line], delimiter=separator), [])
        return sum(name.strip() in KNOWN or bool(evidence_place(name.strip())) for name in names)

    return max(SEPARATORS, key=found)


def _rows(text: io.TextIOWrapper, separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL_LENGTH))
    reader = csv.reader(text, delimiter=separator, strict=True)
    number, headings = 0, []
    try:
        for number, cells in enumerate(reader, start=1):
            headings = headings or cells
            try:
                "".join(cells).encode("utf-8")
            except UnicodeEncodeError:
                raise _not_utf_8(number, headings, cells) from None
            yield number, cells
    except csv.Error as error:
        refusal = _("This row cannot be read as CSV (%(error)s): look for a quotation mark without a second.")
        raise FileRefused([Refusal(number + 1, "", refusal % {"error": error})]) from None
    finally:
        with suppress(ValueError):  # it was closed in the middle
            text.detach()  # the file stays open for whoever opened it


def _not_utf_8(number: int, headings: list[str], cells: list[str]) -> FileRefused:
    """Names the first cell that is not UTF-8."""
    place = next(
        place for place, cell in enumerate(cells) if any("\udc80" <= letter <= "\udcff" for letter in cell)
    )
    column = headings[place] if number > 1 and place < len(headings) else ""
    return FileRefused([Refusal(number, column, _(NOT_UTF_8))])
