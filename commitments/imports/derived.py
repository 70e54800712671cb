"""Columns that follow from others: they may stand in the file, and are refused where they were changed."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .columns import DERIVED
from .stored import says_the_same

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


def misfits(row: Mapping[str, str], values: Mapping[str, str], columns: Iterable[str] = DERIVED) -> set[str]:
    """The columns of the row that say something else than what follows."""
    there = (column for column in columns if column in row)
    return {column for column in there if not _fits(column, row[column], values.get(column, ""))}


def derived_refusal(column: str, value: str) -> str:
    """Why this column is not what it should be."""
    if column in FOLLOWS:
        return _(NOT_READ) % {"others": FOLLOWS[column], "value": value}
    return _(NOT_MOVED) % {"value": value}


def _fits(column: str, cell: str, value: str) -> bool:
    if says_the_same(cell, value):
        return True
    if column == "path":  # a workbook holds the whole address
        return bool(value) and cell.startswith(("https://", "http://")) and cell.endswith(value)
    return column == "published_at" and bool(value) and _moment(cell) == _moment(value)


def _moment(text: str) -> datetime | None:
    """A moment; a workbook knows no time zones and holds it in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)
