"""The triggers of the database are those that `models/triggers.py` declares, and they miss nothing."""

import re
from collections import defaultdict

import pytest
from django.db import connection

from commitments.models import ProgressNote, Reply, triggers
from commitments.models.review import ReviewedRecord

pytestmark = pytest.mark.django_db
INSTALLED = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT replace(pg_get_triggerdef(oid), ' ON public.', ' ON ') FROM pg_trigger WHERE NOT tgisinternal
        UNION
        SELECT 'CREATE FUNCTION ' || proname || '() RETURNS trigger LANGUAGE plpgsql '
            || COALESCE('SET ' || replace(array_to_string(proconfig, ' SET '), '=', ' = ') || ' ', '')
            || 'AS $$' || prosrc || '$$'
        FROM pg_proc WHERE prorettype = 'trigger'::regtype AND pronamespace = 'public'::regnamespace
    """,
}
# What the steps after publication write, and what readers never see.
CHANGEABLE = {
    "id",
    "version",
    "entry_key",
    "reviewer_id",
    "stage",
    "returned_at",
    "returned_by_id",
    "return_comment",
    "retracted_at",
    "retracted_by_id",
    "retraction_reason",
}


def installed() -> set[str]:
    """The statements that made the triggers of this database."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor])
        return {statement for (statement,) in cursor.fetchall()}


def declared() -> set[str]:
    return {" ".join(statement.split()) for statement in triggers.sql(connection.vendor).split("\n\n")}


def missing_migration() -> str:
    """What to do while the two differ; empty when they are the same."""
    names = {re.split(r"\W+", statement)[2] for statement in installed() ^ declared()}
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
    for statement in installed():
        by_name[re.split(r"\W+", statement)[2]] += statement
    return [text for text in by_name.values() if f" BEFORE {event} ON {table} " in text]


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
    monkeypatch.setattr(triggers, "NOTE_COLUMNS", (*triggers.NOTE_COLUMNS, "language"))

    said = missing_migration()

    assert "triggers.py declares: ['note_is_frozen'].\n" in said
    assert "OLD.language IS NOT NEW.language)" in said
    assert "OLD.language IS DISTINCT FROM NEW.language)" in said


def test_triggers_cover_every_table():
    wanted = [
        *[(event, triggers.LINK) for event in ("INSERT", "UPDATE", "DELETE")],
        *[
            (event, model._meta.db_table)
            for model in ReviewedRecord.__subclasses__()
            for event in ("UPDATE", "DELETE")
        ],
        *[("DELETE", table) for table in triggers.history_tables()],
    ]

    assert [f"{event} of {table}" for event, table in wanted if not texts_of(event, table)] == []
    assert len(triggers.history_tables()) == 22


def test_triggers_cover_every_column_of_notes_and_replies():
    """A new column is frozen (`NOTE_COLUMNS`, `REPLY_COLUMNS`), or named here with what writes it later."""
    uncovered = {model.__name__: columns_that_change(model) for model in ReviewedRecord.__subclasses__()}

    assert uncovered == {ProgressNote.__name__: {*CHANGEABLE, "corrected_at"}, Reply.__name__: CHANGEABLE}
