"""What an edition of the baseline would do to the notes of a database: asked first, then shown, then done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from commitments.models import EvidenceLink, ProgressNote
from commitments.rules.codes import UNPUBLISHED_STAGES, Stage
from commitments.rules.editions import entry_key_of

from .baseline import BaselineRow
from .editions import BaselineEdition
from .update_stored import StoredBaseline, StoredNote, words_of


class Action(StrEnum):
    """What becomes of one finding of the baseline."""

    SAME = "unchanged"
    ADDED = "added"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    DRAFTED = "new drafts"
    CHANGED = "changed drafts"
    DISCARDED = "discarded drafts"
    LEFT = "left alone"


@dataclass
class PlannedNote:
    """One finding: `row` is what the edition says, `stored` what stands; either may be missing."""

    key: str
    action: Action
    row: BaselineRow | None = None
    stored: StoredNote | None = None
    reason: str = ""

    @property
    def note(self) -> ProgressNote:
        """The note that it is about, as it will stand."""
        if self.row:
            return self.row.note
        if self.stored is None:
            raise ValueError(self.key)
        return self.stored.note

    @property
    def links(self) -> list[EvidenceLink]:
        return self.row.links if self.row else []

    @property
    def will_be_published(self) -> bool:
        return self.row is not None and self.row.stage == Stage.PUBLISHED


class RowWithoutKey(Exception):
    """A row of the notes is not in the file of its edition; `row` is its number."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(row)


class UpdatePlan:
    """Compares an edition with what is stored. `withdrawn` gives the reason why a key is gone, by key."""

    def __init__(
        self, edition: BaselineEdition, stored: StoredBaseline, withdrawn: Mapping[str, str]
    ) -> None:
        self.edition, self._stored, self._withdrawn = edition, stored, withdrawn

    def changes(self, rows: Sequence[BaselineRow]) -> list[PlannedNote]:
        """One entry for each finding of this edition and of earlier ones; raises RowWithoutKey."""
        planned = [entry for row in rows for entry in self._of_row(self._key_of(row), row)]
        self._leave_twins(planned)
        _keep_order(planned)
        here = {entry.key for entry in planned}
        gone = [self._of_gone(key, each) for key, each in self._stored.by_key.items() if key not in here]
        unknown = [
            PlannedNote("", Action.LEFT, stored=each, reason=_("no edition knows it"))
            for each in self._stored.unknown
        ]
        return [*planned, *filter(None, gone), *unknown]

    def entry_key_of(self, entry: PlannedNote) -> UUID | None:
        """By which its note is found again; None where an earlier build of this edition took it."""
        entry_key = entry_key_of(self.edition.name, entry.key)
        chain = self._stored.by_key.get(entry.key, ())
        return None if any(each.note.entry_key == entry_key for each in chain) else entry_key

    def _key_of(self, row: BaselineRow) -> str:
        key = self.edition.by_digest.get(row.digest)
        if key is None:
            raise RowWithoutKey(row.number)
        return key

    # ---------------------------------------------------------------- what the edition holds

    def _of_row(self, key: str, row: BaselineRow) -> Iterator[PlannedNote]:
        chain = self._stored.by_key.get(key)
        if chain:
            yield from self._of_known(key, row, chain[-1])
        elif key in self._stored.discarded:
            yield PlannedNote(key, Action.LEFT, row, reason=_("your staff discarded it"))
        else:
            yield _new(key, row)

    def _of_known(self, key: str, row: BaselineRow, last: StoredNote) -> Iterator[PlannedNote]:
        """`last` is the newest note of this key that the baseline has brought here."""
        refusal = self._stored.staff_refusal(last)
        is_same = last.digest == row.digest
        if last.note.stage == row.stage and is_same:
            yield PlannedNote(key, Action.SAME, row, last, refusal)
        elif refusal:
            # a staff member who published the very words of the edition has done its work
            said = is_same and last.note.stage == Stage.PUBLISHED
            yield PlannedNote(key, Action.SAME if said else Action.LEFT, row, last, refusal)
        elif last.note.stage == Stage.DRAFT:
            yield PlannedNote(key, Action.CHANGED, row, last)
        elif last.note.stage != Stage.PUBLISHED:  # an earlier edition withdrew it
            yield _new(key, row)
        elif row.stage == Stage.PUBLISHED:
            yield PlannedNote(key, Action.CORRECTED, row, last)
        else:
            yield PlannedNote(key, Action.RETRACTED, stored=last, reason=self._reason(key))
            yield _new(key, row)

    def _leave_twins(self, planned: Iterable[PlannedNote]) -> None:
        """Staff have logged the same of the same day: theirs stands, and nothing is told twice."""
        new = [entry for entry in planned if entry.action in (Action.ADDED, Action.DRAFTED)]
        twins = self._stored.twins_of(entry.note for entry in new)
        for entry in new:
            if twin := twins.get(words_of(entry.note)):
                entry.action = Action.LEFT
                entry.reason = _("your staff logged the same (note %(note)s)") % {"note": twin}

    # ---------------------------------------------------------------- what it no longer holds

    def _of_gone(self, key: str, chain: Sequence[StoredNote]) -> PlannedNote | None:
        last = chain[-1]
        if last.note.stage in (Stage.CORRECTED, Stage.RETRACTED):
            return None
        if refusal := self._stored.staff_refusal(last):
            return PlannedNote(key, Action.LEFT, stored=last, reason=refusal)
        is_draft = last.note.stage in UNPUBLISHED_STAGES
        action = Action.DISCARDED if is_draft else Action.RETRACTED
        return PlannedNote(key, action, stored=last, reason=self._reason(key))

    def _reason(self, key: str) -> str:
        default = _("The edition of %(day)s of the baseline no longer holds this finding.")
        return self._withdrawn.get(key) or default % {"day": self.edition.name}


def _new(key: str, row: BaselineRow) -> PlannedNote:
    return PlannedNote(key, Action.ADDED if row.stage == Stage.PUBLISHED else Action.DRAFTED, row)


def _keep_order(planned: Sequence[PlannedNote]) -> None:
    """Findings of one day decide by their publication: one that follows a new one is published anew."""

    def same_day(entry: PlannedNote) -> tuple:
        return entry.note.obligation_id, entry.note.noted_date

    findings = [entry for entry in planned if entry.will_be_published and entry.note.status]
    findings.sort(key=same_day)  # a stable sort: those of one day keep the order of the file
    for _day, group in groupby(findings, key=same_day):
        is_after_new = False
        for entry in group:
            if is_after_new and entry.action == Action.SAME and not entry.reason:
                entry.action = Action.CORRECTED
            is_after_new = is_after_new or entry.action in (Action.ADDED, Action.CORRECTED, Action.CHANGED)
