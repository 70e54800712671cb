"""Puts the triggers in place that keep every history whole."""

from django.db import migrations

from commitments.models import frozen


def install(apps, schema_editor):
    frozen.install(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("commitments", "0006_batches_are_found")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
