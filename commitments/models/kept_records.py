"""Which rows are never deleted and which columns never change, as conditions in SQL.

`{row}` stands for the row that is asked about: OLD or NEW of a trigger, or the alias of a table.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db.models import AutoField, Model, UniqueConstraint
from simple_history.models import HistoricalChanges

from .commitment import Commitment, Paragraph
from .deadline import Deadline
from .document import Document
from .evidence import EvidenceLink
from .membership import Membership
from .obligation import Obligation
from .people import User
from .progress import CONTENT_FIELDS, ProgressNote
from .reply import Reply
from .state import State

NOTE, LINK, REPLY = (model._meta.db_table for model in (ProgressNote, EvidenceLink, Reply))
OBLIGATION, COMMITMENT = Obligation._meta.db_table, Commitment._meta.db_table
HISTORY_PREFIX = "commitments_historical"
ALWAYS = "1 = 1"

# what a published record bears from before its publication
MARK_COLUMNS = (
    "id",
    "author_id",
    "created_at",
    "version",
    "entry_key",
    "reviewer_id",
    "submitted_at",
    "submitted_by_id",
    "returned_at",
    "returned_by_id",
    "return_comment",
    "published_at",
    "published_by_id",
)
NOTE_COLUMNS = (
    *(field.attname for field in ProgressNote._meta.concrete_fields if field.name in CONTENT_FIELDS),
    "corrects_id",
    *MARK_COLUMNS,
)
REPLY_COLUMNS = ("note_id", "replied_by", "replied_date", "position", "text", "url", *MARK_COLUMNS)
# what the one step after publication writes
REPLY_STEP_COLUMNS = ("stage", "retracted_at", "retracted_by_id", "retraction_reason")
NOTE_STEP_COLUMNS = (*REPLY_STEP_COLUMNS, "corrected_at")

# Every name in a condition is a constant of this module, so nothing can be injected.
# ruff: noqa: S608  (as said above)
PUBLISHED = "{row}.published_at IS NOT NULL"
OF_A_PUBLISHED_NOTE = f"EXISTS (SELECT 1 FROM {NOTE} WHERE id = {{row}}.note_id AND published_at IS NOT NULL)"
CITED = f"EXISTS (SELECT 1 FROM {LINK} WHERE document_id = {{row}}.sha256)"


def _bears_findings(obligations: str) -> str:
    """Whether a published finding belongs to one of these obligations."""
    return (
        f"EXISTS (SELECT 1 FROM {NOTE} WHERE published_at IS NOT NULL AND obligation_id IN ({obligations}))"
    )


_OWED = f"SELECT id FROM {OBLIGATION} WHERE"
BEARS_FINDINGS: dict[type[Model], str] = {
    Obligation: _bears_findings("{row}.id"),
    State: _bears_findings(f"{_OWED} state_id = {{row}}.id"),
    Commitment: _bears_findings(f"{_OWED} commitment_id = {{row}}.id"),
    Paragraph: _bears_findings(
        f"{_OWED} commitment_id IN (SELECT id FROM {COMMITMENT} WHERE paragraph_id = {{row}}.number)"
    ),
}
# By what a record is known and to what it belongs, and for which rows that stays as it is.
IDENTITY: dict[type[Model], tuple[tuple[str, ...], str]] = {
    Obligation: (("id", "state_id", "commitment_id"), ALWAYS),
    Membership: (("id", "state_id"), ALWAYS),
    Deadline: (("id", "obligation_id"), ALWAYS),
    User: (("id",), ALWAYS),
    State: (("id", "iso3"), BEARS_FINDINGS[State]),
    Commitment: (("id", "code", "paragraph_id", "letter"), BEARS_FINDINGS[Commitment]),
    Paragraph: (("number",), BEARS_FINDINGS[Paragraph]),
}


class KeptRows(NamedTuple):
    """Rows of one table that are never deleted."""

    name: str
    model: type[Model]
    rows: str


def kept_rows() -> Iterator[KeptRows]:
    """All but the histories, of which every row is kept."""
    yield KeptRows("note", ProgressNote, PUBLISHED)
    yield KeptRows("reply", Reply, PUBLISHED)
    yield KeptRows("evidence", EvidenceLink, OF_A_PUBLISHED_NOTE)
    yield KeptRows("document", Document, CITED)
    for model, rows in BEARS_FINDINGS.items():
        yield KeptRows(str(model._meta.model_name), model, rows)
    yield KeptRows("user", User, ALWAYS)


def history_tables() -> list[str]:
    """The history tables of all tracked models, in alphabetical order."""
    return sorted(model._meta.db_table for model in _models() if issubclass(model, HistoricalChanges))


def all_tables() -> list[str]:
    """Every table of the app, in alphabetical order."""
    return sorted(model._meta.db_table for model in _models())


def _models() -> Iterator[type[Model]]:
    return apps.get_app_config("commitments").get_models(include_auto_created=True)


def key_columns(model: type[Model]) -> list[tuple[str, ...]]:
    """What no two rows of a table have in common, in the columns of SQLite."""
    fields = [field for field in model._meta.concrete_fields if field.unique]
    alone = [(str(field.column),) for field in fields if not isinstance(field, AutoField)]
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    together = [
        tuple(columns[name] for name in constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None
    ]
    return [("rowid",), *alone, *together]
