"""The columns of a file of notes: those of `/progress.csv`, and what else a whole note needs."""

import re
from dataclasses import dataclass, replace

from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from commitments.lists.declaration import Column, Kind, Words
from commitments.lists.evidence import EVIDENCE as EVIDENCE_LIST
from commitments.lists.progress import PROGRESS
from commitments.lists.progress_sources import REPLY_COLUMNS

NOTE, STAGE, VERSION = "note", "stage", "version"
NEEDED = (NOTE, "state_iso3", "commitment", "noted_date", "text")
OBLIGATION = {"state_iso3", "commitment"}  # name the obligation together
# The columns of the list that are read in; a header once published stays.
CONTENT = (
    *("state_iso3", "commitment", "noted_date"),
    *("status", "certainty", "text", "disputed_by", "dispute"),
)
# The columns of the list that an export begins with, before the evidence.
FILE_LEADING = (
    *(NOTE, "state_iso3", "state", "commitment", "commitment_title", "noted_date"),
    *("status", "certainty", "text", "disputed_by", "dispute"),
)
# What each piece of evidence can say, under its number.
EVIDENCE_MEANINGS: dict[str, Words] = {
    "url": gettext_lazy("Address of the first piece of evidence; of the next ones evidence_2_url …"),
    "title": gettext_lazy("Title of that evidence"),
    "publisher": gettext_lazy("Publisher of that evidence"),
    "kind": gettext_lazy("Kind of source"),
    "date": gettext_lazy("Day, month or year of the source"),
    "locator": gettext_lazy("Page or paragraph in the source"),
    "quotation": gettext_lazy("Short quotation from the source"),
    "archived_url": gettext_lazy("Address of an archived copy"),
    "archive": gettext_lazy("Archive that has the source, where it has no address"),
    "archive_number": gettext_lazy("Number under which the archive has it"),
}
# The field of the model that each of these columns fills.
EVIDENCE = {name: "published_date" if name == "date" else name for name in EVIDENCE_MEANINGS}
EVIDENCE_NAME = re.compile(rf"evidence(?:_([1-9][0-9]?))?_({'|'.join(EVIDENCE)})")
MIN_LINKS = 2
# What others say about the note can have changed since the file was made; these columns are ignored.
IGNORED = tuple(column.name for column in REPLY_COLUMNS)
# What follows from other columns or from the review of the note: never read in, and refused when changed.
DERIVED = tuple(
    column.name
    for column in PROGRESS.columns
    if column.name not in {NOTE, *CONTENT, *IGNORED} and not EVIDENCE_NAME.fullmatch(column.name)
)
# What a marked copy says about each row; it is passed over when the copy comes back.
ERRORS = "errors"
KNOWN = (NOTE, *CONTENT, *DERIVED, VERSION, *IGNORED, ERRORS)
VERSION_COLUMN = Column(
    VERSION,
    F("version"),
    Kind.NUMBER,
    gettext_lazy("Which version the file was made of, so that nobody overwrites another"),
)


@dataclass(frozen=True)
class EvidencePlace:
    """Where a cell about evidence belongs: which piece of the note's, and which field of it."""

    number: int
    field: str


def evidence_place(name: str) -> EvidencePlace | None:
    """The place of `evidence_url`, `evidence_2_url` …; None for a column of another kind."""
    found = EVIDENCE_NAME.fullmatch(name)
    return EvidencePlace(int(found[1] or 1), EVIDENCE[found[2]]) if found else None


def evidence_column(number: int, column: str) -> str:
    """The header of one field of the first, second … piece of evidence."""
    return f"evidence_{column}" if number == 1 else f"evidence_{number}_{column}"


def dictionary() -> list[tuple[str, Words, bool]]:
    """Every column that is read in: its name, what it means, and whether the file must have it."""
    content: dict[str, Words] = {name: PROGRESS.column(name).meaning for name in CONTENT}
    content["noted_date"] = format_lazy(
        "{}: 2009-12-04, 2009-12, 2009 or by 2024-05-31", content["noted_date"]
    )
    evidence = {evidence_column(1, column): meaning for column, meaning in EVIDENCE_MEANINGS.items()}
    number = gettext_lazy("Number of the note; empty for a new one")
    meanings = {NOTE: number, **content, **evidence, VERSION: VERSION_COLUMN.meaning}
    return [(name, meaning, name in NEEDED) for name, meaning in meanings.items()]


def file_columns(links: int) -> list[Column]:
    """The columns of a file that holds notes with up to this many pieces of evidence."""
    evidence = [
        replace(EVIDENCE_LIST.column(field), name=evidence_column(number, column))
        for number in range(1, max(links, MIN_LINKS) + 1)
        for column, field in EVIDENCE.items()
    ]
    return [*map(PROGRESS.column, FILE_LEADING), *evidence, PROGRESS.column(STAGE), VERSION_COLUMN]
