"""What a reviewer sees: the changes in a note since its last submission, and the comments."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Model, TextField

from commitments.models import EvidenceLink, ProgressNote, User
from commitments.models.progress import CONTENT_FIELDS, EVIDENCE_FIELDS
from commitments.rules.codes import Stage
from commitments.rules.difference import Piece, pieces

from .display import field_label, in_words


class FieldChange(NamedTuple):
    """One field before and now; long texts word by word."""

    label: str
    before: str
    after: str
    pieces: list[Piece]

    @classmethod
    def of(cls, field, before: str, after: str) -> "FieldChange":
        """The change of a field; both values are already text."""
        is_text = isinstance(field, TextField)
        return cls(field_label(field), before, after, pieces(before, after) if is_text else [])


@dataclass(frozen=True)
class EvidenceChange:
    """One piece of evidence, and whether it was added, removed, changed or left unchanged."""

    link: EvidenceLink
    kind: str
    changes: list[FieldChange]


class ReviewComment(NamedTuple):
    """A comment between members of staff; never public."""

    by: User | None
    at: datetime
    words: str
    returned: bool


@dataclass(frozen=True)
class Review:
    """A note beside its last submitted version; `since` is None if it was never submitted before."""

    since: datetime | None
    changes: list[FieldChange]
    links: list[EvidenceChange]
    comments: list[ReviewComment]


def review_of(note: ProgressNote) -> Review:
    """Reads the history of the note and of its evidence, with one query each."""
    rows = list(note.history.select_related("history_user").order_by("history_id"))
    before = _submission_before(rows)
    present = list(note.evidence.select_related("document").in_reading_order())
    if before is None:
        links = [EvidenceChange(link, "unchanged", []) for link in present]
        return Review(None, [], links, _comments(rows))
    standing = links_at(note, before.history_date)
    return Review(
        before.history_date,
        _changes(before.instance, note, CONTENT_FIELDS),
        _link_changes(standing, present),
        _comments(rows),
    )


def links_at(note: ProgressNote, moment: datetime) -> dict[int, EvidenceLink]:
    """The evidence of a note just before a moment."""
    rows = EvidenceLink.history.filter(note_id=note.pk, history_date__lt=moment).order_by("history_id")
    standing: dict[int, EvidenceLink] = {}
    for row in rows:
        standing.pop(row.id, None)
        if row.history_type != "-":
            standing[row.id] = row.instance
    return standing


def _submission_before(rows: list) -> Model | None:
    """The note as submitted before it was last returned."""
    returned = next((i for i in reversed(range(len(rows))) if _returns(rows, i)), None)
    earlier = rows[:returned] if returned is not None else []
    return next((row for row in reversed(earlier) if row.stage == Stage.SUBMITTED), None)


def _returns(rows: list, place: int) -> bool:
    before = rows[place - 1].stage if place else None
    return rows[place].stage == Stage.RETURNED and before == Stage.SUBMITTED


def _comments(rows: list) -> list[ReviewComment]:
    """Comments on returns, and the reasons authors gave when they saved; newest first."""
    said = [
        ReviewComment(row.history_user, row.history_date, row.history_change_reason, _returns(rows, place))
        for place, row in enumerate(rows)
        if row.history_change_reason and row.stage in {Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED}
    ]
    return said[::-1]


def _changes(before: Model, after: Model, names: tuple[str, ...]) -> list[FieldChange]:
    fields = [after._meta.get_field(name) for name in names]
    changed = [field for field in fields if getattr(before, field.attname) != getattr(after, field.attname)]
    return [FieldChange.of(field, in_words(before, field), in_words(after, field)) for field in changed]


def _link_changes(standing: dict[int, EvidenceLink], present: list[EvidenceLink]) -> list[EvidenceChange]:
    found = []
    for link in present:
        before = standing.pop(link.pk, None)
        changes = _changes(before, link, EVIDENCE_FIELDS) if before else []
        kind = "added" if before is None else ("changed" if changes else "unchanged")
        found.append(EvidenceChange(link, kind, changes))
    return found + [EvidenceChange(link, "removed", []) for link in standing.values()]
