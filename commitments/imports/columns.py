"""The columns of a file of notes: those of `/progress.csv`, and what else a whole note needs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Columns that are read in, each with its meaning; a header once published stays.
CONTENT: dict[str, str | Promise] = {
    "state_iso3": gettext_lazy("State, ISO 3166-1 alpha-3 code"),
    "commitment": gettext_lazy("Paragraph and letter of the Declaration, such as 16b"),
    "noted_date": gettext_lazy("Day, month or year of the fact: 2009-12-04, 2009-12 or 2009"),
    "status": gettext_lazy("Status that the note sets; empty when it sets none"),
    "certainty": gettext_lazy("How sure the source is"),
    "text": gettext_lazy("What was found"),
    "disputed_by": gettext_lazy("Who disputes it"),
    "dispute": gettext_lazy("What is disputed"),
}
# Columns of each piece of evidence, by the field of the model that each fills.
EVIDENCE: dict[str, str] = {
    "url": "url",
    "title": "title",
    "publisher": "publisher",
    "kind": "kind",
    "date": "published_date",
    "locator": "locator",
    "quotation": "quotation",
    "archived_url": "archived_url",
}
NOTE, VERSION = "note", "version"
# What follows from the columns above or from the way of the note: never read in, and refused when changed.
DERIVED = (
    *("noted_precision", "state", "region", "commitment_title", "status_word", "certainty_word"),
    *("stage", "stage_word", "published_at", "evidence_count", "path"),
)
# What others say about the note can have moved since the file was made; it is passed over.
PASSED_OVER = ("reply_count", "reply_by", "reply_date", "reply_position", "reply_position_word")
PASSED_OVER += ("reply_text", "reply_url")
NEEDED = (NOTE, "state_iso3", "commitment", "noted_date", "text")
KNOWN = (NOTE, *CONTENT, *DERIVED, VERSION, *PASSED_OVER)
EVIDENCE_NAME = re.compile(rf"evidence(?:_([1-9][0-9]?))?_({'|'.join(EVIDENCE)})")
MIN_LINKS = 2


EVIDENCE_MEANINGS: dict[str, str | Promise] = {
    "url": gettext_lazy("Address of the first piece of evidence; of the next ones evidence_2_url …"),
    "title": gettext_lazy("Title of that evidence"),
    "publisher": gettext_lazy("Publisher of that evidence"),
    "kind": gettext_lazy("Kind of source"),
    "date": gettext_lazy("Day, month or year of the source"),
    "locator": gettext_lazy("Page or paragraph in the source"),
    "quotation": gettext_lazy("Short quotation from the source"),
    "archived_url": gettext_lazy("Address of an archived copy"),
}


@dataclass(frozen=True)
class Place:
    """Where a piece of evidence stands in the file: which of the note's, and which field of it."""

    number: int
    field: str


def evidence_place(name: str) -> Place | None:
    """The place of `evidence_url`, `evidence_2_url` …; None for a column of another kind."""
    found = EVIDENCE_NAME.fullmatch(name)
    return Place(int(found[1] or 1), EVIDENCE[found[2]]) if found else None


def evidence_column(number: int, column: str) -> str:
    """The header of one field of the first, second … piece of evidence."""
    return f"evidence_{column}" if number == 1 else f"evidence_{number}_{column}"


def dictionary() -> list[tuple[str, str | Promise, bool]]:
    """Every column that is read in: its name, what it means, and whether the file must have it."""
    number = gettext_lazy("Number of the note; empty for a new one")
    version = gettext_lazy("Which version the file was made of, so that nobody overwrites another")
    evidence = {evidence_column(1, column): meaning for column, meaning in EVIDENCE_MEANINGS.items()}
    every = {NOTE: number, **CONTENT, **evidence, VERSION: version}
    return [(name, meaning, name in NEEDED) for name, meaning in every.items()]


def headers(links: int) -> list[str]:
    """The columns of a file that holds notes with up to this many pieces of evidence."""
    numbers = range(1, max(links, MIN_LINKS) + 1)
    evidence = [evidence_column(number, column) for number in numbers for column in EVIDENCE]
    leading = (NOTE, "state_iso3", "state", "commitment", "commitment_title", "noted_date", "status")
    return [*leading, "certainty", "text", "disputed_by", "dispute", *evidence, "stage", VERSION]


def header_refusals(names: Sequence[str]) -> list[tuple[str, str]]:
    """What is wrong with the first row, each with the column that it is about."""
    found = [(name, _("This column is missing.")) for name in NEEDED if name not in names]
    for position, name in enumerate(names):
        if name and name in names[:position]:
            found.append((name, _("This column stands in the file twice.")))
        elif name and name not in KNOWN and not evidence_place(name):
            found.append((name, _unknown(name)))
    return found


def _unknown(name: str) -> str:
    close = get_close_matches(name.lower(), [*KNOWN, *(evidence_column(1, column) for column in EVIDENCE)], 1)
    if close:
        return _("This column is not known. Did you mean %(name)s?") % {"name": close[0]}
    return _("This column is not known.")
