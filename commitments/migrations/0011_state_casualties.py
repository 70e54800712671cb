"""Makes the table of casualties by State and year, keeps its history and lets every role read it."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import simple_history.models
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


SQLITE = """
CREATE TRIGGER history_of_statecasualtycount_is_kept BEFORE DELETE ON commitments_historicalstatecasualtycount FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END
"""

POSTGRESQL = """
CREATE FUNCTION history_of_statecasualtycount_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_statecasualtycount_is_kept BEFORE DELETE ON commitments_historicalstatecasualtycount FOR EACH ROW
EXECUTE FUNCTION history_of_statecasualtycount_is_kept()
"""
NAME = "history_of_statecasualtycount_is_kept"
PERMISSIONS = {
    "Contributor": ("view_statecasualtycount",),
    "Reviewer": ("view_statecasualtycount",),
    "Administrator": ("view_statecasualtycount",),
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
        ('commitments', '0010_facts_known_by_a_day'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalStateCasualtyCount',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('batch', models.UUIDField(db_index=True, editable=False, null=True)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
                ('source_url', models.CharField(max_length=500, verbose_name='source')),
                ('source_title', models.CharField(max_length=300, verbose_name='title of the source')),
                ('publisher', models.CharField(max_length=150, verbose_name='publisher')),
                ('source_date', models.CharField(max_length=10, verbose_name='date of the source')),
                ('locator', models.CharField(blank=True, max_length=100, verbose_name='page or paragraph')),
                ('killed', models.PositiveIntegerField(blank=True, null=True, verbose_name='killed')),
                ('injured', models.PositiveIntegerField(blank=True, null=True, verbose_name='injured')),
                ('total', models.PositiveIntegerField(blank=True, null=True, verbose_name='all casualties')),
                ('scope', models.CharField(choices=[('mines_and_remnants', 'mines and explosive remnants of war'), ('remnants_only', 'explosive remnants of war only'), ('antipersonnel_only', 'anti-personnel mines only')], max_length=20, verbose_name='what is counted')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.state', verbose_name='State')),
            ],
            options={
                'verbose_name': 'historical casualty count of a State',
                'verbose_name_plural': 'historical casualty counts of States',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='StateCasualtyCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
                ('source_url', models.CharField(max_length=500, verbose_name='source')),
                ('source_title', models.CharField(max_length=300, verbose_name='title of the source')),
                ('publisher', models.CharField(max_length=150, verbose_name='publisher')),
                ('source_date', models.CharField(max_length=10, verbose_name='date of the source')),
                ('locator', models.CharField(blank=True, max_length=100, verbose_name='page or paragraph')),
                ('killed', models.PositiveIntegerField(blank=True, null=True, verbose_name='killed')),
                ('injured', models.PositiveIntegerField(blank=True, null=True, verbose_name='injured')),
                ('total', models.PositiveIntegerField(blank=True, null=True, verbose_name='all casualties')),
                ('scope', models.CharField(choices=[('mines_and_remnants', 'mines and explosive remnants of war'), ('remnants_only', 'explosive remnants of war only'), ('antipersonnel_only', 'anti-personnel mines only')], max_length=20, verbose_name='what is counted')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='casualty_counts', to='commitments.state', verbose_name='State')),
            ],
            options={
                'verbose_name': 'casualty count of a State',
                'verbose_name_plural': 'casualty counts of States',
                'ordering': ('state__sort_name', '-year'),
                'constraints': [models.CheckConstraint(condition=models.Q(('year__gte', 1900), ('year__lte', 2100)), name='statecasualtycount_year_is_a_year', violation_error_message='A year lies between 1900 and 2100.'), models.CheckConstraint(condition=models.Q(models.Q(('source_url__startswith', 'https://'), ('source_url__startswith', 'http://'), _connector='OR'), models.Q(('source_url__contains', '\\'), _negated=True), models.Q(('source_url__contains', ' '), _negated=True)), name='statecasualtycount_address_is_web', violation_error_message='The source is a web address.'), models.CheckConstraint(condition=models.Q(models.Q(('source_title', ''), _negated=True), models.Q(('publisher', ''), _negated=True)), name='statecasualtycount_names_its_source', violation_error_message='A figure names the title and the publisher of its source.'), models.UniqueConstraint(fields=('state', 'year', 'scope'), name='statecasualtycount_stands_once'), models.CheckConstraint(condition=models.Q(('scope__in', ['antipersonnel_only', 'mines_and_remnants', 'remnants_only'])), name='statecasualtycount_scope_is_known', violation_error_message='A count says what is counted.'), models.CheckConstraint(condition=models.Q(('total__isnull', True), ('total__gte', django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(models.F('killed'), 0), '+', django.db.models.functions.comparison.Coalesce(models.F('injured'), 0))), _connector='OR'), name='statecasualtycount_parts_fit_the_total', violation_error_message='Killed and injured together are not more than all casualties.'), models.CheckConstraint(condition=models.Q(('total__isnull', False), models.Q(('remark', ''), _negated=True), _connector='OR'), name='statecasualtycount_says_why_no_total', violation_error_message='A count without a total says why in its remark.')],
            },
        ),
        migrations.RunPython(install, remove),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
