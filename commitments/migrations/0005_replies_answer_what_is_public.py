"""A reply answers what the public can read, and its address is one of the web."""

import django.db.models.deletion
from django.db import migrations, models

from commitments.models import frozen


def install(apps, schema_editor):
    frozen.install(schema_editor.connection)


def lift(apps, schema_editor):
    frozen.lift(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0004_roles'),
    ]

    operations = [
        # SQLite rebuilds the table of the replies and drops its triggers with it
        migrations.RunPython(lift, install),
        migrations.AlterField(
            model_name='historicalreply',
            name='note',
            field=models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'stage__in': ('published', 'retracted', 'corrected')}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commitments.progressnote', verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='reply',
            name='note',
            field=models.ForeignKey(limit_choices_to={'stage__in': ('published', 'retracted', 'corrected')}, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='commitments.progressnote', verbose_name='note'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), models.Q(models.Q(('url__startswith', 'https://'), ('url__startswith', 'http://'), _connector='OR'), models.Q(('url__contains', '\\'), _negated=True), models.Q(('url__contains', ' '), _negated=True)), _connector='OR'), name='reply_address_is_web'),
        ),
        migrations.RunPython(install, lift),
    ]
