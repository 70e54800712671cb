"""What States themselves have said to findings of the baseline: loaded with it, and brought to a new edition.

A reply belongs to the note that stands under its key: a correction takes the replies of the baseline along.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commitments.models import ProgressNote, Reply, User
from commitments.models.history import record_bulk_history
from commitments.rules.codes import Stage
from commitments.rules.dates import future_refusals

from .editions import BaselineEdition
from .refusals import Errors, FileRefused, Refusal, errors_of, refusals_of
from .update_plan import Action, PlannedNote
from .update_references import ReferenceChanges

CONTENT = ("replied_by", "replied_date", "position", "text", "url")
FIRST_ROW = 2  # as a spreadsheet numbers it, below the headings


@dataclass(frozen=True)
class KeyedReply:
    """A reply in memory, and the key of the finding that it answers."""

    key: str
    reply: Reply

    @property
    def content(self) -> tuple[Any, ...]:
        return content_of(self.reply)


def content_of(reply: Reply) -> tuple[Any, ...]:
    return tuple(getattr(reply, name) for name in CONTENT)


def read_replies(path: Path, keys: Iterable[str], *, today: date) -> list[KeyedReply]:
    """Every row, read and checked; raises FileRefused. `keys` are those of the published findings."""
    known = set(keys)
    refusals: list[Refusal] = []
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=FIRST_ROW):
            reply = Reply(**{name: row[name] for name in CONTENT})
            refusals += refusals_of(number, _errors(reply, row["note_key"], known, today))
            found.append(KeyedReply(row["note_key"], reply))
    if refusals:
        raise FileRefused(refusals)
    return found


def _errors(reply: Reply, key: str, known: set[str], today: date) -> Errors:
    if key not in known:
        return {"note_key": [_("No published finding of the edition has this key.")]}
    try:
        reply.clean_fields(exclude=("note", "author"))  # which also turns the text of a day into the day
    except ValidationError as refused:
        return errors_of(refused)
    future = future_refusals(reply.replied_date, today=today)
    return {"replied_date": future} if future else {}


def load_replies(path: Path, edition: BaselineEdition, author: User, at: datetime) -> None:
    """The replies of a new database, published as its notes are; raises FileRefused."""
    published = ProgressNote.objects.filter(stage=Stage.PUBLISHED).in_bulk()
    notes = {key: published[number] for number, key in edition.by_number.items() if number in published}
    read = read_replies(path, notes, today=edition.day)
    ReplyUpdate(author, at, new=[(each.reply, notes[each.key]) for each in read]).apply()


@dataclass
class ReplyUpdate:
    """Which replies are added and retracted; planned before the notes are stored, done after them.

    Without a `reason` nothing is written into the history, as for a new database.
    """

    author: User
    at: datetime
    reason: str = ""
    found: ReferenceChanges = field(default_factory=lambda: ReferenceChanges("replies"))
    new: list[tuple[Reply, ProgressNote]] = field(default_factory=list)
    gone: list[Reply] = field(default_factory=list)

    def plan(self, read: Sequence[KeyedReply], planned: Iterable[PlannedNote]) -> None:
        """Compare with the replies of the baseline to the notes that stand."""
        held: dict[str, dict[tuple[Any, ...], Reply]] = {}
        for each in read:
            held.setdefault(each.key, {})[each.content] = each.reply
        stored: dict[int, list[Reply]] = {}
        for reply in Reply.objects.filter(author=self.author):
            stored.setdefault(reply.note_id, []).append(reply)
        for entry in planned:
            self._plan_note(entry, held.get(entry.key, {}), stored)

    def _plan_note(
        self,
        entry: PlannedNote,
        held: Mapping[tuple[Any, ...], Reply],
        stored: Mapping[int, Sequence[Reply]],
    ) -> None:
        if entry.action in (Action.ADDED, Action.CORRECTED, Action.CHANGED) and entry.will_be_published:
            self._add(held.values(), entry)
        elif entry.action == Action.SAME and entry.stored and not entry.reason:
            there = {content_of(reply): reply for reply in stored.get(entry.stored.note.pk, ())}
            self._add((reply for content, reply in held.items() if content not in there), entry)
            self.gone += [
                reply
                for content, reply in there.items()
                if content not in held and reply.stage == Stage.PUBLISHED
            ]
        elif held:
            self.found.left.append(_("%(key)s: the finding is left alone") % {"key": entry.key})

    def _add(self, replies: Iterable[Reply], entry: PlannedNote) -> None:
        # a draft that is changed keeps its record; everything else that is not stored yet is the row
        kept = entry.stored if entry.action in (Action.SAME, Action.CHANGED) else None
        self.new += [(reply, kept.note if kept else entry.note) for reply in replies]

    def apply(self) -> None:
        """Needs the notes to be stored."""
        for reply, note in self.new:
            reply.note, reply.author, reply.created_at, reply.stage = (
                note,
                self.author,
                self.at,
                Stage.PUBLISHED,
            )
            reply.submitted_at = reply.published_at = self.at
            reply.submitted_by = reply.published_by = self.author
        added = Reply.objects.bulk_create(reply for reply, _note in self.new)
        withdrawn = _("This edition of the baseline no longer holds this reply.")
        marks = {"retracted_at": self.at, "retracted_by": self.author, "retraction_reason": withdrawn}
        Reply.objects.filter(pk__in=[reply.pk for reply in self.gone]).update(stage=Stage.RETRACTED, **marks)
        gone = list(Reply.objects.filter(pk__in=[reply.pk for reply in self.gone]))
        if self.reason:
            record_bulk_history(added, reason=self.reason, created=True, by=self.author)
            record_bulk_history(gone, reason=self.reason, by=self.author)

    @property
    def changes(self) -> ReferenceChanges:
        """As it is told with the other rows."""
        self.found.added, self.found.retracted = len(self.new), len(self.gone)
        return self.found
