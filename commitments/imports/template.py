"""An empty file of notes to fill in: a workbook with choices in its cells and an example."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from commitments.exports.xlsx import OPTIONS
from commitments.rules.codes import STORED_STATUS_CHOICES, Certainty, EvidenceKind

from .columns import CONTENT, EVIDENCE, NEEDED, NOTE, dictionary, evidence_column
from .reader import EXAMPLE

PIECES = 3  # of evidence that the sheet has columns for
ROWS = 1_000  # that offer choices
WIDTH, TEXT_WIDTH = 20, 60
LONG = {"text", "dispute"}
CODES_SHEET = "codes"
# What the cells offer, by column: where the choices stand on the sheet of codes.
CHOICES = ("state_iso3", "commitment", "status", "certainty", "evidence_kind")

Pairs = Sequence[tuple[str, str]]


def write_template(file: BinaryIO, states: Pairs, commitments: Pairs) -> None:
    """`states` and `commitments` are codes with their names, those that this person can write about."""
    columns = _columns()
    lists = {
        "state_iso3": [(name, code) for code, name in states],
        "commitment": commitments,
        "status": [(str(word), code) for code, word in STORED_STATUS_CHOICES],
        "certainty": [(str(word), code) for code, word in Certainty.choices],
        "evidence_kind": [(str(word), code) for code, word in EvidenceKind.choices],
    }
    with Workbook(file, {**OPTIONS, "constant_memory": False}) as book:
        sheet = book.add_worksheet("notes")
        ranges = _write_codes(book, lists)
        _write_meanings(book)
        _write_head(book, sheet, columns)
        for place, name in enumerate(columns):
            offered = ranges.get(_first_piece(name))
            if offered:
                # a warning, for a code in place of the word is as right
                sheet.data_validation(
                    1, place, ROWS, place, {"validate": "list", "source": offered, "error_type": "warning"}
                )


def _columns() -> list[str]:
    evidence = [evidence_column(number, name) for number in range(1, PIECES + 1) for name in EVIDENCE]
    return [NOTE, *CONTENT, *evidence]


def _first_piece(name: str) -> str:
    return "evidence_kind" if name.startswith("evidence_") and name.endswith("_kind") else name


def _write_head(book: Workbook, sheet: Worksheet, columns: Sequence[str]) -> None:
    """The headings, and a row that shows what to write; it is passed over when the file comes back."""
    bold, needed = (
        book.add_format({"bold": True, "bottom": 1, "bg_color": colour}) for colour in ("#FFFFFF", "#DDEBF7")
    )
    # as text, so that no program turns “2026-11” or “16b” into something else
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#767676", "text_wrap": True})
    example, meanings = _example(), {name: str(meaning) for name, meaning, _needed in dictionary()}
    for place, name in enumerate(columns):
        sheet.set_column(place, place, TEXT_WIDTH if name in LONG else max(WIDTH, len(name) + 2), text)
        sheet.write_string(0, place, name, needed if name in NEEDED else bold)
        if name in meanings:
            sheet.write_comment(0, place, meanings[name])
        if name in example:
            sheet.write_string(1, place, example[name], grey)
    sheet.freeze_panes(1, 0)


def _example() -> dict[str, str]:
    return {
        NOTE: EXAMPLE,
        "state_iso3": _("Name or code of the State"),
        "commitment": "16b",
        "noted_date": "2026-11",
        "status": _("in progress"),
        "certainty": _("confirmed"),
        "text": _(
            "An example, which is passed over: write from the next row on. What happened, who says so "
            "and what it means for this commitment, in two to five neutral sentences."
        ),
        "evidence_url": "https://example.org/report.pdf",
        "evidence_title": _("As the source names itself"),
        "evidence_publisher": _("Who answers for it"),
        "evidence_date": "2026-11-02",
        "evidence_locator": "p. 12",
    }


def _write_codes(book: Workbook, lists: dict[str, Pairs]) -> dict[str, str]:
    """Returns where the choices of each column stand."""
    sheet = book.add_worksheet(CODES_SHEET)
    bold = book.add_format({"bold": True, "bottom": 1})
    ranges = {}
    for place, (name, pairs) in enumerate(lists.items()):
        left = 2 * place
        sheet.set_column(left, left, TEXT_WIDTH // 2)
        _write_rows(sheet, left, [(name, ""), *pairs], bold)
        if pairs:
            ranges[name] = f"={CODES_SHEET}!{xl_range_abs(1, left, len(pairs), left)}"
    sheet.freeze_panes(1, 0)
    return ranges


def _write_rows(sheet: Worksheet, left: int, rows: Iterable[tuple[str, str]], bold: object) -> None:
    for number, cells in enumerate(rows):
        for place, words in enumerate(cells, left):
            sheet.write_string(number, place, words, None if number else bold)


def _write_meanings(book: Workbook) -> None:
    sheet = book.add_worksheet("columns")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, WIDTH)
    sheet.set_column(1, 1, 2 * TEXT_WIDTH)
    for number, (name, meaning, needed) in enumerate(dictionary()):
        words = f"{meaning} ({_('this column must be there')})" if needed else str(meaning)
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, words, wrapped)
