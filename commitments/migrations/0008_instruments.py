"""Makes the tables of other instruments and of the States that are in them."""

import django.db.models.deletion
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0007_stays_never_overlap'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalInstrument',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('batch', models.UUIDField(db_index=True, editable=False, null=True)),
                ('code', models.SlugField(help_text='Such as CCM.', max_length=30, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('position', models.PositiveSmallIntegerField(db_index=True, verbose_name='position')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical instrument',
                'verbose_name_plural': 'historical instruments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Such as CCM.', max_length=30, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('position', models.PositiveSmallIntegerField(unique=True, verbose_name='position')),
            ],
            options={
                'verbose_name': 'instrument',
                'verbose_name_plural': 'instruments',
                'ordering': ('position',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), django.db.models.lookups.Exact(models.Func(models.F('code'), models.Value('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'), function='LTRIM', output_field=models.CharField()), models.Value(''))), name='instrument_code_is_a_slug', violation_error_message='A code is made of letters, digits and dashes, such as CCM.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalInstrumentMembership',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('batch', models.UUIDField(db_index=True, editable=False, null=True)),
                ('signed_date', models.DateField(blank=True, null=True, verbose_name='signed on')),
                ('consent_date', models.DateField(blank=True, null=True, verbose_name='consent deposited on')),
                ('consent_kind', models.CharField(blank=True, choices=[('ratification', 'ratification'), ('acceptance', 'acceptance'), ('approval', 'approval'), ('accession', 'accession'), ('succession', 'succession'), ('consent_to_be_bound', 'consent to be bound')], max_length=20, verbose_name='kind of consent')),
                ('withdrawal_effective_date', models.DateField(blank=True, null=True, verbose_name='withdrawal effective on')),
                ('source_url', models.CharField(max_length=500, verbose_name='source')),
                ('source_title', models.CharField(max_length=300, verbose_name='title of the source')),
                ('source_date', models.DateField(verbose_name='source as at')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.state', verbose_name='State')),
                ('instrument', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.instrument', verbose_name='instrument')),
            ],
            options={
                'verbose_name': 'historical membership in an instrument',
                'verbose_name_plural': 'historical memberships in instruments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='InstrumentMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_date', models.DateField(blank=True, null=True, verbose_name='signed on')),
                ('consent_date', models.DateField(blank=True, null=True, verbose_name='consent deposited on')),
                ('consent_kind', models.CharField(blank=True, choices=[('ratification', 'ratification'), ('acceptance', 'acceptance'), ('approval', 'approval'), ('accession', 'accession'), ('succession', 'succession'), ('consent_to_be_bound', 'consent to be bound')], max_length=20, verbose_name='kind of consent')),
                ('withdrawal_effective_date', models.DateField(blank=True, null=True, verbose_name='withdrawal effective on')),
                ('source_url', models.CharField(max_length=500, verbose_name='source')),
                ('source_title', models.CharField(max_length=300, verbose_name='title of the source')),
                ('source_date', models.DateField(verbose_name='source as at')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='commitments.instrument', verbose_name='instrument')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instrument_memberships', to='commitments.state', verbose_name='State')),
            ],
            options={
                'verbose_name': 'membership in an instrument',
                'verbose_name_plural': 'memberships in instruments',
                'ordering': ('instrument__position', 'state__sort_name'),
                'constraints': [models.UniqueConstraint(fields=('instrument', 'state'), name='instrument_one_row_a_state'), models.CheckConstraint(condition=models.Q(('signed_date__isnull', False), ('consent_date__isnull', False), _connector='OR'), name='instrument_is_signed_or_consented', violation_error_message='A State has signed, or it has consented to be bound.'), models.CheckConstraint(condition=models.Q(models.Q(('consent_date__isnull', True), ('consent_kind', ''), ('withdrawal_effective_date__isnull', True)), models.Q(('consent_date__isnull', False), ('consent_kind__in', ['acceptance', 'accession', 'approval', 'consent_to_be_bound', 'ratification', 'succession'])), _connector='OR'), name='instrument_consent_has_a_kind', violation_error_message='A consent has a day and a kind.'), models.CheckConstraint(condition=models.Q(('withdrawal_effective_date__isnull', True), ('withdrawal_effective_date__gt', models.F('consent_date')), _connector='OR'), name='instrument_is_left_after_it_was_joined', violation_error_message='A withdrawal takes effect after the consent.'), models.CheckConstraint(condition=models.Q(models.Q(('source_url__startswith', 'https://'), ('source_url__startswith', 'http://'), _connector='OR'), models.Q(('source_url__contains', '\\'), _negated=True), models.Q(('source_url__contains', ' '), _negated=True)), name='instrument_address_is_web')],
            },
        ),
    ]
