"""Makes the table of meetings, keeps its history, and gives the roles their permissions on it."""

import django.db.models.deletion
import django.db.models.lookups
import simple_history.models
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


SQLITE = """
CREATE TRIGGER history_of_meeting_is_kept BEFORE DELETE ON commitments_historicalmeeting FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END
"""

POSTGRESQL = """
CREATE FUNCTION history_of_meeting_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_meeting_is_kept BEFORE DELETE ON commitments_historicalmeeting FOR EACH ROW
EXECUTE FUNCTION history_of_meeting_is_kept()
"""
NAME = "history_of_meeting_is_kept"
PERMISSIONS = {
    "Contributor": ("view_meeting",),
    "Reviewer": ("view_meeting",),
    "Administrator": ("view_meeting", "add_meeting", "change_meeting"),
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
        ('commitments', '0012_contributions'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalMeeting',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('batch', models.UUIDField(db_index=True, editable=False, null=True)),
                ('code', models.SlugField(help_text='Such as 22MSP.', max_length=30, verbose_name='code')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('kind', models.CharField(choices=[('meeting_of_states_parties', 'Meeting of the States Parties'), ('review_conference', 'review conference'), ('intersessional', 'intersessional meeting')], max_length=30, verbose_name='kind')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='place')),
                ('first_day', models.DateField(blank=True, help_text='Empty where no source was found for it.', null=True, verbose_name='first day')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('president', models.CharField(blank=True, max_length=100, verbose_name='presided by')),
                ('certainty', models.CharField(choices=[('two_sources', 'two independent sources'), ('read', 'one source, or several of one hand')], help_text='Whether two sources that do not draw on each other have the same days.', max_length=15, verbose_name='how sure')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
                ('sources', models.TextField(help_text='One address a line.', verbose_name='sources')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.state', verbose_name='country')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical meeting',
                'verbose_name_plural': 'historical meetings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Such as 22MSP.', max_length=30, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('kind', models.CharField(choices=[('meeting_of_states_parties', 'Meeting of the States Parties'), ('review_conference', 'review conference'), ('intersessional', 'intersessional meeting')], max_length=30, verbose_name='kind')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='place')),
                ('first_day', models.DateField(blank=True, help_text='Empty where no source was found for it.', null=True, verbose_name='first day')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('president', models.CharField(blank=True, max_length=100, verbose_name='presided by')),
                ('certainty', models.CharField(choices=[('two_sources', 'two independent sources'), ('read', 'one source, or several of one hand')], help_text='Whether two sources that do not draw on each other have the same days.', max_length=15, verbose_name='how sure')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
                ('sources', models.TextField(help_text='One address a line.', verbose_name='sources')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hosted_meetings', to='commitments.state', verbose_name='country')),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
                'ordering': ('-first_day', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), django.db.models.lookups.Exact(models.Func(models.F('code'), models.Value('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'), function='LTRIM', output_field=models.CharField()), models.Value(''))), name='meeting_code_is_a_slug', violation_error_message='A code is made of letters, digits and dashes, such as 22MSP.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='meeting_has_a_name', violation_error_message='A meeting has a name.'), models.CheckConstraint(condition=models.Q(('kind__in', ['intersessional', 'meeting_of_states_parties', 'review_conference'])), name='meeting_kind_is_known', violation_error_message='A meeting is of one of three kinds.'), models.CheckConstraint(condition=models.Q(('certainty__in', ['read', 'two_sources'])), name='meeting_certainty_is_known', violation_error_message='A meeting says how many sources it rests on.'), models.CheckConstraint(condition=models.Q(models.Q(('first_day__isnull', True), ('last_day__isnull', True)), models.Q(('first_day__isnull', False), ('last_day__gte', models.F('first_day')), ('last_day__isnull', False)), _connector='OR'), name='meeting_days_stand_in_order', violation_error_message='A meeting has a first and a last day that follow each other, or neither.'), models.CheckConstraint(condition=models.Q(models.Q(('sources__startswith', 'https://'), ('sources__startswith', 'http://'), _connector='OR'), models.Q(('sources__contains', '\\'), _negated=True), models.Q(('sources__contains', ' '), _negated=True)), name='meeting_names_its_sources', violation_error_message='A meeting names its sources: web addresses, one a line.')],
            },
        ),
        migrations.RunPython(install, remove),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
