"""Lets a search find the same on both databases, and PostgreSQL find it by an index.

The index needs the extension pg_trgm, which comes with the server and which the owner of a database may add
since PostgreSQL 13. Where it cannot be added the search finds the same and reads every row. States and
commitments have no index: they are so few that the planner would pass it over.
"""

import sys

from django.db import DatabaseError, migrations, transaction

from commitments.models import lookups

SEARCHED = {"commitments_progressnote": ("text",), "commitments_evidencelink": ("title", "publisher")}
WITHOUT_INDEX = (
    "The extension pg_trgm could not be added to this database, so searches read every row: the pages are "
    "the same, only slower. To mend it, let the owner of the database or a superuser run "
    "CREATE EXTENSION pg_trgm; and then migrate back to 0009 and forward again.\n"
)


def add_trigrams(connection):
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        sys.stderr.write(WITHOUT_INDEX)
        return False
    return True


def install(apps, schema_editor):
    connection = schema_editor.connection
    lookups.install(connection)
    if connection.vendor != "postgresql" or not add_trigrams(connection):
        return
    for table, columns in SEARCHED.items():
        for column in columns:
            # without fastupdate, or the planner takes the list of what a load of thousands left pending
            # for a slow index, and reads every row instead
            schema_editor.execute(
                f"CREATE INDEX {table}_{column}_folded ON {table} "
                f"USING gin ({lookups.FUNCTION}({column}) gin_trgm_ops) WITH (fastupdate = off)"
            )


def lift(apps, schema_editor):
    lookups.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0009_reference_figures")]
    operations = [migrations.RunPython(install, lift)]
