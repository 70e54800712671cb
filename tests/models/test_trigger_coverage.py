"""The triggers of the database are those that `models/triggers.py` declares, and they miss nothing."""

import re
from collections import defaultdict

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import UniqueConstraint

from commitments.integrity.guards import changed_triggers, installed_triggers
from commitments.models import kept_records, refusing_triggers, triggers
from commitments.models.kept_records import LINK, all_tables, history_tables, kept_rows
from commitments.models.review import ReviewedRecord

pytestmark = pytest.mark.django_db
# What may change after publication, whatever the step: nothing yet.
CHANGEABLE: set[str] = set()


def missing_migration() -> str:
    """What to do while the two differ; empty when they are the same."""
    names = changed_triggers()
    if not names:
        return ""
    return (
        f"The migrations install other triggers than models/triggers.py declares: {sorted(names)}.\n"
        "Write a migration as commitments/migrations/0002_triggers.py is written, with this SQL:\n\n"
        f'SQLITE = """\n{triggers.sql("sqlite")}\n"""\n\nPOSTGRESQL = """\n{triggers.sql("postgresql")}\n"""'
    )


def texts_of(event: str, table: str) -> list[str]:
    """For each trigger on this event of this table all that the database keeps of it."""
    by_name = defaultdict(str)
    for statement in installed_triggers():
        by_name[re.split(r"\W+", statement)[2]] += statement
    return [text for text in by_name.values() if f" BEFORE {event} ON {table} FOR EACH " in text]


def columns_that_change(model: type[ReviewedRecord]) -> set[str]:
    table = model._meta.db_table
    texts = " ".join(texts_of("UPDATE", table))
    columns = {field.column for field in model._meta.concrete_fields}
    return {
        column
        for column in columns
        if not re.search(rf"OLD\.{column} IS (NOT|DISTINCT FROM) NEW\.{column}\b", texts)
    }


def test_migrations_install_the_triggers_that_the_code_declares():
    assert missing_migration() == ""


def test_a_missing_migration_is_said_with_the_sql_that_it_must_hold(monkeypatch):
    monkeypatch.setattr(refusing_triggers, "NOTE_COLUMNS", (*kept_records.NOTE_COLUMNS, "language"))

    said = missing_migration()

    assert "triggers.py declares: ['note_is_frozen'].\n" in said
    assert "OLD.language IS NOT NEW.language)" in said
    assert "OLD.language IS DISTINCT FROM NEW.language)" in said


def test_triggers_cover_every_table():
    wanted = [
        *[(event, LINK) for event in ("INSERT", "UPDATE", "DELETE")],
        *[
            (event, model._meta.db_table)
            for model in ReviewedRecord.__subclasses__()
            for event in ("UPDATE", "DELETE")
        ],
        *[(event, table) for table in history_tables() for event in ("UPDATE", "DELETE")],
        *[("DELETE", kept.model._meta.db_table) for kept in kept_rows()],
    ]
    if connection.vendor == "sqlite":
        # where a row is replaced, those on DELETE are not asked
        wanted += [("INSERT", table) for event, table in wanted if event == "DELETE"]
    else:
        wanted += [("TRUNCATE", table) for table in all_tables()]

    assert [f"{event} of {table}" for event, table in wanted if not texts_of(event, table)] == []
    assert len(history_tables()) == 22


def test_triggers_cover_every_column_of_notes_and_replies():
    """A new column is frozen (`NOTE_COLUMNS`, `REPLY_COLUMNS`), or written by a step after it."""
    uncovered = {model.__name__: columns_that_change(model) for model in ReviewedRecord.__subclasses__()}

    assert uncovered == {"ProgressNote": CHANGEABLE, "Reply": CHANGEABLE}


def test_every_key_of_a_kept_row_is_one_that_no_other_row_takes():
    """One that holds for some rows only needs a trigger of its own, as `note_is_corrected_once` has."""
    conditional = {
        constraint.name
        for kept in kept_rows()
        for constraint in kept.model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.condition is not None
    }

    assert conditional == {"note_is_corrected_once"}
    assert kept_records.key_columns(apps.get_model("commitments.Obligation")) == [
        ("rowid",),
        ("state_id", "commitment_id"),
    ]
