"""Lets a note say that its fact is known “by” a day: not later than it, for no source gives the day of the fact.

Deadlines and sources keep day, month and year. SQLite rebuilds the table of notes to change a constraint, which drops
its triggers, and cannot do so while a trigger of another table names it: those of notes and of evidence are removed
first and installed again. PostgreSQL changes the constraint and keeps its triggers.
"""

import re

from django.db import migrations, models
from django.db.models import Q

SQLITE = """
CREATE TRIGGER note_is_frozen BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
WHEN OLD.published_at IS NOT NULL AND (OLD.obligation_id IS NOT NEW.obligation_id OR
    OLD.noted_date IS NOT NEW.noted_date OR
    OLD.noted_precision IS NOT NEW.noted_precision OR
    OLD.text IS NOT NEW.text OR
    OLD.status IS NOT NEW.status OR
    OLD.certainty IS NOT NEW.certainty OR
    OLD.disputed_by IS NOT NEW.disputed_by OR
    OLD.dispute IS NOT NEW.dispute OR
    OLD.corrects_id IS NOT NEW.corrects_id OR
    OLD.author_id IS NOT NEW.author_id OR
    OLD.created_at IS NOT NEW.created_at OR
    OLD.submitted_at IS NOT NEW.submitted_at OR
    OLD.submitted_by_id IS NOT NEW.submitted_by_id OR
    OLD.published_at IS NOT NEW.published_at OR
    OLD.published_by_id IS NOT NEW.published_by_id)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER note_is_kept BEFORE DELETE ON commitments_progressnote FOR EACH ROW
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
DATES = ["day", "month", "year"]
CHOICES = [("day", "day"), ("month", "month"), ("year", "year"), ("by", "by (not later than)")]


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in NAMES:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install(apps, schema_editor):
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE.strip().split("\n\n"):
            schema_editor.execute(" ".join(statement.split()), params=None)


def precision():
    return models.CharField(choices=CHOICES, default="day", max_length=5, verbose_name="precision")


def check(field, codes, name, **options):
    return models.CheckConstraint(condition=Q(**{f"{field}__in": codes}), name=name, **options)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0009_instruments_are_kept")]
    operations = [
        migrations.RunPython(remove, install),
        migrations.AlterField("progressnote", "noted_precision", precision()),
        migrations.AlterField("historicalprogressnote", "noted_precision", precision()),
        migrations.RemoveConstraint("progressnote", "note_precision_is_known"),
        migrations.AddConstraint(
            "progressnote", check("noted_precision", [*DATES, "by"], "note_precision_is_known")
        ),
        migrations.AlterConstraint(
            "evidencelink",
            "evidence_precision_is_known",
            check(
                "published_precision",
                DATES,
                "evidence_precision_is_known",
                violation_error_message="A source is dated to a day, a month or a year.",
            ),
        ),
        migrations.AddConstraint(
            "deadline",
            check(
                "due_precision",
                DATES,
                "deadline_precision_is_known",
                violation_error_message="A deadline falls on a day, in a month or in a year.",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
