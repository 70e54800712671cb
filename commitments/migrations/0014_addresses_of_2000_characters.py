"""Gives addresses room for 2,000 characters, and has both databases check their scheme letter by letter.

SQLite compares with LIKE without regard to capitals, so it took `HTTPS://…`, which PostgreSQL refused. What it took
is brought to small letters, which no browser tells from what it was. SQLite rebuilds both tables, which drops their
triggers; it bounds no text, so the other tables stay as they are there.
"""

import re

from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact

SQLITE = """
CREATE TRIGGER reply_is_frozen BEFORE UPDATE ON commitments_reply FOR EACH ROW
WHEN OLD.published_at IS NOT NULL AND (OLD.note_id IS NOT NEW.note_id OR
    OLD.replied_by IS NOT NEW.replied_by OR
    OLD.replied_date IS NOT NEW.replied_date OR
    OLD.position IS NOT NEW.position OR
    OLD.text IS NOT NEW.text OR
    OLD.url IS NOT NEW.url OR
    OLD.author_id IS NOT NEW.author_id OR
    OLD.created_at IS NOT NEW.created_at OR
    OLD.submitted_at IS NOT NEW.submitted_at OR
    OLD.submitted_by_id IS NOT NEW.submitted_by_id OR
    OLD.published_at IS NOT NEW.published_at OR
    OLD.published_by_id IS NOT NEW.published_by_id)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER reply_is_kept BEFORE DELETE ON commitments_reply FOR EACH ROW
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER evidence_is_not_added BEFORE INSERT ON commitments_evidencelink FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = NEW.note_id AND published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER evidence_is_not_moved_in BEFORE UPDATE ON commitments_evidencelink FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = NEW.note_id AND published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER evidence_is_frozen BEFORE UPDATE ON commitments_evidencelink FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = OLD.note_id AND published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER evidence_is_kept BEFORE DELETE ON commitments_evidencelink FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = OLD.note_id AND published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END
"""
NAMES = re.findall(r"CREATE TRIGGER (\w+)", SQLITE)
SMALL = """
UPDATE {table} SET {column} = lower(substr({column}, 1, instr({column}, '://')))
    || substr({column}, instr({column}, '://') + 1)
WHERE substr({column}, 1, instr({column}, '://')) <> lower(substr({column}, 1, instr({column}, '://')))
"""
SOURCE = {"violation_error_message": "The source is a web address."}
SOURCES = {"violation_error_message": "A meeting names its sources: web addresses, one a line."}
CHECKED = (
    ("casualtycount", "source_url", "casualties_address_is_web", {}),
    ("contribution", "source_url", "contribution_address_is_web", SOURCE),
    ("evidencelink", "archived_url", "evidence_archive_is_web", {}),
    ("evidencelink", "url", "evidence_address_is_web", {}),
    ("instrumentmembership", "source_url", "instrument_address_is_web", {}),
    ("meeting", "sources", "meeting_names_its_sources", SOURCES),
    ("plannedaction", "source_url", "planned_action_address_is_web", {}),
    ("reply", "url", "reply_address_is_web", {}),
    ("statecasualtycount", "source_url", "statecasualtycount_address_is_web", SOURCE),
)
OPTIONAL = {"evidence_archive_is_web", "planned_action_address_is_web", "reply_address_is_web"}
COLUMNS = [
    (f"{history}{name}", column, options)
    for name, column, options in (
        ("casualtycount", "source_url", {"verbose_name": "source"}),
        ("contribution", "source_url", {"verbose_name": "source"}),
        ("deadline", "source_url", {"verbose_name": "source"}),
        ("evidencelink", "archived_url", {"verbose_name": "archived copy", "blank": True}),
        ("evidencelink", "url", {"verbose_name": "address", "help_text": "Begins with https:// or http://."}),
        ("instrumentmembership", "source_url", {"verbose_name": "source"}),
        ("plannedaction", "source_url", {"verbose_name": "source", "blank": True}),
        ("reply", "url", {"verbose_name": "address", "blank": True}),
        ("statecasualtycount", "source_url", {"verbose_name": "source"}),
    )
    for history in ("", "historical")
]


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in NAMES:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install(apps, schema_editor):
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE.strip().split("\n\n"):
            schema_editor.execute(" ".join(statement.split()), params=None)


def write_schemes_small(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for model, column, _name, _options in CHECKED:
            schema_editor.execute(SMALL.format(table=f"commitments_{model}", column=column), params=None)


class Longer(migrations.AlterField):
    """A longer text: PostgreSQL writes down the new bound, SQLite has none."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    database_backwards = database_forwards


def longer(model, column, options):
    return Longer(model, column, models.CharField(max_length=2000, **options))


def is_web_address(column):
    starts = Q(Exact(Left(F(column), 8), Value("https://"))) | Q(Exact(Left(F(column), 7), Value("http://")))
    return starts & ~Q(**{f"{column}__contains": "\\"}) & ~Q(**{f"{column}__contains": " "})


def checks():
    for model, column, name, options in CHECKED:
        condition = Q(**{column: ""}) | is_web_address(column) if name in OPTIONAL else is_web_address(column)
        yield migrations.RemoveConstraint(model, name)
        yield migrations.AddConstraint(
            model, models.CheckConstraint(condition=condition, name=name, **options)
        )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0013_meetings")]
    operations = [
        migrations.RunPython(remove, install),
        migrations.RunPython(write_schemes_small, migrations.RunPython.noop),
        *(longer(*column) for column in COLUMNS),
        *checks(),
        migrations.RunPython(install, remove),
    ]
