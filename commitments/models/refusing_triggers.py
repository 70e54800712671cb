"""The triggers that refuse a statement: on which table, on what condition and by which text.

SQLite replaces a row (INSERT OR REPLACE, UPDATE OR REPLACE) without asking the triggers on DELETE, unless the
connection has recursive_triggers on, as ours have and a console has not. So triggers on INSERT and on UPDATE
refuse there to take the key of a row that is kept.
"""

from collections.abc import Iterator
from typing import NamedTuple

from commitments.rules.codes import PUBLIC_STAGES, Stage, Status

from .document import Document
from .kept_records import (
    ALWAYS,
    HISTORY_PREFIX,
    IDENTITY,
    LINK,
    NOTE,
    NOTE_COLUMNS,
    NOTE_STEP_COLUMNS,
    OF_A_PUBLISHED_NOTE,
    REPLY,
    REPLY_COLUMNS,
    REPLY_STEP_COLUMNS,
    KeptRows,
    history_tables,
    kept_rows,
    key_columns,
)
from .people import User
from .seal_triggers import SEAL
from .trigger_refusals import (
    BEARING_REFUSAL,
    CORRECTED_ONCE,
    CORRECTION_REFUSAL,
    DOCUMENT_REFUSAL,
    EARLY_REFUSAL,
    EVIDENCE_REFUSAL,
    IDENTITY_REFUSAL,
    OVERLAP_REFUSAL,
    PERSON_REFUSAL,
    PRUNING_REFUSAL,
    REFUSAL,
    REPLACEMENT_REFUSAL,
    REWRITING_REFUSAL,
    STEP_REFUSAL,
)

DIFFERS = "IS DISTINCT FROM"  # with null as a value


class Trigger(NamedTuple):
    """A trigger that refuses one kind of statement on one table."""

    name: str
    table: str
    event: str
    condition: str
    refusal: str = REFUSAL
    moment: str = "BEFORE"


# PostgreSQL has an exclusion constraint, which two simultaneous transactions cannot pass by either.
OVERLAP = """EXISTS (SELECT 1 FROM commitments_membership
    WHERE state_id = NEW.state_id AND id IS NOT NEW.id AND
    entry_into_force_date < COALESCE(NEW.withdrawal_effective_date, '9999-12-31') AND
    NEW.entry_into_force_date < COALESCE(withdrawal_effective_date, '9999-12-31'))"""
STAY_TRIGGERS = [
    # after the statement: what the constraints of the table say comes first, as on PostgreSQL
    Trigger(name, "commitments_membership", event, OVERLAP, OVERLAP_REFUSAL, moment="AFTER")
    for name, event in (
        ("stay_is_entered_beside_others", "INSERT"),
        ("stay_is_changed_beside_others", "UPDATE"),
    )
]


def refusing_triggers(vendor: str) -> list[Trigger]:
    """Every trigger that refuses, for "sqlite" or "postgresql"."""
    on_both = [*_evidence(), *_published(), *_steps(), *_identity(), *_kept(), *_histories()]
    if vendor == "postgresql":
        return on_both
    # its older versions know the operator by its other name only
    named = [each._replace(condition=each.condition.replace(DIFFERS, "IS NOT")) for each in on_both]
    return [*named, *STAY_TRIGGERS, *_replacing(), *_corrected_once()]


def _changed(columns: tuple[str, ...]) -> str:
    differences = " OR\n    ".join(f"OLD.{column} {DIFFERS} NEW.{column}" for column in columns)
    return f"({differences})"


def _evidence() -> Iterator[Trigger]:
    """What keeps a note from being entered as published, or being published, without evidence."""
    unfounded = (
        f"NEW.published_at IS NOT NULL AND NEW.status <> '{Status.NO_EVIDENCE.value}' AND\n"  # noqa: S608  (constants of this module)
        f"    NOT EXISTS (SELECT 1 FROM {LINK} WHERE note_id = NEW.id)"
    )
    yield Trigger("note_is_entered_with_evidence", NOTE, "INSERT", unfounded, EVIDENCE_REFUSAL)
    published = f"OLD.published_at IS NULL AND {unfounded}"
    yield Trigger("note_is_published_with_evidence", NOTE, "UPDATE", published, EVIDENCE_REFUSAL)
    uncorrected = (
        f"OLD.stage = '{Stage.PUBLISHED.value}' AND NEW.stage = '{Stage.CORRECTED.value}' AND\n"  # noqa: S608  (as above)
        f"    NOT EXISTS (SELECT 1 FROM {NOTE} WHERE corrects_id = OLD.id)"
    )
    yield Trigger("note_is_corrected_by_another", NOTE, "UPDATE", uncorrected, CORRECTION_REFUSAL)


def _published() -> Iterator[Trigger]:
    """What is published stays as it is, with its evidence."""
    for name, table, columns in (("note", NOTE, NOTE_COLUMNS), ("reply", REPLY, REPLY_COLUMNS)):
        changed = f"OLD.published_at IS NOT NULL AND {_changed(columns)}"
        yield Trigger(f"{name}_is_frozen", table, "UPDATE", changed)
    for name, event, row in (
        ("evidence_is_not_added", "INSERT", "NEW"),
        ("evidence_is_not_moved_in", "UPDATE", "NEW"),
        ("evidence_is_frozen", "UPDATE", "OLD"),
    ):
        yield Trigger(name, LINK, event, OF_A_PUBLISHED_NOTE.format(row=row))
    yield Trigger("document_is_frozen", Document._meta.db_table, "UPDATE", ALWAYS, DOCUMENT_REFUSAL)


