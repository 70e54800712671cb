"""Keeps the history of instruments and their memberships, and lets every role read them."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

SQLITE = """
CREATE TRIGGER history_of_instrument_is_kept BEFORE DELETE ON commitments_historicalinstrument FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_instrumentmembership_is_kept BEFORE DELETE ON commitments_historicalinstrumentmembership FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END
"""

POSTGRESQL = """
CREATE FUNCTION history_of_instrument_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_instrument_is_kept BEFORE DELETE ON commitments_historicalinstrument FOR EACH ROW
EXECUTE FUNCTION history_of_instrument_is_kept()

CREATE FUNCTION history_of_instrumentmembership_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_instrumentmembership_is_kept BEFORE DELETE ON commitments_historicalinstrumentmembership FOR EACH ROW
EXECUTE FUNCTION history_of_instrumentmembership_is_kept()
"""
NAMES = ("history_of_instrument_is_kept", "history_of_instrumentmembership_is_kept")
ROLES = ("Contributor", "Reviewer", "Administrator")
PERMISSIONS = ("view_instrument", "view_instrumentmembership")


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


def let_roles_read(apps, schema_editor):
    using = schema_editor.connection.alias
    # permissions are made after all migrations; the roles need them now
    create_permissions(installed.get_app_config("commitments"), verbosity=0, using=using, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    readable = Permission.objects.using(using).filter(
        content_type__app_label="commitments", codename__in=PERMISSIONS
    )
    for group in Group.objects.using(using).filter(name__in=ROLES):
        group.permissions.add(*readable)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0008_instruments"), ("commitments", "0003_roles")]
    operations = [
        migrations.RunPython(install, remove),
        migrations.RunPython(let_roles_read, migrations.RunPython.noop),
    ]
