"""Rows of a file that perhaps tell a finding that is there already, or that an earlier row tells."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from commitments.models import EvidenceLink, ProgressNote
from commitments.models.duplicates import notes_alike, source_keys


class Likeness(NamedTuple):
    """The note, or the earlier row of the file, that perhaps tells the same finding."""

    note: int | None
    row: int | None

    def __str__(self) -> str:
        if self.note is not None:
            told = _("Perhaps the same finding as note %(note)s: same State, commitment, day and source.")
        else:
            told = _("Perhaps the same finding as row %(row)s: same State, commitment, day and source.")
        return told % self._asdict()


class LikenessSearch:
    """Compares the rows of one file with the stored notes and with one another, in their order.

    What an earlier row has made, changed or corrected is compared as that row says it, and not as stored: a
    preview and what is saved after it then find the same.
    """

    def __init__(self) -> None:
        self._first_rows: dict[int, int] = {}  # of each obligation, day and source
        self._touched: set[int] = set()

    def find(self, note: ProgressNote, links: Iterable[EvidenceLink], row: int) -> tuple[Likeness, ...]:
        """What this row resembles."""
        links = list(links)
        stored = [Likeness(other.pk, None) for other in notes_alike(note, links, besides=self._touched)]
        # as numbers, for the addresses of a large file would fill the memory
        told = (hash((note.obligation_id, note.noted_date, key)) for key in source_keys(links))
        rows = {self._first_rows.setdefault(each, row) for each in told} - {row}
        self.touch(note.pk)
        return (*stored, *(Likeness(None, first) for first in sorted(rows)))

    def touch(self, number: int | None) -> None:
        """Leave this note to the row that it comes from."""
        if number:
            self._touched.add(number)
