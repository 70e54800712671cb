"""The pieces of evidence in a row, compared with those that a note has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from commitments.models import EvidenceLink, ProgressNote, User
from commitments.models.validation import too_long
from commitments.rules.codes import EvidenceKind, Precision
from commitments.rules.dates import future_refusals, settled

from .columns import EVIDENCE, evidence_column, evidence_place
from .entries import Change
from .stored import evidence_cell, says_the_same
from .values import CodeWidget, TextWidget, known_day

COLUMN_OF = {field: column for column, field in EVIDENCE.items()}
COLUMN_OF["published_precision"] = COLUMN_OF["published_date"]
KIND, TEXT = CodeWidget(EvidenceKind.values), TextWidget()

Groups = Mapping[int, Mapping[str, str]]


def groups_in(headings: Sequence[str]) -> dict[int, dict[str, str]]:
    """The columns of each piece of evidence, by its number and then by field."""
    found: dict[int, dict[str, str]] = {}
    for name in headings:
        if place := evidence_place(name):
            found.setdefault(place.number, {})[place.field] = name
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class LinkChange:
    """One piece of evidence that is added, changed, or (without values) taken away."""

    number: int
    values: Mapping[str, object] | None


@dataclass
class Evidence:
    """All that a row says about evidence: what differs, and what is wrong with it."""

    links: Sequence[EvidenceLink]
    today: date
    changes: list[Change] = field(default_factory=list)
    steps: list[LinkChange] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def read(self, groups: Groups, row: Mapping[str, str]) -> None:
        """Compare each piece in the row with the stored one in its place."""
        for number, columns in groups.items():
            stored = self.links[number - 1] if number <= len(self.links) else None
            before = {f: evidence_cell(stored, f) if stored else "" for f in columns}
            cells = {name: row.get(column, "") for name, column in columns.items()}
            changed = [name for name, cell in cells.items() if not says_the_same(cell, before[name])]
            self.changes += [Change(columns[name], before[name], cells[name]) for name in changed]
            if changed and "url" in columns and not any(cells.values()):
                self.steps.append(LinkChange(number, None))
            elif changed:
                values = self._values(number, {name: cells[name] for name in changed}, stored)
                self.steps.append(LinkChange(number, values))

    @property
    def count(self) -> int:
        """How many pieces the note has afterwards."""
        gone = sum(step.values is None for step in self.steps)
        added = sum(step.values is not None and step.number > len(self.links) for step in self.steps)
        return len(self.links) - gone + added

    def take_place(self, note: ProgressNote, *, by: User, reason: str) -> None:
        """Bring the evidence of this note, which has the same pieces, to what the row says."""
        links = list(note.evidence.order_by("pk")) if self.steps else []
        for step in self.steps:
            is_new = step.number > len(links)
            link = EvidenceLink() if is_new else links[step.number - 1]
            link.note = note
            if step.values is None:
                link.take_away(by=by, reason=reason)
                continue
            for name, value in step.values.items():
                setattr(link, name, value)
            link.write(by=by, reason=reason)

    def _values(self, number: int, cells: Mapping[str, str], stored: EvidenceLink | None) -> dict:
        values: dict[str, object] = {}
        for name, cell in cells.items():
            try:
                values |= self._value(name, cell)
            except ValueError as error:
                self._refuse(number, name, [str(error)])
        whole = EvidenceLink(**{f: getattr(stored, f) for f in COLUMN_OF} if stored else {})
        for name, value in values.items():
            setattr(whole, name, value)
        self._validate(number, whole, unread=set(cells) - set(values))
        return values

    def _value(self, name: str, cell: str) -> dict[str, object]:
        if name == "kind":
            return {name: KIND.clean(cell)}
        if name != "published_date":
            return {name: TEXT.clean(cell)}
        if not cell:
            return {name: None, "published_precision": Precision.DAY.value}
        day, precision = known_day(cell)
        filed = settled(day, precision, today=self.today)
        return {name: filed, "published_precision": precision.value}

    def _validate(self, number: int, link: EvidenceLink, *, unread: set[str]) -> None:
        found = too_long(link)
        try:
            link.clean_fields(exclude={"note", *unread, *found})
        except ValidationError as refused:
            found |= refused.message_dict
        day = link.published_date
        if day and "published_date" not in unread:
            found |= (
                {"published_date": reasons} if (reasons := future_refusals(day, today=self.today)) else {}
            )
        for name, reasons in found.items():
            self._refuse(number, name, reasons)

    def _refuse(self, number: int, name: str, reasons: list[str]) -> None:
        column = evidence_column(number, COLUMN_OF[name])
        self.errors.setdefault(column, []).extend(str(reason) for reason in reasons)
