"""One row of a file, from top to bottom: found, compared, read, checked, and saved by the verbs of a note."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commitments.models import ProgressNote
from commitments.models.progress import CONTENT_FIELDS
from commitments.rules.date_reading import AmbiguousDate, latest_today
from commitments.rules.dates import noted_refusals

from .cell_values import CellReader, CellValue, read_number, refuse_uncalculated
from .cells import ImportChange, derived_refusal, follows, note_cell, says_the_same, with_by_in_date
from .checks import constraint_errors, permission_errors, submission_refusals, twin_errors
from .columns import CONTENT, DERIVED, NEEDED, NOTE, OBLIGATION
from .evidence import RowEvidence, evidence_headers
from .likeness import Likeness, LikenessSearch
from .loader import ImportReach, NoteBlock
from .reader import FileRow
from .refusals import Errors, Refusal, errors_of
from .results import ImportJob, ImportResult, ImportRow, Outcome, refused_row


class RowReader:
    """Takes the rows of one file in their order; the preview refuses whatever saving would refuse."""

    day_refusals = staticmethod(noted_refusals)

    def __init__(self, job: ImportJob, headings: Sequence[str], reach: ImportReach) -> None:
        self.job, self.reach, self.submit = job, reach, job.submit
        self.latest = latest_today(job.at)
        self.cells = CellReader(today=job.at.astimezone(UTC).date(), order=job.order)
        self._headers = evidence_headers(headings)
        self._likeness = LikenessSearch()
        self._first_rows: dict[object, int] = {}  # the row in which a note, or the same words, stood first

    def result(self, row: FileRow, notes: NoteBlock, *, save: bool) -> ImportResult:
        """What becomes of the row; `save` does it, and needs a transaction around."""
        if row.beyond:
            beyond = Refusal(row.number, "", _("Something stands in this row in a column without a heading."))
            return ImportResult(row.number, Outcome.ERROR, None, "", refusals=(beyond,))
        stored, errors = self._find(row, notes)
        if errors:
            return refused_row(row, errors)
        read = self.read(row, stored, notes.correction_of(stored) if stored else None)
        if save and not (read.errors or read.questions) and read.outcome != Outcome.UNCHANGED:
            try:
                self._save(read)
                self._likeness.touch(read.made)
            except ValidationError as refused:
                read.errors = errors_of(refused)
        orders = tuple(self.cells.orders)
        self.cells.orders.clear()
        return replace(read.result(), orders=orders)

    def read(
        self, row: FileRow, stored: ProgressNote | None = None, correction: ProgressNote | None = None
    ) -> ImportRow:
        """Everything but saving; `errors` say why the row is not taken."""
        read = self._compare(row, stored, correction)
        read.errors = self._cell_errors(read)
        if read.errors or read.questions:
            return read
        if read.outcome == Outcome.CORRECTION:
            read.is_waiting = self._is_waiting(read)
        if read.outcome == Outcome.UNCHANGED:
            return read
        read.errors |= self.permission_errors(read)
        read.errors = read.errors or self._note_errors(read) or constraint_errors(read.note)
        read.errors = read.errors or self._submission_errors(read)
        read.alike = () if read.errors else self.alike(read)
        return read

    # ---------------------------------------------------------------- found

    def _find(self, row: FileRow, notes: NoteBlock) -> tuple[ProgressNote | None, Errors]:
        """The note that the row names; None where it names none."""
        try:
            number = read_number(row.cells.get(NOTE, ""))
        except ValueError as error:
            return None, {NOTE: [str(error)]}
        if number is None:
            return None, {}
        found, errors = notes.note(number), self._repeated(number, row)
        if found is None and not errors:
            unknown = _("There is no note with this number, or its State is not assigned to you.")
            errors = {NOTE: [unknown]}
        return found, errors

    def _repeated(self, key: object, row: FileRow) -> Errors:
        first = self._first_rows.setdefault(key, row.number)
        if first == row.number:
            return {}
        return {NOTE: [_("Row %(row)s is about the same note.") % {"row": first}]}

    # ---------------------------------------------------------------- compared and read, cell by cell

    def _compare(
        self, row: FileRow, stored: ProgressNote | None, correction: ProgressNote | None
    ) -> ImportRow:
        """What differs from what is stored; a column that is not there says nothing."""
        row = replace(row, cells=with_by_in_date(row.cells))
        note, cells = stored or ProgressNote(), row.cells
        evidence = self._evidence(note if stored else None, cells)
        content, derived = ([name for name in names if name in cells] for names in (CONTENT, DERIVED))
        before = dict.fromkeys((*content, *derived), "")
        if stored:
            before = {name: note_cell(name, note, links=len(evidence.links)) for name in before}
        misfits = [name for name in derived if not follows(name, cells[name], before[name])]
        read = ImportRow(row, note, stored is None, evidence, correction, misfits)
        for name in content:
            self._read_cell(read, name, before[name])
        for question in evidence.questions:
            read.ask(*question)
        return read

    def _evidence(self, note: ProgressNote | None, cells: Mapping[str, str]) -> RowEvidence:
        links = list(note.evidence.all()) if note else []
        evidence = RowEvidence(links, self.cells, self.latest)
        evidence.compare(self._headers, cells)
        return evidence

    def _read_cell(self, read: ImportRow, name: str, before: str) -> None:
        """Bring a cell that says something else into the note, or say why it cannot be read."""
        cell = read.cells[name]
        try:
            value = self._changed(name, cell, before)
        except AmbiguousDate as error:
            read.ask(name, cell, error)
        except ValueError as error:
            read.errors[name] = [str(error)]
        else:
            if value is None:
                read.said[name] = before
                return
            read.said[name] = value.said
            for field, content in value.fields.items():
                setattr(read.note, field, content)
        read.own_changes.append(ImportChange(name, before, read.cell(name)))

    def _changed(self, name: str, cell: str, before: str) -> CellValue | None:
        refuse_uncalculated(cell)
        if name in OBLIGATION and cell:
            codes = self.reach.state_code if name == "state_iso3" else self.reach.commitment_code
            code = cell if says_the_same(cell, before) else codes(cell)
            return None if code == before else CellValue({}, code)
        value = self.cells.changed(name, cell, before)
        if value and name == "noted_date":
            day = cast(date, value.fields[name])
            for refusal in self.day_refusals(day, today=self.latest):
                raise ValueError(str(refusal))
        return value

    def _is_waiting(self, read: ImportRow) -> bool:
        """Whether the open correction of the note says exactly what the row says."""
        waiting = read.correction
        if waiting is None or self._evidence(waiting, read.cells).changes:
            return False
        there = [name for name in CONTENT if name in read.cells]
        said = {name: note_cell(name, waiting, links=0) for name in there}
        return all(
            said[name] == read.cell(name) or says_the_same(read.cells[name], said[name]) for name in there
        )

    # ---------------------------------------------------------------- all errors of the cells at once

    def _cell_errors(self, read: ImportRow) -> Errors:
        errors = read.errors
        if read.is_new:
            empty = [name for name in NEEDED if name != NOTE and not read.cells.get(name)]
            errors |= {name: [_("This cell is empty, and a new note needs it.")] for name in empty}
        errors |= self._obligation_errors(read) | read.evidence.errors
        return errors or self._derived_errors(read)

    def _obligation_errors(self, read: ImportRow) -> Errors:
        """Find the obligation that State and commitment name together."""
        named = [change.column for change in read.own_changes if change.column in OBLIGATION]
        iso3, code = read.cell("state_iso3"), read.cell("commitment")
        if not named or OBLIGATION & read.errors.keys() or not (iso3 and code):
            return {}
        found = self.reach.obligation(iso3, code)
        if found is None:
            refusal = _("%(state)s has never been a Party, so it owes nothing under %(code)s.")
            return {"state_iso3": [refusal % {"state": self.reach.states[iso3], "code": code}]}
        read.note.obligation = found
        return {}

    def _derived_errors(self, read: ImportRow) -> Errors:
        """What somebody changed in a column that is not read in; it may say the old or the new."""
        links = read.evidence.count
        now = {name: note_cell(name, read.note, links=links) for name in sorted(read.misfits)}
        return {
            name: [derived_refusal(name, value)]
            for name, value in now.items()
            if not follows(name, read.cells[name], value)
        }

    # ---------------------------------------------------------------- checked

    def permission_errors(self, read: ImportRow) -> Errors:
        return permission_errors(read, self.job.by, self.reach, submit=self.submit)

    def _note_errors(self, read: ImportRow) -> Errors:
        note = read.note
        if not read.is_new:
            return note.entry_refusals()
        sources = read.evidence.sources
        # as one number, for the texts of a large file would fill the memory
        words = hash((note.obligation_id, note.noted_date, note.text, sources))
        repeated = self._repeated(("words", words), read.row)
        return repeated or note.entry_refusals() | self.twin_errors(note, sources)

    def twin_errors(self, note: ProgressNote, sources: Collection[str]) -> Errors:
        return twin_errors(note, sources)

    def alike(self, read: ImportRow) -> tuple[Likeness, ...]:
        return self._likeness.find(read.note, read.evidence.links_afterwards(), read.row.number)

    def _submission_errors(self, read: ImportRow) -> Errors:
        """An error where the note is handed to a reviewer, otherwise a hint."""
        refusals = submission_refusals(read)
        if self.submit and refusals:
            return {"status": refusals}
        read.hints = tuple(refusals)
        return {}

    # ---------------------------------------------------------------- saved

    def _save(self, read: ImportRow) -> None:
        """A new draft, a changed draft, or a correction; handed to a reviewer where that was asked."""
        by, reason = self.job.by, self.job.reason
        target, version = read.note, None if read.is_new else read.note.version
        if read.outcome == Outcome.CORRECTION:
            published = ProgressNote.objects.get(pk=read.note.pk)
            target, version = published.correct(by=by, reason=reason), None
            for name in CONTENT_FIELDS:
                setattr(target, name, getattr(read.note, name))
        target.write(by=by, version=version, reason=reason)
        read.evidence.save_to(target, by=by, reason=reason)
        if self.submit:
            target.submit(by=by, at=self.job.at)
        read.made = target.pk
