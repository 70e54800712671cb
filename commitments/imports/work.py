"""One row in the making: what was stored, what the file says, and what that comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from commitments.models import Obligation, ProgressNote
from commitments.rules.codes import Stage
from commitments.rules.publication import content_refusals

from .block import Reach
from .columns import CONTENT
from .derived import derived_refusal, misfits
from .entries import Change, Outcome
from .links import Evidence, Groups
from .stored import content_cells, derived_cells, says_the_same

Errors = dict[str, list[str]]


@dataclass
class Work:
    """`note` is the record the row is about, in memory; `stored` whether it stands in the database."""

    row: Mapping[str, str]
    note: ProgressNote
    stored: bool
    today: date
    groups: Groups
    open_correction: ProgressNote | None = None
    hints: list[str] = field(default_factory=list)
    made: int | None = None

    def __post_init__(self) -> None:
        self.obligation: Obligation | None = self.note.obligation if self.stored else None
        self.evidence = Evidence(list(self.note.evidence.all()) if self.stored else [], self.today)
        self.before: dict[str, str] = {}
        if self.stored:
            self.before = content_cells(self.note, self.obligation)
        # what followed before fits, for nobody has to mend it; a new note has nothing of it
        was = derived_cells(self.note, self.obligation, links=len(self.evidence.links)) if self.stored else {}
        self.misfits = misfits(self.row, was)
        self.state_before = self.obligation.state_id if self.obligation else None
        self.evidence.read(self.groups, self.row)
        self.own_changes = [
            Change(column, self.before.get(column, ""), self.row[column])
            for column in CONTENT
            if self.is_changed(column)
        ]

    def is_changed(self, column: str) -> bool:
        """Whether the cell says something else than what is stored; a column not there says nothing."""
        return column in self.row and not says_the_same(self.row[column], self.before.get(column, ""))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every cell that differs, of the note and of its evidence."""
        return (*self.own_changes, *self.evidence.changes)

    @property
    def outcome(self) -> Outcome:
        """What becomes of the row when nothing refuses it."""
        if not self.stored:
            return Outcome.NEW
        if not self.changes:
            return Outcome.UNCHANGED
        return Outcome.CORRECTION if self.note.stage == Stage.PUBLISHED else Outcome.CHANGED

    @property
    def title(self) -> str:
        """State, commitment and day, as far as they are known."""
        said = content_cells(self.note, self.obligation) if self.obligation else self.row
        return " · ".join(said.get(column, "") for column in ("state_iso3", "commitment", "noted_date"))

    def find_obligation(self, reach: Reach) -> Errors:
        """The obligation that state_iso3 and commitment name together; why there is none."""
        if self.stored and not (self.is_changed("state_iso3") or self.is_changed("commitment")):
            return {}
        iso3 = self.row.get("state_iso3", "").upper()
        code = self.row.get("commitment", "").lower()
        errors: Errors = {}
        if iso3 and iso3 not in reach.states:
            errors["state_iso3"] = [_("“%(code)s” is the ISO code of no State.") % {"code": iso3[:40]}]
        if code and code not in reach.codes:
            errors["commitment"] = [_("“%(code)s” is no code of a commitment.") % {"code": code[:40]}]
        if errors or not (iso3 and code):
            return errors
        found = reach.obligation(iso3, code)
        if found is None:
            refusal = _("%(state)s has never been a Party, so it owes nothing under %(code)s.")
            return {"state_iso3": [refusal % {"state": reach.states[iso3], "code": code}]}
        self.obligation = self.note.obligation = found
        return {}

    def empty_cells(self, needed: Iterable[str]) -> Errors:
        """What a new note needs and the row leaves empty."""
        if self.stored:
            return {}
        empty = [column for column in needed if not self.row.get(column)]
        return {column: [_("This cell is empty, and a new note needs it.")] for column in empty}

    def derived_errors(self) -> Errors:
        """What somebody changed in a column that is not read in."""
        if not self.misfits:
            return {}
        now = derived_cells(self.note, self.obligation, links=self.evidence.count)
        wrong = sorted(misfits(self.row, now, self.misfits))
        return {column: [derived_refusal(column, now[column])] for column in wrong}

    def submission_errors(self, *, submit: bool) -> Errors:
        """Why the note could not be handed to a reviewer: an error where that was asked, else a hint."""
        note = self.note
        refusals = content_refusals(
            status=note.status, certainty=note.certainty, text=note.text, links=self.evidence.count
        )
        if submit and refusals:
            return {"status": refusals}
        self.hints += [str(refusal) for refusal in refusals]
        return {}

    def twin(self) -> int | None:
        """The number of a note that says the same of the same day."""
        note = self.note
        same = ProgressNote.objects.filter(
            obligation=note.obligation_id, noted_date=note.noted_date, text=note.text
        )
        spoken = same.exclude(stage__in=[Stage.RETRACTED, Stage.CORRECTED])
        return spoken.values_list("pk", flat=True).first()

    def waits_as_correction(self) -> bool:
        """Whether the open correction of the note says exactly what the row says."""
        open_one = self.open_correction
        if open_one is None:
            return False
        cells = content_cells(open_one, open_one.obligation)
        links = list(open_one.evidence.all())
        same = all(says_the_same(self.row[column], cells[column]) for column in CONTENT if column in self.row)
        compared = Evidence(links, self.today)
        compared.read(self.groups, self.row)
        return same and not compared.changes
