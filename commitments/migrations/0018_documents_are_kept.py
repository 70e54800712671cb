"""Lets the database itself keep every document as it is, and its history for ever."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER document_is_frozen BEFORE UPDATE ON commitments_document FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'a document never changes: its checksum is its name'); END

CREATE TRIGGER history_of_document_is_kept BEFORE DELETE ON commitments_historicaldocument FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END
"""

POSTGRESQL = """
CREATE FUNCTION document_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'a document never changes: its checksum is its name' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER document_is_frozen BEFORE UPDATE ON commitments_document FOR EACH ROW
EXECUTE FUNCTION document_is_frozen()

CREATE FUNCTION history_of_document_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_document_is_kept BEFORE DELETE ON commitments_historicaldocument FOR EACH ROW
EXECUTE FUNCTION history_of_document_is_kept()
"""
NAMES = ("document_is_frozen", "history_of_document_is_kept")


def remove(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in NAMES:
        # a trigger of PostgreSQL goes with its function
        schema_editor.execute(
            f"DROP FUNCTION IF EXISTS {name}() CASCADE" if on_postgresql else f"DROP TRIGGER IF EXISTS {name}"
        )


def install(apps, schema_editor):
    remove(apps, schema_editor)
    text = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in text.strip().split("\n\n"):
        # in one line, so that every database keeps the same text, however it is laid out here
        schema_editor.execute(" ".join(statement.split()), params=None)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0017_documents")]
    operations = [migrations.RunPython(install, remove)]
