"""A file of notes as it came, with what is wrong marked in its cells: to be mended and brought again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from commitments.exports.xlsx import OPTIONS
from commitments.exports.xlsx_cells import fitted
from commitments.rules.formulas import FORMULA_STARTS

from .columns import ERRORS
from .head import plain_name
from .reader import NoteFile
from .refusals import Refusal

WRONG, WIDTH, ERRORS_WIDTH = "#FFC7CE", 18, 60
# By row, then by the name of the column as the file has it in small letters; "" for the whole row.
Reasons = Mapping[int, Mapping[str, list[str]]]


def write_marked(table: NoteFile, refusals: Iterable[Refusal], file: BinaryIO) -> None:
    """A workbook with the same rows in the same places; a column `errors` says all that is wrong with a row.

    Every cell is text, so that it comes back as it was read.
    """
    reasons = _by_place(refusals)
    with Workbook(file, {**OPTIONS, "constant_memory": False}) as book:
        sheet = book.add_worksheet("notes")
        forms = _MarkedFormats(book)
        names = [*table.head.names]
        errors = names.index(ERRORS) if ERRORS in names else len(names)
        sheet.set_column(0, errors, WIDTH)
        sheet.set_column(errors, errors, ERRORS_WIDTH)
        sheet.freeze_panes(table.head.row, 0)
        for number, cells in table.whole_rows():
            wrong = reasons.get(number, {})
            texts = _with_errors(cells, errors, "errors" if number == table.head.row else _summary(wrong))
            for place, text in enumerate(texts):
                why = wrong.get(names[place], []) if place < len(names) else []
                if text or why:
                    sheet.write_string(number - 1, place, fitted(text), forms.of(text, wrong=bool(why)))
                if why:
                    sheet.write_comment(number - 1, place, "\n".join(why))
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


class _MarkedFormats:
    """The few formats of the cells."""

    def __init__(self, book: Workbook) -> None:
        wrapped = {"text_wrap": True, "valign": "top", "num_format": "@"}
        self._forms = {
            (quoted, wrong): book.add_format(
                wrapped | ({"quote_prefix": True} if quoted else {}) | ({"bg_color": WRONG} if wrong else {})
            )
            for quoted in (False, True)
            for wrong in (False, True)
        }

    def of(self, text: str, *, wrong: bool) -> Format:
        """Text is never run as a formula, not even if somebody edits the cell later."""
        return self._forms[text.startswith(FORMULA_STARTS), wrong]


def _by_place(refusals: Iterable[Refusal]) -> Reasons:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for refusal in refusals:
        if refusal.row is not None:
            found[refusal.row][plain_name(refusal.column)].append(refusal.reason)
    return found


def _with_errors(cells: list[str], place: int, words: str) -> list[str]:
    whole = cells + [""] * (place + 1 - len(cells))
    whole[place] = words
    return whole


def _summary(wrong: Mapping[str, list[str]]) -> str:
    return "\n".join(f"{name}: {why}" if name else why for name, reasons in wrong.items() for why in reasons)
