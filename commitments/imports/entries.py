"""What an import does with each row, told before it is done."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import User

from .refusals import Refusal


class Outcome(TextChoices):
    """What becomes of a row."""

    ERROR = "error", gettext_lazy("with errors")
    NEW = "new", gettext_lazy("new drafts")
    CHANGED = "changed", gettext_lazy("changed drafts")
    CORRECTION = "correction", gettext_lazy("corrections of published notes")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")


CHANGES = (Outcome.NEW, Outcome.CHANGED, Outcome.CORRECTION)


@dataclass(frozen=True)
class Change:
    """One cell that differs from what is stored."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One row: what becomes of it, and why. `note` is the number it names, `made` the note it led to."""

    row: int
    outcome: Outcome
    note: int | None
    title: str
    changes: tuple[Change, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    hints: tuple[str, ...] = ()
    made: int | None = None


@dataclass(frozen=True)
class Order:
    """Who brings in which file, when, and whether the notes are handed to a reviewer at once."""

    by: User
    at: datetime
    name: str
    checksum: str
    submit: bool = False

    @property
    def reason(self) -> str:
        """What the history keeps."""
        told = {"name": self.name, "checksum": self.checksum}
        return _("Import of %(name)s (SHA-256 %(checksum)s)") % told


@dataclass
class Count:
    """How many rows came to what; `digest` is equal for two imports that do the same."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, entry: Entry) -> None:
        """One more row."""
        self.outcomes[entry.outcome] += 1
        if entry.outcome != Outcome.UNCHANGED:
            told = (entry.row, str(entry.outcome), entry.note, entry.changes)
            self._hash.update(repr(told).encode())

    @property
    def digest(self) -> str:
        """Of every row that changes something or is refused."""
        return self._hash.hexdigest()

    @property
    def rows(self) -> int:
        """All of them."""
        return self.outcomes.total()

    @property
    def errors(self) -> int:
        """Rows that are refused."""
        return self.outcomes[Outcome.ERROR]

    @property
    def changing(self) -> int:
        """Rows that make or change a note."""
        return sum(self.outcomes[outcome] for outcome in CHANGES)


def checksum_of(file) -> str:
    """The SHA-256 of an open file, which then stands at its beginning."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found
