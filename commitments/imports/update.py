"""A running installation takes the newest edition of the baseline; what its staff wrote stays as it is."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.models import Obligation, User
from commitments.models.history import change_batch, record_bulk_history
from commitments.models.seal import Chain

from .baseline import BaselineRow, baseline_rows
from .baseline_replies import ReplyUpdate, read_replies
from .editions import BaselineEdition, KeyFinder, editions_in, newer_edition
from .update_apply import NoteUpdate
from .update_plan import Action, PlannedNote, RowWithoutKey, UpdatePlan
from .update_references import ReferenceChanges, ReferenceUpdate
from .update_stored import StoredBaseline

NOTES, REPLIES, WITHDRAWN = "notes.csv", "replies.csv", "withdrawn.csv"


class UpdateRefused(Exception):
    """The edition cannot be taken; nothing was changed."""


@dataclass
class UpdateResult:
    """What the update did, or would do."""

    edition: BaselineEdition
    notes: list[PlannedNote] = field(default_factory=list)
    references: list[ReferenceChanges] = field(default_factory=list)
    opened: int = 0

    @property
    def changes(self) -> int:
        """How many findings and other rows it changes."""
        findings = sum(entry.action not in (Action.SAME, Action.LEFT) for entry in self.notes)
        return findings + sum(each.count for each in self.references)


class BaselineUpdate:
    """One update from the fixtures in these folders, by the author of the baseline, at one moment.

    `ground` are the fixtures that no obligation is needed for, `owed` the others.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        author: User,
        at: datetime,
        *,
        ground: Sequence[str],
        owed: Sequence[str],
    ) -> None:
        self._folders, self._author, self._at = folders, author, at
        self._ground, self._owed = ground, owed
        editions = editions_in(folders)
        if not editions:
            raise UpdateRefused(_("There is no edition of the baseline beside the fixtures."))
        self._editions, self.edition = editions, editions[-1]

    def run(self, *, show: Callable[[UpdateResult], None], dry_run: bool) -> UpdateResult:
        """All of it or nothing, in one batch of the history; `dry_run` ends once `show` was given the plan.

        Raises FileRefused and UpdateRefused.
        """
        with transaction.atomic(), change_batch():
            # two updates at once would both add: the second waits here
            self._at = Chain.at(self._at).moment
            result = UpdateResult(self.edition)
            self._take_references(result)
            plan = self._plan()
            result.notes = self._changes(plan)
            replies = self._replies(result.notes)
            result.references.append(replies.changes)
            show(result)
            if dry_run:
                transaction.set_rollback(True)
                return result
            NoteUpdate(plan, self._author, self._at, self.edition.reason).apply(result.notes)
            replies.apply()
            if newer_edition(self._folders, self._author):
                # by this entry the next start knows that the edition was taken
                record_bulk_history([self._author], reason=self.edition.reason, by=self._author)
        return result

    def _take_references(self, result: UpdateResult) -> None:
        """The rows of the other fixtures; a State that has joined owes its promises before its notes come."""
        references = ReferenceUpdate(self._author, self.edition.reason)
        result.references += self._taken(references, self._ground)
        result.opened = Obligation.objects.open_missing()
        if result.opened:
            Obligation.objects.plan_first_reviews(self._at.astimezone(UTC).date())
        result.references += self._taken(references, self._owed)

    def _taken(self, references: ReferenceUpdate, names: Sequence[str]) -> list[ReferenceChanges]:
        paths = (file_in(self._folders, f"{name}.json") for name in names)
        return [references.take(path) for path in paths if path]

    def _plan(self) -> UpdatePlan:
        finder = KeyFinder(self._editions, self._author.date_joined.astimezone(UTC).date())
        stored = StoredBaseline(self._author, finder)
        withdrawn = {row["key"]: row["reason"] for row in self._rows_of(WITHDRAWN)}
        return UpdatePlan(self.edition, stored, withdrawn)

    def _changes(self, plan: UpdatePlan) -> list[PlannedNote]:
        try:
            return plan.changes(self._notes())
        except RowWithoutKey as unknown:
            refusal = _(
                "Note %(note)s of %(file)s is not in the edition of %(day)s: build the fixtures anew."
            )
            told = {"note": unknown.row, "file": NOTES, "day": self.edition.name}
            raise UpdateRefused(refusal % told) from unknown

    def _notes(self) -> list[BaselineRow]:
        """As on the day of the edition, so that a period that still ran is filed as in a new database."""
        path = file_in(self._folders, NOTES)
        if path is None:
            raise UpdateRefused(_("There is no %(file)s beside the fixtures.") % {"file": NOTES})
        with path.open("rb") as file:
            return baseline_rows(file, self._author, datetime.combine(self.edition.day, time.min, tzinfo=UTC))

    def _replies(self, planned: Sequence[PlannedNote]) -> ReplyUpdate:
        update = ReplyUpdate(self._author, self._at, self.edition.reason)
        path = file_in(self._folders, REPLIES)
        if path:
            keys = [entry.key for entry in planned if entry.will_be_published]
            update.plan(read_replies(path, keys, today=self.edition.day), planned)
        return update

    def _rows_of(self, name: str) -> list[dict[str, str]]:
        path = file_in(self._folders, name)
        if path is None:
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return [*csv.DictReader(file)]


def file_in(folders: Sequence[Path], name: str) -> Path | None:
    """The file of this name in the first folder that has one."""
    return next((folder / name for folder in folders if (folder / name).is_file()), None)
