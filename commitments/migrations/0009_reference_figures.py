"""What the pages of commitments tell beside the findings: later action plans, and recorded casualties."""

import commitments.models.evidence
import commitments.models.history
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import simple_history.models
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from commitments.models import frozen
from commitments.rules.roles import ROLE_PERMISSIONS

NEW = ("actionplan", "plannedaction", "casualtycount")


def give_permissions(apps, schema_editor):
    """Each role gets what `rules/roles.py` names for the new records, and keeps all else that it has."""
    using = schema_editor.connection.alias
    # permissions are made after all migrations; the roles need them now
    create_permissions(installed.get_app_config("commitments"), verbosity=0, using=using, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    of_new = Permission.objects.using(using).filter(
        content_type__app_label="commitments", content_type__model__in=NEW
    )
    for role, codenames in ROLE_PERMISSIONS.items():
        for group in Group.objects.using(using).filter(name=role):
            group.permissions.add(*of_new.filter(codename__in=codenames))


def install(apps, schema_editor):
    frozen.install(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0008_people_are_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Such as oslo.', max_length=30, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='first year')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='last year')),
                ('action_count', models.PositiveSmallIntegerField(blank=True, help_text='Empty where no source was read for it.', null=True, verbose_name='number of actions')),
            ],
            options={
                'verbose_name': 'action plan',
                'verbose_name_plural': 'action plans',
                'ordering': ('first_year', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='plan_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='CasualtyCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='first year counted')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='last year counted')),
                ('killed', models.PositiveIntegerField(blank=True, null=True, verbose_name='killed')),
                ('injured', models.PositiveIntegerField(blank=True, null=True, verbose_name='injured')),
                ('unknown', models.PositiveIntegerField(blank=True, null=True, verbose_name='killed or injured, not known which')),
                ('total', models.PositiveIntegerField(verbose_name='all casualties')),
                ('edition', models.PositiveSmallIntegerField(help_text='The year of the report that gave these numbers.', verbose_name='edition')),
                ('is_preferred', models.BooleanField(default=False, help_text='The latest revision that was read for these years.', verbose_name='preferred')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
                ('source_url', models.CharField(max_length=500, validators=[commitments.models.evidence.validate_evidence_address], verbose_name='source')),
                ('source_title', models.CharField(max_length=300, verbose_name='title of the source')),
                ('source_date', models.CharField(blank=True, max_length=10, verbose_name='date of the source')),
            ],
            options={
                'verbose_name': 'casualty count',
                'verbose_name_plural': 'casualty counts',
                'ordering': ('first_year', 'last_year', 'edition'),
                'constraints': [models.UniqueConstraint(fields=('first_year', 'last_year', 'edition'), name='casualties_one_count_an_edition'), models.UniqueConstraint(condition=models.Q(('is_preferred', True)), fields=('first_year', 'last_year'), name='casualties_one_preferred_count_a_year', violation_error_message='Another edition is the preferred one for these years.'), models.CheckConstraint(condition=models.Q(('edition__gte', models.F('last_year')), ('last_year__gte', models.F('first_year'))), name='casualties_years_stand_in_order'), models.CheckConstraint(condition=models.Q(('total__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(models.F('killed'), 0), '+', django.db.models.functions.comparison.Coalesce(models.F('injured'), 0)), '+', django.db.models.functions.comparison.Coalesce(models.F('unknown'), 0)))), name='casualties_parts_fit_the_total'), models.CheckConstraint(condition=models.Q(models.Q(('source_url__startswith', 'https://'), ('source_url__startswith', 'http://'), _connector='OR'), models.Q(('source_url__contains', '\\'), _negated=True), models.Q(('source_url__contains', ' '), _negated=True)), name='casualties_address_is_web')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalActionPlan',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('batch', models.UUIDField(db_index=True, default=commitments.models.history.current_batch, editable=False, null=True)),
                ('code', models.SlugField(help_text='Such as oslo.', max_length=30, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='first year')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='last year')),
                ('action_count', models.PositiveSmallIntegerField(blank=True, help_text='Empty where no source was read for it.', null=True, verbose_name='number of actions')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical action plan',
                'verbose_name_plural': 'historical action plans',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCasualtyCount',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('batch', models.UUIDField(db_index=True, default=commitments.models.history.current_batch, editable=False, null=True)),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='first year counted')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='last year counted')),
                ('killed', models.PositiveIntegerField(blank=True, null=True, verbose_name='killed')),
                ('injured', models.PositiveIntegerField(blank=True, null=True, verbose_name='injured')),
                ('unknown', models.PositiveIntegerField(blank=True, null=True, verbose_name='killed or injured, not known which')),
                ('total', models.PositiveIntegerField(verbose_name='all casualties')),
                ('edition', models.PositiveSmallIntegerField(help_text='The year of the report that gave these numbers.', verbose_name='edition')),
                ('is_preferred', models.BooleanField(default=False, help_text='The latest revision that was read for these years.', verbose_name='preferred')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
                ('source_url', models.CharField(max_length=500, validators=[commitments.models.evidence.validate_evidence_address], verbose_name='source')),
                ('source_title', models.CharField(max_length=300, verbose_name='title of the source')),
                ('source_date', models.CharField(blank=True, max_length=10, verbose_name='date of the source')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical casualty count',
                'verbose_name_plural': 'historical casualty counts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPlannedAction',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('batch', models.UUIDField(db_index=True, default=commitments.models.history.current_batch, editable=False, null=True)),
                ('numbers', models.CharField(blank=True, help_text='Such as 18-32.', max_length=30, verbose_name='numbers of the actions')),
                ('asked', models.TextField(help_text='In neutral words of our own.', verbose_name='what it asked')),
                ('source_url', models.CharField(blank=True, max_length=500, validators=[commitments.models.evidence.validate_evidence_address], verbose_name='source')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='title of the source')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('commitment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.commitment', verbose_name='commitment')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.actionplan', verbose_name='action plan')),
            ],
            options={
                'verbose_name': 'historical planned action',
                'verbose_name_plural': 'historical planned actions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PlannedAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numbers', models.CharField(blank=True, help_text='Such as 18-32.', max_length=30, verbose_name='numbers of the actions')),
                ('asked', models.TextField(help_text='In neutral words of our own.', verbose_name='what it asked')),
                ('source_url', models.CharField(blank=True, max_length=500, validators=[commitments.models.evidence.validate_evidence_address], verbose_name='source')),
                ('source_title', models.CharField(blank=True, max_length=300, verbose_name='title of the source')),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_actions', to='commitments.commitment', verbose_name='commitment')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='commitments.actionplan', verbose_name='action plan')),
            ],
            options={
                'verbose_name': 'planned action',
                'verbose_name_plural': 'planned actions',
                'ordering': ('plan__first_year', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('plan', 'commitment', 'numbers'), name='planned_action_stands_once'), models.CheckConstraint(condition=models.Q(('asked', ''), _negated=True), name='planned_action_says_what_it_asked'), models.CheckConstraint(condition=models.Q(('source_url', ''), models.Q(models.Q(('source_url__startswith', 'https://'), ('source_url__startswith', 'http://'), _connector='OR'), models.Q(('source_url__contains', '\\'), _negated=True), models.Q(('source_url__contains', ' '), _negated=True)), _connector='OR'), name='planned_action_address_is_web')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
