"""Gives every State a key to be ordered by: its English name in small letters without accents.

Triggers keep it right whoever writes the name. PostgreSQL compares it character by character, as SQLite does.
"""

from django.db import migrations, models

COLLATION = 'ALTER TABLE commitments_state ALTER COLUMN sort_name TYPE text COLLATE "C"'

SQLITE = """
CREATE TRIGGER state_sort_name_is_made AFTER INSERT ON commitments_state FOR EACH ROW
WHEN NEW.sort_name IS NOT cartagena_fold(NEW.name_en)
BEGIN UPDATE commitments_state SET sort_name = cartagena_fold(NEW.name_en) WHERE id = NEW.id; END

CREATE TRIGGER state_sort_name_is_kept AFTER UPDATE ON commitments_state FOR EACH ROW
WHEN NEW.sort_name IS NOT cartagena_fold(NEW.name_en)
BEGIN UPDATE commitments_state SET sort_name = cartagena_fold(NEW.name_en) WHERE id = NEW.id; END
"""

POSTGRESQL = """
CREATE FUNCTION state_sort_name_is_made() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
NEW.sort_name := cartagena_fold(NEW.name_en);
RETURN NEW; END $$

CREATE TRIGGER state_sort_name_is_made BEFORE INSERT ON commitments_state FOR EACH ROW
EXECUTE FUNCTION state_sort_name_is_made()

CREATE FUNCTION state_sort_name_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
NEW.sort_name := cartagena_fold(NEW.name_en);
RETURN NEW; END $$

CREATE TRIGGER state_sort_name_is_kept BEFORE UPDATE ON commitments_state FOR EACH ROW
EXECUTE FUNCTION state_sort_name_is_kept()
"""
NAMES = ("state_sort_name_is_made", "state_sort_name_is_kept")


def fill(apps, schema_editor):
    schema_editor.execute("UPDATE commitments_state SET sort_name = cartagena_fold(name_en)")


def compare_by_character(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(COLLATION)


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
        schema_editor.execute(" ".join(statement.split()), params=None)


def key(**options):
    return models.TextField(editable=False, verbose_name="name to sort by", **options)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0005_codes_are_checked")]
    operations = [
        migrations.AddField("state", "sort_name", key(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("state", "sort_name", key()),
        migrations.RunPython(compare_by_character, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            "state",
            {"ordering": ("sort_name",), "verbose_name": "State", "verbose_name_plural": "States"},
        ),
        migrations.AlterModelOptions(
            "membership",
            {
                "ordering": ("state__sort_name", "consent_date"),
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
            },
        ),
        migrations.AlterModelOptions(
            "obligation",
            {
                "ordering": ("state__sort_name", "commitment__position"),
                "verbose_name": "obligation",
                "verbose_name_plural": "obligations",
            },
        ),
        migrations.AlterModelOptions(
            "assignment",
            {
                "ordering": ("person__username", "state__sort_name"),
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
            },
        ),
        migrations.RunPython(install, remove),
    ]
