"""`README.txt`, for people; from the same declarations as everything else."""

from collections.abc import Iterable
from textwrap import fill

from commitments.lists.declaration import Column, PublicList
from commitments.rules.licence import CC_BY

from .descriptor import WrittenTable, meaning_of
from .edition import TITLE, Edition

WIDTH = 100
READING = (
    "Each table is a CSV file (RFC 4180): UTF-8 without byte order mark, commas, a head of column names. "
    "An empty cell says that nothing is known or that nothing applies. A date stands as exactly as it is "
    "known: 2009, 2009-12 or 2009-12-04. Text that a spreadsheet would run as a formula begins with an "
    "apostrophe. datapackage.json describes every column, key and reference for programs (Frictionless Data "
    "Package); CHECKSUMS.txt holds the SHA-256 of every file: sha256sum -c CHECKSUMS.txt."
)
SEALED = (
    "seals.csv is the chain of all public events up to known_at, the newest first: each seal holds the "
    "SHA-256 of what was published and of the seal before. python3 verify.py checks every file, every seal "
    "and every row, and needs nothing but Python 3.9 or newer. With --kept NUMBER SHA256 it also tells "
    "whether a seal that you kept is still in the chain, with --older PACKAGE whether that of an older "
    "package is. The content of a row is a JSON object of the cells that seal.json names, as they stand in "
    "the file, in the canonical form of RFC 8785; a seal is the same of its own row without its last column."
)
CLOCKS = (
    "as_of: the situation on this day. known_at: only what had been published here by the end of this day "
    "and not been withdrawn by then."
)


def readme(edition: Edition, tables: Iterable[tuple[PublicList, WrittenTable]]) -> str:
    tables = list(tables)
    name = f"{TITLE}, release {edition.release}" if edition.release else TITLE
    changed = f"\nNewest change: {edition.created_at:%Y-%m-%d}" if edition.created_at else ""
    parts = [
        f"{name}\n{'=' * len(name)}",
        fill(
            "What the States Parties to the Convention banning anti-personnel mines promised in the 2009 "
            "Cartagena Declaration, and what was found about it.",
            WIDTH,
        ),
        "\n".join(f"{name}: {day}" for name, day in edition.clocks.fixed().parameters.items()) + changed,
        fill(CLOCKS, WIDTH),
        *([fill(edition.remark, WIDTH)] if edition.remark else []),
        _headed("Licence", f"{CC_BY.name}\n{CC_BY.address}"),
        _headed("How to cite", edition.citation.text),
        _headed("How to read the files", fill(READING, WIDTH)),
        _headed("How to check it", fill(SEALED, WIDTH)),
        *(_table(table, written) for table, written in tables),
    ]
    return "\n\n".join(parts) + "\n"


def _headed(head: str, text: str) -> str:
    return f"{head}\n{'-' * len(head)}\n{text}"


def _table(table: PublicList, written: WrittenTable) -> str:
    rows = f"{written.rows:,} {'row' if written.rows == 1 else 'rows'}. {table.description}"
    key = f"Key: {', '.join(table.key)}."
    columns = "\n".join(_column(column) for column in table.columns)
    return _headed(written.name, f"{fill(rows, WIDTH)}\n{key}\n\n{columns}")


def _column(column: Column) -> str:
    said = f"{column.name} ({column.kind.words}): {meaning_of(column)}."
    return fill(said, WIDTH, initial_indent="  ", subsequent_indent="    ")
