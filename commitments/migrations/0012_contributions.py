"""Makes the table of contributions, keeps its history and lets every role read it."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import simple_history.models
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


SQLITE = """
CREATE TRIGGER history_of_contribution_is_kept BEFORE DELETE ON commitments_historicalcontribution FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END
"""

POSTGRESQL = """
CREATE FUNCTION history_of_contribution_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_contribution_is_kept BEFORE DELETE ON commitments_historicalcontribution FOR EACH ROW
EXECUTE FUNCTION history_of_contribution_is_kept()
"""
NAME = "history_of_contribution_is_kept"
PERMISSIONS = {
    "Contributor": ("view_contribution",),
    "Reviewer": ("view_contribution",),
    "Administrator": ("view_contribution",),
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
        ('commitments', '0011_state_casualties'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalContribution',
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
                ('role', models.CharField(choices=[('own_programme', 'put into its own programme'), ('donor', 'given abroad'), ('recipient', 'received from abroad')], max_length=15, verbose_name='role')),
                ('amount', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='amount')),
                ('currency', models.CharField(blank=True, help_text='ISO 4217, such as EUR.', max_length=3, verbose_name='currency')),
                ('amount_usd', models.PositiveBigIntegerField(blank=True, help_text='Only where the source gives dollars.', null=True, verbose_name='US dollars')),
                ('covers', models.CharField(max_length=100, verbose_name='covers')),
                ('text', models.TextField(help_text='What the source says, in words of our own.', verbose_name='text')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.state', verbose_name='State')),
            ],
            options={
                'verbose_name': 'historical contribution',
                'verbose_name_plural': 'historical contributions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
                ('source_url', models.CharField(max_length=500, verbose_name='source')),
                ('source_title', models.CharField(max_length=300, verbose_name='title of the source')),
                ('publisher', models.CharField(max_length=150, verbose_name='publisher')),
                ('source_date', models.CharField(max_length=10, verbose_name='date of the source')),
                ('locator', models.CharField(blank=True, max_length=100, verbose_name='page or paragraph')),
                ('role', models.CharField(choices=[('own_programme', 'put into its own programme'), ('donor', 'given abroad'), ('recipient', 'received from abroad')], max_length=15, verbose_name='role')),
                ('amount', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='amount')),
                ('currency', models.CharField(blank=True, help_text='ISO 4217, such as EUR.', max_length=3, verbose_name='currency')),
                ('amount_usd', models.PositiveBigIntegerField(blank=True, help_text='Only where the source gives dollars.', null=True, verbose_name='US dollars')),
                ('covers', models.CharField(max_length=100, verbose_name='covers')),
                ('text', models.TextField(help_text='What the source says, in words of our own.', verbose_name='text')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='commitments.state', verbose_name='State')),
            ],
            options={
                'verbose_name': 'contribution',
                'verbose_name_plural': 'contributions',
                'ordering': ('state__sort_name', '-year'),
                'constraints': [models.CheckConstraint(condition=models.Q(('year__gte', 1900), ('year__lte', 2100)), name='contribution_year_is_a_year', violation_error_message='A year lies between 1900 and 2100.'), models.CheckConstraint(condition=models.Q(models.Q(('source_url__startswith', 'https://'), ('source_url__startswith', 'http://'), _connector='OR'), models.Q(('source_url__contains', '\\'), _negated=True), models.Q(('source_url__contains', ' '), _negated=True)), name='contribution_address_is_web', violation_error_message='The source is a web address.'), models.CheckConstraint(condition=models.Q(models.Q(('source_title', ''), _negated=True), models.Q(('publisher', ''), _negated=True)), name='contribution_names_its_source', violation_error_message='A figure names the title and the publisher of its source.'), models.UniqueConstraint(fields=('state', 'year', 'role'), name='contribution_stands_once'), models.CheckConstraint(condition=models.Q(('role__in', ['donor', 'own_programme', 'recipient'])), name='contribution_role_is_known', violation_error_message='A State gave, spent at home or received.'), models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('amount_usd__isnull', True), ('currency', '')), models.Q(('amount__isnull', False), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='contribution_amount_has_a_currency', violation_error_message='An amount has a currency, and a currency an amount.'), models.CheckConstraint(condition=models.Q(('currency', ''), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('currency'), 3), django.db.models.lookups.Exact(models.Func(models.F('currency'), models.Value('ABCDEFGHIJKLMNOPQRSTUVWXYZ'), function='LTRIM', output_field=models.CharField()), models.Value(''))), _connector='OR'), name='contribution_currency_is_a_code', violation_error_message='A currency is a code of three capital letters, such as EUR.'), models.CheckConstraint(condition=models.Q(models.Q(('currency', 'USD'), _negated=True), models.Q(('amount_usd', models.F('amount')), ('amount_usd__isnull', False)), _connector='OR'), name='contribution_dollars_are_the_amount', violation_error_message='An amount in US dollars is the same in both columns.'), models.CheckConstraint(condition=models.Q(models.Q(('covers', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='contribution_says_what_it_covers', violation_error_message='A contribution says what it covers, and what the source says.')],
            },
        ),
        migrations.RunPython(install, remove),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
