"""What the page about the data shows of each table: its size, its files, its dictionary."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.reporting.columns import TABLES, PublicTable
from commitments.rules.clocks import Clocks

from .exports.names import XLSX
from .last_changes import last_changes

NAMES = {
    "obligations": "obligation",
    "progress": "progress",
    "evidence": "evidence",
    "states": "state",
    "commitments": "commitment",
    "memberships": "membership",
    "deadlines": "deadline",
    "replies": "reply",
}
FORMATS = (
    ("csv", "csv", _("CSV"), "text/csv"),
    ("xlsx", "xlsx", _("XLSX"), XLSX),
    ("json", "json", _("JSON"), "application/json"),
    ("metadata", "metadata.json", _("Metadata"), "application/json"),
)


@dataclass(frozen=True)
class DataFile:
    """A file that can be taken: its name, its address, and what kind it is."""

    name: str
    address: str
    words: str | Promise
    media_type: str


@dataclass(frozen=True)
class ShownTable:
    """A public table with its number of rows under the clocks, its last change, its page and its files."""

    table: PublicTable
    count: int
    changed_at: datetime | None
    page: str
    files: tuple[DataFile, ...]


def files_of(noun: str) -> tuple[DataFile, ...]:
    """The files of a table, in every format there is."""
    return tuple(
        DataFile(f"{noun}.{ending}", reverse(f"{NAMES[noun]}_{kind}"), words, media)
        for kind, ending, words, media in FORMATS
    )


def shown_tables(clocks: Clocks) -> list[ShownTable]:
    """Every public table, in the order of the declarations."""
    changes = last_changes(clocks)
    return [
        ShownTable(
            table=table,
            count=table.rows(clocks).order_by().count(),
            changed_at=changes.get(table.noun),
            page=reverse(f"{NAMES[table.noun]}_list"),
            files=files_of(table.noun),
        )
        for table in TABLES
    ]
