"""The seal: how a public row is written down exactly, and how each seal binds the one before it.

Anyone can recompute it in any language:

- A cell is text, as in the CSV file of its table: empty where nothing is known, days and moments in ISO 8601
  (moments in UTC, to the second), True and False, whole numbers in digits, an apostrophe before text that a
  spreadsheet would run. There are no floats. Text is not normalised or trimmed, and keeps its line ends.
- The content of a row is a JSON object of the cells that are sealed, by the names of their columns. What
  belongs to a row (the evidence of a finding) is a list of such objects in it, by number.
- The canonical form is that of RFC 8785 (JSON Canonicalization Scheme): UTF-8, names sorted, no white space
  between tokens, no escape that JSON does not demand.
- The SHA-256 of a seal is that of the canonical form of its own row in seals.csv without the column `sha256`.
  Its column `previous_sha256` holds that of the row before, and 64 zeros in the first.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .codes import Precision
from .formulas import neutralised

FIRST = "0" * 64
# two processes that read the clock at almost the same moment, or a clock that was set right a little
MAX_STEP_BACK = timedelta(minutes=5)
LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7}

Cells = Mapping[str, str]
Content = Mapping[str, str | Sequence[Cells]]


def cell_text(value: object) -> str:
    """The value as it stands in a cell of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return neutralised(value) if isinstance(value, str) else str(value)


def dated_cell(day: date | None, precision: str) -> str:
    """A date as exactly as it is known: 2009, 2009-12 or 2009-12-04."""
    return cell_text(day)[: LENGTHS.get(Precision(precision), 10)]


def canonical(content: Content) -> str:
    """The one way to write this content down (RFC 8785)."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def clock_refusals(now: datetime, *, newest: datetime | None) -> list[str | Promise]:
    """Why nothing may be published now: the newest seal is of a later hour, so the clock was set back."""
    if newest is None or newest - now <= MAX_STEP_BACK:
        return []
    told = _(
        "The clock of this server says %(now)s, but something was entered or published here at %(newest)s "
        "already. Ask an administrator to set the clock right."
    )
    return [told % {"now": cell_text(now), "newest": cell_text(newest)}]


def in_order(now: datetime, *, newest: datetime | None) -> datetime:
    """The moment of the next event, never before that of the newest seal."""
    return max(now, newest or now)


@dataclass(frozen=True)
class SealedRow:
    """One row of the chain without its own SHA-256; `number` counts from 1 without a gap."""

    number: int
    sealed_at: datetime
    kind: str
    table: str
    key: str
    content_sha256: str
    previous_sha256: str

    @property
    def sha256(self) -> str:
        return sha256_of(
            canonical(
                {
                    "seal": cell_text(self.number),
                    "sealed_at": cell_text(self.sealed_at),
                    "kind": self.kind,
                    "table": self.table,
                    "key": cell_text(self.key),
                    "content_sha256": self.content_sha256,
                    "previous_sha256": self.previous_sha256,
                }
            )
        )
