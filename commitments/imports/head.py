"""The row of headings: where it stands in a file, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import takewhile

from django.utils.translation import gettext as _

from .columns import ERRORS, EVIDENCE, IGNORED, KNOWN, NEEDED, evidence_column, evidence_place
from .refusals import FileRefused, Refusal
from .sheets import Sheet

MAX_HEAD_ROW = 20  # titles, remarks and empty rows stand above it
MIN_KNOWN = 2
MAX_HEADINGS = 1000
MAX_SHEETS = 20
UNNAMED = re.compile(r"unnamed:_\d+")  # as pandas calls a column without a heading
UNSEEN = {"Cf", "Cc", "Cs"}


class UnknownColumns(FileRefused):
    """Nothing is wrong but columns that are not known; they can be passed over."""


@dataclass(frozen=True)
class Head:
    """The row of headings of a sheet; `names` as they are known here, empty above a column without one."""

    sheet: Sheet
    row: int
    written: Sequence[str]

    @cached_property
    def names(self) -> list[str]:
        names = (plain_name(name) for name in self.written)
        return ["" if UNNAMED.fullmatch(name) else name for name in names]

    @property
    def unknown(self) -> list[str]:
        return [
            name
            for name, plain in zip(self.written, self.names, strict=True)
            if plain and not is_known(plain)
        ]

    @cached_property
    def passed_over(self) -> set[str]:
        """The columns of which nothing is read."""
        return {name for name in self.names if name in {ERRORS, *IGNORED} or not is_known(name)} - {""}

    def refuse(self, *, unless_unknown: bool) -> None:
        """Raise FileRefused with all that is wrong; `unless_unknown` passes over columns not known here."""
        names = self.names
        if len(names) > MAX_HEADINGS:
            raise FileRefused([Refusal(self.row, "", _("The file has too many columns."))])
        missing = [(name, _("This column is missing.")) for name in NEEDED if name not in names]
        doubled = [
            (self.written[place], _("This column stands in the file twice."))
            for place, name in enumerate(names)
            if is_known(name) and name in names[:place]
        ]
        unknown = [] if unless_unknown else [(name, _unknown(name)) for name in self.unknown]
        found = [Refusal(self.row, name, reason) for name, reason in (*missing, *doubled, *unknown)]
        if found:
            raise FileRefused(found) if missing or doubled else UnknownColumns(found)


def find_head(sheets: Iterable[Sheet]) -> tuple[Head, list[str]]:
    """The row with the most known headings, and the names of other sheets that have them too."""
    found: list[tuple[int, Head]] = []
    for sheet in sheets:
        rows = takewhile(lambda row: row[0] <= MAX_HEAD_ROW, sheet.rows())
        heads = [(known_columns(cells), Head(sheet, number, _trimmed(cells))) for number, cells in rows]
        if heads:
            found.append(max(heads, key=lambda head: head[0]))
    best = max(found, key=lambda head: head[0], default=None)
    if best is None or best[0] < MIN_KNOWN:
        words = _(
            "No headings were found in the first %(most)s rows. One row has to name the columns: %(names)s."
        )
        reason = words % {"most": MAX_HEAD_ROW, "names": ", ".join(NEEDED)}
        raise FileRefused([Refusal(None, "", reason)])
    complete = [head for _known, head in found if set(NEEDED) <= set(head.names)]
    return best[1], [head.sheet.name for head in complete if head is not best[1]]


def known_columns(cells: Iterable[str]) -> int:
    """How many of these cells are headings."""
    return sum(is_known(plain_name(cell)) for cell in cells)


def is_known(name: str) -> bool:
    return name in KNOWN or evidence_place(name) is not None


def plain_name(written: str) -> str:
    """A heading in small letters, without invisible signs: “ State ISO3” is `state_iso3`."""
    seen = "".join(sign for sign in written if sign.isspace() or unicodedata.category(sign) not in UNSEEN)
    return "_".join(re.split(r"[\s_-]+", seen.strip().lower()))


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Without the empty cells at the end."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _unknown(written: str) -> str:
    every = [*KNOWN, *(evidence_column(1, column) for column in EVIDENCE)]
    close = get_close_matches(plain_name(written), every, 1)
    if close:
        return _("This column is not known. Did you mean %(name)s?") % {"name": close[0]}
    return _("This column is not known.")
