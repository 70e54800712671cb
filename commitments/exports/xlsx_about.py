"""The second sheet of a workbook: a description of the rows, and the dictionary of their columns."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext
from xlsxwriter import Workbook

from commitments.lists.declaration import Column, PublicList

from .about import About, moment
from .xlsx_cells import fitted

WIDTHS = (24, 24, 70, 60, 40)


def write_about(
    workbook: Workbook, table: PublicList, columns: Iterable[Column], about: About, *, linked: bool
) -> None:
    """The description first, then one line for each column."""
    sheet = workbook.add_worksheet(gettext("About"))
    bold = workbook.add_format({"bold": True, "valign": "top"})
    plain = workbook.add_format({"valign": "top"})
    wrapped = workbook.add_format({"valign": "top", "text_wrap": True})
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    row = 0
    for row, (name, value) in enumerate(_facts(table, about, linked=linked)):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, fitted(value), plain)
    for place, words in enumerate(_head()):
        sheet.write_string(row + 2, place, words, bold)
    for line, cells in enumerate(_dictionary(columns), row + 3):
        for place, words in enumerate(cells):
            sheet.write_string(line, place, fitted(words), bold if place == 0 else wrapped)


def _facts(table: PublicList, about: About, *, linked: bool) -> Iterator[tuple[str, str]]:
    yield gettext("Table"), str(table.title)
    yield gettext("What a row is"), str(table.description)
    yield gettext("Rows"), str(about.row_count)
    yield gettext("Situation on"), about.clocks.day.isoformat()
    yield gettext("As known at"), moment(about.clocks.known_at)
    if about.remark:
        yield gettext("Remark"), about.remark
    for words in about.filters or [gettext("none: every row of the table")]:
        yield gettext("Filter"), words
    yield gettext("Generated at"), moment(about.generated_at)
    yield gettext("Address"), about.address
    yield gettext("Licence"), f"{about.licence.name}, {about.licence.address}"
    yield gettext("Cite as"), about.citation
    yield (
        gettext("Dates"),
        gettext("A date known to a year or a month only is text: 2009, 2009-12."),
    )
    if not linked:
        yield (
            gettext("Links"),
            gettext("A sheet holds at most 65,530 links: addresses are text here."),
        )


def _head() -> tuple[str, ...]:
    return gettext("Column"), gettext("Type"), gettext("Meaning"), gettext("Values"), gettext("Example")


def _dictionary(columns: Iterable[Column]) -> Iterator[tuple[str, ...]]:
    for column in columns:
        values = "; ".join(f"{code}: {word}" for code, word in column.values)
        yield column.name, str(column.kind.words), str(column.meaning), values, column.example
