"""The editions of the baseline that are known here, and which of their notes a stored note is."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from functools import cached_property
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from commitments.models import EvidenceLink, ProgressNote, User
from commitments.rules.dates import partial_date
from commitments.rules.editions import CONTENT, digest_of, entry_key_of

from .cells import evidence_cell, note_cell
from .columns import EVIDENCE, evidence_column

FOLDER = "editions"


@dataclass(frozen=True)
class BaselineEdition:
    """One edition: the key, the number and the digest of each of its notes, from `editions/<day>.csv`."""

    day: date
    rows: Sequence[tuple[str, int, str]]

    @cached_property
    def by_digest(self) -> dict[str, str]:
        return {digest: key for key, _number, digest in self.rows}

    @cached_property
    def by_number(self) -> dict[int, str]:
        return {number: key for key, number, _digest in self.rows}

    @cached_property
    def by_entry_key(self) -> dict[UUID, str]:
        return {entry_key_of(self.name, key): key for key, _number, _digest in self.rows}

    @property
    def name(self) -> str:
        return self.day.isoformat()

    @property
    def reason(self) -> str:
        """Under which the history tells what came with it."""
        return _("Baseline of %(day)s") % {"day": partial_date(self.day)}

    def entry_key_of(self, digest: str) -> UUID | None:
        """Of the note with this content; None where the edition holds none."""
        key = self.by_digest.get(digest)
        return entry_key_of(self.name, key) if key else None


def editions_in(folders: Iterable[Path]) -> list[BaselineEdition]:
    """All editions beside the fixtures, the oldest first."""
    paths = {path.stem: path for folder in folders for path in (folder / FOLDER).glob("*.csv")}
    return [_read(path) for _name, path in sorted(paths.items())]


def _read(path: Path) -> BaselineEdition:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["key"], int(row["note"]), row["digest"]) for row in csv.DictReader(file)]
    return BaselineEdition(date.fromisoformat(path.stem), rows)


def newer_edition(folders: Iterable[Path], author: User) -> BaselineEdition | None:
    """The newest edition beside the fixtures, unless the database was made from it or has taken it."""
    editions = editions_in(folders)
    if not editions or editions[-1].day <= author.date_joined.astimezone(UTC).date():
        return None
    taken = author.history.filter(history_change_reason=editions[-1].reason).exists()
    return None if taken else editions[-1]


def digest_of_note(note: ProgressNote, links: Sequence[EvidenceLink]) -> str:
    """The digest that the edition of a note gives, as long as nobody has changed it."""
    cells = {name: note_cell(name, note, links=0) for name in CONTENT}
    for number, link in enumerate(links, start=1):
        cells |= {
            evidence_column(number, name): evidence_cell(link, field) for name, field in EVIDENCE.items()
        }
    return digest_of(cells)


class KeyFinder:
    """Finds the key of a stored note of the baseline, whichever edition brought it.

    `loaded` is the day of the edition that the database was made from: its notes bear the numbers there.
    """

    def __init__(self, editions: Sequence[BaselineEdition], loaded: date) -> None:
        self._newest_first = [*reversed(editions)]
        self._entry_keys = {key: name for each in editions for key, name in each.by_entry_key.items()}
        of_load = [each for each in editions if each.day == loaded]
        self._numbers = of_load[0].by_number if of_load else {}

    def key_of(self, note: ProgressNote, digest: str) -> str | None:
        """By its entry key, by what it says, or (a draft that was changed since) by its number."""
        newest, *older = self._newest_first
        # a note that the newest edition repeats word for word is that note, also under a new key
        found = newest.by_digest.get(digest) or self.key_of_entry(note.entry_key)
        found = found or next(filter(None, (each.by_digest.get(digest) for each in older)), None)
        return found or self.key_of_number(note.pk, note.obligation.natural_key())

    def key_of_entry(self, entry_key: UUID | None) -> str | None:
        return self._entry_keys.get(entry_key) if entry_key else None

    def key_of_number(self, number: int, obligation: tuple[str, str]) -> str | None:
        """The key that this number has in the edition that was loaded, if it is about this obligation."""
        key = self._numbers.get(number)
        return key if key and key.startswith("/".join(obligation) + "/") else None