def _steps() -> Iterator[Trigger]:
    """What is published takes at most one step more, and not before its publication."""
    for name, table, columns in (("note", NOTE, NOTE_STEP_COLUMNS), ("reply", REPLY, REPLY_STEP_COLUMNS)):
        # a reason without a retraction is the one mark that the checks of the table let pass
        taken_back = (
            f"OLD.published_at IS NOT NULL AND {_changed(columns)} AND\n"
            f"    (OLD.stage <> '{Stage.PUBLISHED.value}' OR NEW.stage <> '{Stage.RETRACTED.value}' AND\n"
            f"    OLD.retraction_reason {DIFFERS} NEW.retraction_reason)"
        )
        yield Trigger(f"{name}_goes_forward", table, "UPDATE", taken_back, STEP_REFUSAL)
        moments = [column for column in columns if column.endswith("_at")]
        early = " OR ".join(f"NEW.{moment} < NEW.published_at" for moment in moments)
        early = f"OLD.stage = '{Stage.PUBLISHED.value}' AND ({early})"
        yield Trigger(f"{name}_is_withdrawn_later", table, "UPDATE", early, EARLY_REFUSAL)


def _identity() -> Iterator[Trigger]:
    for model, (columns, rows) in IDENTITY.items():
        changed = _changed(columns)
        condition = changed if rows == ALWAYS else f"{changed} AND\n    {rows.format(row='OLD')}"
        name = f"{model._meta.model_name}_stays_itself"
        yield Trigger(name, model._meta.db_table, "UPDATE", condition, IDENTITY_REFUSAL)


def _kept() -> Iterator[Trigger]:
    for kept in kept_rows():
        refusal = PERSON_REFUSAL if kept.model is User else BEARING_REFUSAL
        if kept.model._meta.db_table in {NOTE, LINK, REPLY}:
            refusal = REFUSAL
        name, table = f"{kept.name}_is_kept", kept.model._meta.db_table
        yield Trigger(name, table, "DELETE", kept.rows.format(row="OLD"), refusal)


def _histories() -> Iterator[Trigger]:
    for table in history_tables():
        name = f"history_of_{table.removeprefix(HISTORY_PREFIX)}"
        yield Trigger(f"{name}_is_kept", table, "DELETE", ALWAYS, PRUNING_REFUSAL)
        yield Trigger(f"{name}_is_frozen", table, "UPDATE", ALWAYS, REWRITING_REFUSAL)


def _replacing() -> Iterator[Trigger]:
    """On SQLite: what keeps any row from taking the place of one that is kept.

    The number of a row that is not given yet is -1 here, which no row has.
    """
    for kept in kept_rows():
        table, keys = kept.model._meta.db_table, key_columns(kept.model)
        taken = " OR ".join(_same(columns) for columns in keys)
        moved = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for columns in keys for column in columns)
        found = _replaces(kept, taken)
        yield Trigger(f"{kept.name}_is_not_replaced", table, "INSERT", found, REPLACEMENT_REFUSAL)
        on_update = f"({moved}) AND\n    {_replaces(kept, taken, 'kept.rowid IS NOT OLD.rowid AND ')}"
        yield Trigger(f"{kept.name}_is_not_moved_over", table, "UPDATE", on_update, REPLACEMENT_REFUSAL)
    histories = {f"history_of_{table.removeprefix(HISTORY_PREFIX)}": table for table in history_tables()}
    for name, table in {**histories, "seal": SEAL}.items():
        found = f"EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)"  # noqa: S608  (names of tables of the app)
        yield Trigger(f"{name}_is_not_replaced", table, "INSERT", found, REPLACEMENT_REFUSAL)


def _corrected_once() -> Iterator[Trigger]:
    """The one key that holds for some rows only."""
    names = ", ".join(f"'{stage.value}'" for stage in PUBLIC_STAGES)
    public = f"stage IN ({names})"
    taken = (
        f"NEW.{public} AND EXISTS (SELECT 1 FROM {NOTE} AS kept\n"  # noqa: S608  (constants of this module)
        f"    WHERE kept.corrects_id = NEW.corrects_id AND kept.{public} AND kept.rowid IS NOT NEW.rowid)"
    )
    for event in ("INSERT", "UPDATE"):
        name = f"note_is_corrected_once_by_{event.lower()}"
        yield Trigger(name, NOTE, event, taken, CORRECTED_ONCE)


def _same(columns: tuple[str, ...]) -> str:
    same = " AND ".join(f"kept.{column} = NEW.{column}" for column in columns)
    return same if len(columns) == 1 else f"({same})"


def _replaces(kept: KeptRows, taken: str, other: str = "") -> str:
    return (
        f"EXISTS (SELECT 1 FROM {kept.model._meta.db_table} AS kept\n"  # noqa: S608  (names of the app)
        f"    WHERE {other}({taken}) AND {kept.rows.format(row='kept')})"
    )
