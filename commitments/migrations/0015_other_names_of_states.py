"""Makes the table of other names of States, keeps its history, and gives the roles their permissions on it."""

import django.db.models.deletion
import simple_history.models
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


SQLITE = """
CREATE TRIGGER history_of_othername_is_kept BEFORE DELETE ON commitments_historicalothername FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END
"""

POSTGRESQL = """
CREATE FUNCTION history_of_othername_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_othername_is_kept BEFORE DELETE ON commitments_historicalothername FOR EACH ROW
EXECUTE FUNCTION history_of_othername_is_kept()
"""
NAME = "history_of_othername_is_kept"
PERMISSIONS = {
    "Contributor": ("view_othername",),
    "Reviewer": ("view_othername",),
    "Administrator": ("view_othername", "add_othername", "change_othername", "delete_othername"),
}


def remove(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    # a trigger of PostgreSQL goes with its function
    schema_editor.execute(
        f"DROP FUNCTION IF EXISTS {NAME}() CASCADE" if on_postgresql else f"DROP TRIGGER IF EXISTS {NAME}"
    )


def install(apps, schema_editor):
    remove(apps, schema_editor)
    text = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in text.strip().split("\n\n"):
        schema_editor.execute(" ".join(statement.split()), params=None)


def give_permissions(apps, schema_editor):
    using = schema_editor.connection.alias
    # permissions are made after all migrations; the roles need them now
    create_permissions(installed.get_app_config("commitments"), verbosity=0, using=using, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, names in PERMISSIONS.items():
        given = Permission.objects.using(using).filter(
            content_type__app_label="commitments", codename__in=names
        )
        for group in Group.objects.using(using).filter(name=role):
            group.permissions.add(*given)


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0014_addresses_of_2000_characters'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalOtherName',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('batch', models.UUIDField(db_index=True, editable=False, null=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('language', models.CharField(help_text='By its code, such as en or pt.', max_length=10, verbose_name='language')),
                ('kind', models.CharField(choices=[('former', 'former name'), ('short', 'short name'), ('official', 'official name'), ('abbreviation', 'abbreviation'), ('exonym', 'name given abroad'), ('spelling', 'other spelling'), ('local', 'name in a language of its own')], max_length=15, verbose_name='kind')),
                ('source', models.CharField(help_text='Where this name was read.', max_length=200, verbose_name='source')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.state', verbose_name='State')),
            ],
            options={
                'verbose_name': 'historical other name of a State',
                'verbose_name_plural': 'historical other names of States',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='OtherName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('language', models.CharField(help_text='By its code, such as en or pt.', max_length=10, verbose_name='language')),
                ('kind', models.CharField(choices=[('former', 'former name'), ('short', 'short name'), ('official', 'official name'), ('abbreviation', 'abbreviation'), ('exonym', 'name given abroad'), ('spelling', 'other spelling'), ('local', 'name in a language of its own')], max_length=15, verbose_name='kind')),
                ('source', models.CharField(help_text='Where this name was read.', max_length=200, verbose_name='source')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='other_names', to='commitments.state', verbose_name='State')),
            ],
            options={
                'verbose_name': 'other name of a State',
                'verbose_name_plural': 'other names of States',
                'ordering': ('state__sort_name', 'language', 'name'),
                'constraints': [models.UniqueConstraint(fields=('state', 'name', 'language'), name='other_name_stands_once', violation_error_message='This State has this name in this language already.'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('language', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='other_name_is_sourced', violation_error_message='Another name says its language and where it was read.'), models.CheckConstraint(condition=models.Q(('kind__in', ['former', 'short', 'official', 'abbreviation', 'exonym', 'spelling', 'local'])), name='other_name_kind_is_known', violation_error_message='Another name is of one of the kinds listed.')],
            },
        ),
        migrations.RunPython(install, remove),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
