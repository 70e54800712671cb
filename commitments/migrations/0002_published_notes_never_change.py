"""Lets the database itself keep a published note as it was published."""

from django.db import migrations

from commitments.models import frozen


def install(apps, schema_editor):
    frozen.install(schema_editor.connection)


def lift(apps, schema_editor):
    frozen.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]
    operations = [migrations.RunPython(install, lift)]
