"""The chain of seals: a row for each public event. Rows are only added at its end; none changes or goes.

What stands already is sealed by `prepare`, in the order in which it was published.
"""

from django.db import migrations, models

SQLITE = """
CREATE TRIGGER seal_follows_the_last BEFORE INSERT ON commitments_seal FOR EACH ROW
WHEN NEW.number <> COALESCE((SELECT number FROM commitments_seal ORDER BY number DESC LIMIT 1), 0) + 1 OR
    NEW.previous_sha256 <> COALESCE((SELECT sha256 FROM commitments_seal ORDER BY number DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000') OR
    NEW.sealed_at < COALESCE((SELECT sealed_at FROM commitments_seal ORDER BY number DESC LIMIT 1), NEW.sealed_at)
BEGIN SELECT RAISE(ABORT, 'a seal follows the last one'); END

CREATE TRIGGER seal_is_frozen BEFORE UPDATE ON commitments_seal FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'a seal is never changed or removed'); END

CREATE TRIGGER seal_is_kept BEFORE DELETE ON commitments_seal FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'a seal is never changed or removed'); END
"""

POSTGRESQL = """
CREATE FUNCTION seal_follows_the_last() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
IF NEW.number <> COALESCE((SELECT number FROM commitments_seal ORDER BY number DESC LIMIT 1), 0) + 1 OR
    NEW.previous_sha256 <> COALESCE((SELECT sha256 FROM commitments_seal ORDER BY number DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000') OR
    NEW.sealed_at < COALESCE((SELECT sealed_at FROM commitments_seal ORDER BY number DESC LIMIT 1), NEW.sealed_at)
THEN RAISE EXCEPTION 'a seal follows the last one' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER seal_follows_the_last BEFORE INSERT ON commitments_seal FOR EACH ROW
EXECUTE FUNCTION seal_follows_the_last()

CREATE FUNCTION seal_is_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'a seal is never changed or removed' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER seal_is_frozen BEFORE UPDATE ON commitments_seal FOR EACH ROW
EXECUTE FUNCTION seal_is_frozen()

CREATE FUNCTION seal_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'a seal is never changed or removed' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER seal_is_kept BEFORE DELETE ON commitments_seal FOR EACH ROW
EXECUTE FUNCTION seal_is_kept()

CREATE FUNCTION seal_is_never_emptied() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'a seal is never changed or removed' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER seal_is_never_emptied BEFORE TRUNCATE ON commitments_seal FOR EACH STATEMENT
EXECUTE FUNCTION seal_is_never_emptied()
"""
NAMES = ('seal_follows_the_last', 'seal_is_frozen', 'seal_is_kept', 'seal_is_never_emptied')


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
    dependencies = [("commitments", "0030_link_checks")]
    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="number"),
                ),
                ("sealed_at", models.DateTimeField(db_index=True, verbose_name="sealed at")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("published", "published"),
                            ("corrected", "replaced by a correction"),
                            ("retracted", "retracted"),
                            ("entered", "entered"),
                            ("changed", "changed"),
                            ("removed", "removed"),
                            ("found", "found as it stood"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                ("table", models.CharField(max_length=30, verbose_name="table")),
                ("key", models.CharField(max_length=100, verbose_name="key of the row")),
                ("content", models.TextField(verbose_name="content")),
                ("content_sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the content")),
                ("previous_sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the seal before")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "ordering": ("-number",),
                "indexes": [models.Index(fields=["table", "key", "number"], name="seal_of_row")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["changed", "corrected", "entered", "found", "published", "removed", "retracted"],
                            )
                        ),
                        name="seal_kind_is_known",
                        violation_error_message="A seal is of one of the kinds of events.",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
