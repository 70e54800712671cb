"""Makes the table of documents; a source may be a document or stand in an archive instead of on the web.

SQLite rebuilds the tables of evidence and of its history, which drops their triggers: they are installed again.
"""

import re

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQLITE = """
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

CREATE TRIGGER history_of_evidencelink_is_kept BEFORE DELETE ON commitments_historicalevidencelink FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END
"""
NAMES = re.findall(r"CREATE TRIGGER (\w+)", SQLITE)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in NAMES:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install(apps, schema_editor):
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE.strip().split("\n\n"):
            schema_editor.execute(" ".join(statement.split()), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0015_other_names_of_states'),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('content_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/png', 'PNG picture'), ('image/jpeg', 'JPEG picture')], max_length=20, verbose_name='type')),
                ('uploaded_at', models.DateTimeField(verbose_name='brought at')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ('uploaded_at', 'sha256'),
            },
        ),
        migrations.CreateModel(
            name='HistoricalDocument',
            fields=[
                ('batch', models.UUIDField(db_index=True, editable=False, null=True)),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('content_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/png', 'PNG picture'), ('image/jpeg', 'JPEG picture')], max_length=20, verbose_name='type')),
                ('uploaded_at', models.DateTimeField(verbose_name='brought at')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical document',
                'verbose_name_plural': 'historical documents',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name='evidencelink',
            name='evidence_address_is_web',
        ),
        migrations.AddField(
            model_name='evidencelink',
            name='archive',
            field=models.CharField(blank=True, max_length=150, verbose_name='archive'),
        ),
        migrations.AddField(
            model_name='evidencelink',
            name='archive_number',
            field=models.CharField(blank=True, max_length=100, verbose_name='number in the archive'),
        ),
        migrations.AddField(
            model_name='evidencelink',
            name='document_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='name of the document'),
        ),
        migrations.AddField(
            model_name='historicalevidencelink',
            name='archive',
            field=models.CharField(blank=True, max_length=150, verbose_name='archive'),
        ),
        migrations.AddField(
            model_name='historicalevidencelink',
            name='archive_number',
            field=models.CharField(blank=True, max_length=100, verbose_name='number in the archive'),
        ),
        migrations.AddField(
            model_name='historicalevidencelink',
            name='document_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='name of the document'),
        ),
        migrations.AlterField(
            model_name='evidencelink',
            name='url',
            field=models.CharField(blank=True, help_text='Begins with https:// or http://.', max_length=2000, verbose_name='address'),
        ),
        migrations.AlterField(
            model_name='historicalevidencelink',
            name='url',
            field=models.CharField(blank=True, help_text='Begins with https:// or http://.', max_length=2000, verbose_name='address'),
        ),
        migrations.AddField(
            model_name='document',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='brought by'),
        ),
        migrations.AddField(
            model_name='evidencelink',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='commitments.document', verbose_name='document'),
        ),
        migrations.AddField(
            model_name='historicalevidencelink',
            name='document',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.document', verbose_name='document'),
        ),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), models.Q(models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Left(models.F('url'), 8), models.Value('https://')), django.db.models.lookups.Exact(django.db.models.functions.text.Left(models.F('url'), 7), models.Value('http://')), _connector='OR'), models.Q(('url__contains', '\\'), _negated=True), models.Q(('url__contains', ' '), _negated=True)), _connector='OR'), name='evidence_address_is_web'),
        ),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('url', ''), _negated=True), ('document__isnull', False), models.Q(('archive', ''), _negated=True), _connector='OR'), name='evidence_can_be_checked', violation_error_message='Say where this can be checked: a web address, a document, or an archive with its number.'),
        ),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('archive', ''), ('archive_number', '')), models.Q(models.Q(('archive', ''), _negated=True), models.Q(('archive_number', ''), _negated=True)), _connector='OR'), name='evidence_archive_has_a_number', violation_error_message='Say both which archive has it and under which number.'),
        ),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', True), ('document_name', '')), models.Q(('document__isnull', False), models.Q(('document_name', ''), _negated=True)), _connector='OR'), name='evidence_document_has_a_name', violation_error_message='A document is cited under a name.'),
        ),
        migrations.AddField(
            model_name='historicaldocument',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaldocument',
            name='uploaded_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='brought by'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('sha256'), 64), django.db.models.lookups.Exact(models.Func(models.F('sha256'), models.Value('0123456789abcdef'), function='LTRIM', output_field=models.CharField()), models.Value(''))), name='document_checksum_is_a_sha256', violation_error_message='A document is known by its SHA-256: 64 digits from 0 to f.'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', 20971520)), name='document_size_is_in_bounds', violation_error_message='A document is neither empty nor larger than 20 MB.'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('content_type__in', ['application/pdf', 'image/jpeg', 'image/png'])), name='document_type_is_known', violation_error_message='A document is a PDF, a PNG or a JPEG.'),
        ),
        migrations.RunPython(install, remove),
    ]
