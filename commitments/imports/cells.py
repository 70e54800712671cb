"""What a cell says: a stored value as the files write it, and whether a cell of a file says the same."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commitments.exports.rows import field_of
from commitments.lists.progress import PROGRESS
from commitments.models import EvidenceLink, ProgressNote
from commitments.rules.codes import Precision
from commitments.rules.dates import iso_form
from commitments.rules.difference import same_lines
from commitments.rules.formulas import neutralised

BLANKS = re.compile(r"[ \t]+")
BY = re.compile(r"by\s+(.*)", re.IGNORECASE)

# What the list lets the database compute, of a note in memory; the other columns lead to a stored field.
_COMPUTED: dict[str, Callable[[ProgressNote], str]] = {
    "noted_date": lambda note: day_cell(note.noted_date, note.noted_precision),
    "status_word": lambda note: note.get_status_display(),
    "certainty_word": lambda note: note.get_certainty_display(),
    "stage": lambda note: note.stage,
    "stage_word": lambda note: note.get_stage_display(),
    "path": lambda note: f"/progress/{note.pk}/" if note.pk else "",
}
_STORED: dict[str, Callable[[ProgressNote], object]] = {
    column.name: attrgetter(field_of(column).replace("__", "."))
    for column in PROGRESS.columns
    if isinstance(column.expression, F)
}
_VALUES = _STORED | _COMPUTED

NOT_READ = gettext_noop(
    "This column is not read in: it follows from %(others)s. Here it would say “%(value)s”."
)
NOT_MOVED = gettext_noop(
    "An import does not move a note on its way. It says “%(value)s” here; export again if it has moved."
)
FOLLOWS = {
    "noted_precision": "noted_date",
    "state": "state_iso3",
    "region": "state_iso3",
    "commitment_title": "commitment",
    "status_word": "status",
    "certainty_word": "certainty",
    "evidence_count": "evidence_url, evidence_2_url …",
    "path": "note",
}


@dataclass(frozen=True)
class ImportChange:
    """One cell that differs from what is stored."""

    column: str
    before: str
    after: str


# ---------------------------------------------------------------- from the record to the cell


def note_cell(name: str, note: ProgressNote, *, links: int) -> str:
    """The cell of a note in one column of the list; `links` is how many pieces of evidence it has."""
    if name == "evidence_count":
        return str(links)
    value = _VALUES[name](note)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return "" if value is None else str(value)


def evidence_cell(link: EvidenceLink, field: str) -> str:
    """The cell of one field of a piece of evidence."""
    if field == "published_date":
        return day_cell(link.published_date, link.published_precision)
    return str(getattr(link, field))


def day_cell(day: date | None, precision: str) -> str:
    """A date as exactly as it is known; “by 2024-05-31” keeps the day of the page."""
    if day and precision == Precision.BY:
        return f"{Precision.BY.value} {day.isoformat()}"
    return iso_form(day, precision) if day else ""


def with_by_in_date(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells with “by” beside the date: a public file says it in `noted_precision`."""
    told = dict(cells)
    date_cell = told.get("noted_date", "")
    found = BY.fullmatch(date_cell)
    if found or (date_cell and told.get("noted_precision", "").lower() == Precision.BY):
        told["noted_date"] = f"{Precision.BY.value} {found[1] if found else date_cell}"
    return told


def says_the_same(cell: str, stored: str) -> bool:
    """Whether the cell is what a file says for this value, as a neutralised formula or as it is."""
    return cell == stored or _plain(cell) in {_plain(stored), _plain(neutralised(stored))}


def follows(name: str, cell: str, value: str) -> bool:
    """The same for a column that is not read in; a workbook writes paths and moments in its own way."""
    if says_the_same(cell, value):
        return True
    if name == "path":  # a workbook holds the whole address
        return bool(value) and cell.startswith(("https://", "http://")) and cell.endswith(value)
    return name == "published_at" and bool(value) and _moment(cell) == _moment(value)


def derived_refusal(name: str, value: str) -> str:
    """Why this cell of a column that is not read in should say `value`."""
    if name in FOLLOWS:
        return _(NOT_READ) % {"others": FOLLOWS[name], "value": value}
    return _(NOT_MOVED) % {"value": value}


def _plain(text: str) -> str:
    # as programs that open the file leave it: one kind of line ending, one blank for several, none around
    return BLANKS.sub(" ", same_lines(text)).strip()


def _moment(text: str) -> datetime | None:
    # a workbook knows no time zones and holds a moment in UTC
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)
