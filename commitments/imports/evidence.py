"""The pieces of evidence in a row, compared with those that a note has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from commitments.models import EvidenceLink, ProgressNote, User
from commitments.models.validation import too_long
from commitments.rules.codes import EvidenceKind, Precision
from commitments.rules.dates import future_refusals, stored_day

from .cells import ImportChange, evidence_cell, read_code, read_day, read_text, says_the_same
from .columns import EVIDENCE, evidence_column, evidence_place

COLUMN_OF = {field: column for column, field in EVIDENCE.items()}
COLUMN_OF["published_precision"] = COLUMN_OF["published_date"]

# The headers of each piece of evidence by field, by the number of the piece.
EvidenceHeaders = Mapping[int, Mapping[str, str]]


def evidence_headers(headings: Sequence[str]) -> EvidenceHeaders:
    """The columns of each piece of evidence, by its number and then by field."""
    found: dict[int, dict[str, str]] = {}
    for name in headings:
        if place := evidence_place(name):
            found.setdefault(place.number, {})[place.field] = name
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class EvidenceEdit:
    """One piece of evidence that is added, changed, or (without values) taken away."""

    number: int
    values: Mapping[str, object] | None


@dataclass
class RowEvidence:
    """All that a row says about evidence: what differs from `links`, and what is wrong with it."""

    links: Sequence[EvidenceLink]
    today: date
    changes: list[ImportChange] = field(default_factory=list)
    edits: list[EvidenceEdit] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def compare(self, headers: EvidenceHeaders, row: Mapping[str, str]) -> None:
        """Compare each piece in the row with the stored one in its place."""
        for number, columns in headers.items():
            stored = self.links[number - 1] if number <= len(self.links) else None
            before = {name: evidence_cell(stored, name) if stored else "" for name in columns}
            cells = {name: row.get(column, "") for name, column in columns.items()}
            changed = [name for name, cell in cells.items() if not says_the_same(cell, before[name])]
            self.changes += [ImportChange(columns[name], before[name], cells[name]) for name in changed]
            if changed and "url" in columns and not any(cells.values()):
                self.edits.append(EvidenceEdit(number, None))
            elif changed:
                values = self._values(number, {name: cells[name] for name in changed}, stored)
                self.edits.append(EvidenceEdit(number, values))

    @property
    def count(self) -> int:
        """How many pieces the note has afterwards."""
        gone = sum(edit.values is None for edit in self.edits)
        added = sum(edit.values is not None and edit.number > len(self.links) for edit in self.edits)
        return len(self.links) - gone + added

    def save_to(self, note: ProgressNote, *, by: User, reason: str) -> None:
        """Bring the evidence of this note, which has the same pieces, to what the row says."""
        links = list(note.evidence.order_by("pk")) if self.edits else []
        for edit in self.edits:
            is_new = edit.number > len(links)
            link = EvidenceLink() if is_new else links[edit.number - 1]
            link.note = note
            if edit.values is None:
                link.take_away(by=by, reason=reason)
                continue
            for name, value in edit.values.items():
                setattr(link, name, value)
            link.write(by=by, reason=reason)

    def _values(
        self, number: int, cells: Mapping[str, str], stored: EvidenceLink | None
    ) -> dict[str, object]:
        values: dict[str, object] = {}
        for name, cell in cells.items():
            try:
                values |= self._value(name, cell)
            except ValueError as error:
                self._refuse(number, name, [str(error)])
        kept = (*COLUMN_OF, "document", "document_name")
        whole = EvidenceLink(**{name: getattr(stored, name) for name in kept} if stored else {})
        for name, value in values.items():
            setattr(whole, name, value)
        self._validate(number, whole, unread=set(cells) - set(values))
        return values

    def _value(self, name: str, cell: str) -> dict[str, object]:
        if name == "kind":
            return {name: read_code(cell, EvidenceKind.values)}
        if name != "published_date":
            return {name: read_text(cell)}
        if not cell:
            return {name: None, "published_precision": Precision.DAY.value}
        day, precision = read_day(cell)
        return {name: stored_day(day, precision, today=self.today), "published_precision": precision.value}

    def _validate(self, number: int, link: EvidenceLink, *, unread: set[str]) -> None:
        found: dict[str, Sequence[object]] = {**too_long(link)}
        try:
            link.clean_fields(exclude={"note", *unread, *found})
        except ValidationError as refused:
            found |= refused.message_dict
        if refusals := link.source_refusals():
            found["archive" if link.archive_number else "url"] = refusals
        day = link.published_date
        if day and "published_date" not in unread and (future := future_refusals(day, today=self.today)):
            found["published_date"] = future
        for name, reasons in found.items():
            self._refuse(number, name, reasons)

    def _refuse(self, number: int, name: str, reasons: Sequence[object]) -> None:
        column = evidence_column(number, COLUMN_OF[name])
        self.errors.setdefault(column, []).extend(str(reason) for reason in reasons)
