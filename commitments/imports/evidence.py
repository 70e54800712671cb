"""The pieces of evidence in a row, compared with those that a note has."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from commitments.models import EvidenceLink, ProgressNote, User
from commitments.models.validation import broken_constraints, too_long
from commitments.rules.address_reading import address_key
from commitments.rules.date_reading import AmbiguousDate
from commitments.rules.dates import future_refusals

from .cell_values import CellReader
from .cells import ImportChange, evidence_cell
from .columns import EVIDENCE, evidence_column, evidence_place

COLUMN_OF = {field: column for column, field in EVIDENCE.items()}
COLUMN_OF["published_precision"] = COLUMN_OF["published_date"]

UNREAD = object()

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
    cells: CellReader
    latest: date  # the last day that is not the future
    changes: list[ImportChange] = field(default_factory=list)
    edits: list[EvidenceEdit] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)
    questions: list[tuple[str, str, AmbiguousDate]] = field(default_factory=list)  # column, cell, readings
    remarks: list[str] = field(default_factory=list)

    def compare(self, headers: EvidenceHeaders, row: Mapping[str, str]) -> None:
        """Compare each piece in the row with the stored one in its place."""
        for number, columns in headers.items():
            stored = self.links[number - 1] if number <= len(self.links) else None
            before = {name: evidence_cell(stored, name) if stored else "" for name in columns}
            cells = {name: row.get(column, "") for name, column in columns.items()}
            if stored and "url" in columns and not any(cells.values()):
                self.changes += [
                    ImportChange(column, before[name], "") for name, column in columns.items() if before[name]
                ]
                self.edits.append(EvidenceEdit(number, None))
            elif values := self._read(columns, cells, before):
                self._validate(number, stored, values)
                self.edits.append(EvidenceEdit(number, values))

    @property
    def sources(self) -> frozenset[str]:
        """The keys of the addresses that the row gives."""
        given = (edit.values.get("url") for edit in self.edits if edit.values)
        return frozenset(address_key(url) for url in given if isinstance(url, str) and url)

    @property
    def count(self) -> int:
        """How many pieces the note has afterwards."""
        gone = sum(edit.values is None for edit in self.edits)
        added = sum(edit.values is not None and edit.number > len(self.links) for edit in self.edits)
        return len(self.links) - gone + added

    def links_afterwards(self) -> list[EvidenceLink]:
        """The pieces that the note has afterwards, in memory."""
        edits = {edit.number: edit.values for edit in self.edits}
        found = []
        for number in range(1, max([len(self.links), *edits]) + 1):
            values = edits.get(number, {})
            if values is not None:
                link = copy(self.links[number - 1]) if number <= len(self.links) else EvidenceLink()
                for name, value in values.items():
                    setattr(link, name, value)
                found.append(link)
        return found

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

    def _read(
        self, columns: Mapping[str, str], cells: Mapping[str, str], before: Mapping[str, str]
    ) -> dict[str, object]:
        """The fields that the cells change; a field that could not be read holds UNREAD."""
        values: dict[str, object] = {}
        for name, cell in cells.items():
            column, after = columns[name], cell
            try:
                value = self.cells.changed(name, cell, before[name])
            except AmbiguousDate as error:
                self.questions.append((column, cell, error))
                values[name] = UNREAD
            except ValueError as error:
                self.errors[column] = [str(error)]
                values[name] = UNREAD
            else:
                if value is None:
                    continue
                after = value.said
                values |= value.fields
                self.remarks += [f"{column}: {remark}" for remark in value.remarks]
            self.changes.append(ImportChange(column, before[name], after))
        return values

    def _validate(self, number: int, stored: EvidenceLink | None, values: Mapping[str, object]) -> None:
        kept = (*COLUMN_OF, "document_id", "document_name")
        link = EvidenceLink(**{name: getattr(stored, name) for name in kept} if stored else {})
        unread = {name for name, value in values.items() if value is UNREAD}
        for name in values.keys() - unread:
            setattr(link, name, values[name])
        found: dict[str, Sequence[object]] = {**too_long(link)}
        try:
            link.clean_fields(exclude={"note", *unread, *found})
        except ValidationError as refused:
            found |= refused.message_dict
        if "url" not in unread and (refusals := link.source_refusals()):
            found["archive" if link.archive_number else "url"] = refusals
        day = link.published_date
        if day and "published_date" not in unread and (future := future_refusals(day, today=self.latest)):
            found["published_date"] = future
        if not (found or unread) and (broken := broken_constraints(link)):
            found["url"] = broken
        for name, reasons in found.items():
            self._refuse(number, name, reasons)

    def _refuse(self, number: int, name: str, reasons: Sequence[object]) -> None:
        column = evidence_column(number, COLUMN_OF[name])
        self.errors.setdefault(column, []).extend(str(reason) for reason in reasons)
