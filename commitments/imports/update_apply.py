"""Does to the notes what an edition plans: in few statements, with the marks and the history of every step.

The rules of the verbs were asked when the rows were read (`BaselineReader`) and when the plan was made
(`UpdatePlan`); the triggers of the database hold whatever is missed here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from commitments.models import EvidenceLink, ProgressNote, User
from commitments.models.history import record_bulk_history, sign
from commitments.models.progress import CONTENT_FIELDS
from commitments.rules.codes import Stage

from .baseline import ROWS_A_STATEMENT, batched, publish_notes
from .update_plan import Action, PlannedNote, UpdatePlan

NEW = (Action.ADDED, Action.DRAFTED, Action.CORRECTED)


@dataclass(frozen=True)
class NoteUpdate:
    """One update by the author of the baseline at one moment; every entry of the history gives `reason`."""

    plan: UpdatePlan
    author: User
    at: datetime
    reason: str

    def apply(self, planned: Sequence[PlannedNote]) -> None:
        """Everything that is planned; needs a transaction and a change batch around it."""
        new = [entry for entry in planned if entry.action in NEW]
        self._change_drafts([entry for entry in planned if entry.action == Action.CHANGED])
        self._discard([entry for entry in planned if entry.action == Action.DISCARDED])
        self._retract([entry for entry in planned if entry.action == Action.RETRACTED])
        self._create(new)
        self._mark_corrected([entry for entry in new if entry.action == Action.CORRECTED])
        self._publish([entry for entry in new if entry.will_be_published])
        self._remember([entry.note for entry in new], created=True)
        self._remember([link for entry in new for link in entry.links], created=True)

    def _remember(self, records: Sequence[object], *, created: bool = False) -> None:
        record_bulk_history(records, reason=self.reason, created=created, by=self.author)

    # ---------------------------------------------------------------- new notes, and what they replace

    def _create(self, entries: Iterable[PlannedNote]) -> None:
        notes: list[ProgressNote] = []
        links: list[EvidenceLink] = []
        for entry in entries:
            note = entry.note
            note.author, note.created_at = self.author, self.at
            note.entry_key = self.plan.entry_key_of(entry)
            note.corrects = entry.stored.note if entry.stored else None
            notes.append(note)
            links += entry.links
        ProgressNote.objects.bulk_create(notes, batch_size=ROWS_A_STATEMENT)
        EvidenceLink.objects.bulk_create(links, batch_size=ROWS_A_STATEMENT)

    def _mark_corrected(self, entries: Iterable[PlannedNote]) -> None:
        replaced = [entry.stored.note for entry in entries if entry.stored]
        for chunk in batched([note.pk for note in replaced]):
            ProgressNote.objects.filter(pk__in=chunk).update(stage=Stage.CORRECTED, corrected_at=self.at)
        for note in replaced:
            note.stage, note.corrected_at = Stage.CORRECTED, self.at
        self._remember(replaced)

    def _publish(self, entries: Iterable[PlannedNote]) -> None:
        notes = [entry.note for entry in entries]
        publish_notes([note.pk for note in notes], self.author, self.at)
        for note in notes:
            note.stage = Stage.PUBLISHED
            note.submitted_at = note.published_at = self.at
            note.submitted_by = note.published_by = self.author

    # ---------------------------------------------------------------- what is withdrawn

    def _retract(self, entries: Iterable[PlannedNote]) -> None:
        by_reason = sorted(entries, key=lambda entry: entry.reason)
        for reason, group in groupby(by_reason, key=lambda entry: entry.reason):
            notes = [entry.stored.note for entry in group if entry.stored]
            marks = {"retracted_at": self.at, "retracted_by": self.author, "retraction_reason": reason}
            for chunk in batched([note.pk for note in notes]):
                ProgressNote.objects.filter(pk__in=chunk).update(stage=Stage.RETRACTED, **marks)
            for note in notes:
                note.stage = Stage.RETRACTED
                note.retracted_at, note.retracted_by, note.retraction_reason = self.at, self.author, reason
            self._remember(notes)

    # ---------------------------------------------------------------- drafts that nobody has touched

    def _change_drafts(self, entries: Iterable[PlannedNote]) -> None:
        """Few, so one by one: what they say and cite becomes what the edition says and cites."""
        for entry in entries:
            if entry.stored is None:
                continue
            draft, read = entry.stored.note, entry.note
            for name in CONTENT_FIELDS:
                setattr(draft, name, getattr(read, name))
            draft.version += 1
            sign(draft, by=self.author, reason=self.reason)
            draft.save()
            for link in draft.evidence.all():
                link.take_away(by=self.author, reason=self.reason)
            for link in entry.links:
                link.note = draft
                link.write(by=self.author, reason=self.reason)
            if entry.will_be_published:
                publish_notes([draft.pk], self.author, self.at)
                draft.refresh_from_db()
                self._remember([draft])

    def _discard(self, entries: Iterable[PlannedNote]) -> None:
        for entry in entries:
            if entry.stored:
                draft = entry.stored.note
                for link in draft.evidence.all():
                    link.take_away(by=self.author, reason=self.reason)
                sign(draft, by=self.author, reason=self.reason)
                draft.delete()
