"""Lets the database refuse two stays of one State in the Convention that overlap.

PostgreSQL has a constraint for it, and ranges of one number need no extension; SQLite has triggers.
"""

from django.db import migrations

SQLITE = """
CREATE TRIGGER stay_is_entered_beside_others AFTER INSERT ON commitments_membership FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_membership
    WHERE state_id = NEW.state_id AND id IS NOT NEW.id AND
    entry_into_force_date < COALESCE(NEW.withdrawal_effective_date, '9999-12-31') AND
    NEW.entry_into_force_date < COALESCE(withdrawal_effective_date, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, 'membership_stays_never_overlap'); END

CREATE TRIGGER stay_is_changed_beside_others AFTER UPDATE ON commitments_membership FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_membership
    WHERE state_id = NEW.state_id AND id IS NOT NEW.id AND
    entry_into_force_date < COALESCE(NEW.withdrawal_effective_date, '9999-12-31') AND
    NEW.entry_into_force_date < COALESCE(withdrawal_effective_date, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, 'membership_stays_never_overlap'); END
"""
NAMES = ("stay_is_entered_beside_others", "stay_is_changed_beside_others")

POSTGRESQL = """
ALTER TABLE commitments_membership ADD CONSTRAINT membership_stays_never_overlap EXCLUDE USING gist (
    int8range(state_id, state_id, '[]') WITH &&,
    daterange(entry_into_force_date, withdrawal_effective_date) WITH &&)
"""

OVERLAPPING = """
SELECT DISTINCT state.iso3 FROM commitments_membership AS one
JOIN commitments_membership AS other ON one.state_id = other.state_id AND one.id < other.id
JOIN commitments_state AS state ON state.id = one.state_id
WHERE one.entry_into_force_date < COALESCE(other.withdrawal_effective_date, '9999-12-31')
AND other.entry_into_force_date < COALESCE(one.withdrawal_effective_date, '9999-12-31')
ORDER BY state.iso3
"""


def refuse_overlapping_stays(apps, schema_editor):
    """Says which States to correct first; the database itself would name the constraint alone."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(OVERLAPPING)
        codes = ", ".join(code for (code,) in cursor.fetchall())
    if codes:
        raise ValueError(f"Correct the stays of these States, which overlap, before you migrate: {codes}")


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE commitments_membership DROP CONSTRAINT IF EXISTS membership_stays_never_overlap"
        )
        return
    for name in NAMES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install(apps, schema_editor):
    remove(apps, schema_editor)
    text = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in text.strip().split("\n\n"):
        schema_editor.execute(" ".join(statement.split()), params=None)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0006_sort_name")]
    operations = [
        migrations.RunPython(refuse_overlapping_stays, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
