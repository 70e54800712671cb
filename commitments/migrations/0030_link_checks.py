"""Makes the table of what came of asking for addresses, and gives the roles their permissions on it."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


PERMISSIONS = ("view_linkcheck", "change_linkcheck")


def give_permissions(apps, schema_editor):
    using = schema_editor.connection.alias
    # permissions are made after all migrations; the roles need them now
    create_permissions(installed.get_app_config("commitments"), verbosity=0, using=using, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    given = Permission.objects.using(using).filter(
        content_type__app_label="commitments", codename__in=PERMISSIONS
    )
    for group in Group.objects.using(using).filter(name__in=("Contributor", "Reviewer", "Administrator")):
        group.permissions.add(*given)


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0021_search_in_archives'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=2000, verbose_name='address')),
                ('address_sha256', models.CharField(editable=False, max_length=64, verbose_name='SHA-256 of the address')),
                ('first_asked_at', models.DateTimeField(verbose_name='first asked')),
                ('asked_at', models.DateTimeField(verbose_name='last asked')),
                ('reached_at', models.DateTimeField(blank=True, null=True, verbose_name='last reached')),
                ('outcome', models.CharField(choices=[('reached', 'reached'), ('moved', 'reached at another address, for good'), ('gone', 'the site says that the page is not there'), ('closed', 'the site is there and lets no program read the page'), ('robots', "not asked: the site's robots.txt forbids it"), ('private', 'not asked: it leads to a private machine or an unusual port'), ('error', 'the site answered with an error'), ('name', 'the name of the site leads nowhere'), ('refused', 'no connection'), ('certificate', 'no secure connection'), ('timeout', 'no answer in time'), ('unreadable', 'the answer cannot be read')], max_length=12, verbose_name='what came of it')),
                ('http_status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='HTTP status')),
                ('moved_to', models.CharField(blank=True, max_length=2000, verbose_name='moved to')),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='failures in a row')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='failing since')),
                ('set_aside_at', models.DateTimeField(blank=True, null=True, verbose_name='set aside')),
                ('set_aside_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='set aside by')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ('-failures', 'address', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('address_sha256',), name='link_check_one_an_address', violation_error_message='This address stands in the list already.'), models.CheckConstraint(condition=models.Q(models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Left(models.F('address'), 8), models.Value('https://')), django.db.models.lookups.Exact(django.db.models.functions.text.Left(models.F('address'), 7), models.Value('http://')), _connector='OR'), models.Q(('address__contains', '\\'), _negated=True), models.Q(('address__contains', ' '), _negated=True)), name='link_check_address_is_web', violation_error_message='A web address begins with https:// or http:// and holds neither a space nor a backslash.'), models.CheckConstraint(condition=models.Q(('moved_to', ''), models.Q(models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Left(models.F('moved_to'), 8), models.Value('https://')), django.db.models.lookups.Exact(django.db.models.functions.text.Left(models.F('moved_to'), 7), models.Value('http://')), _connector='OR'), models.Q(('moved_to__contains', '\\'), _negated=True), models.Q(('moved_to__contains', ' '), _negated=True)), _connector='OR'), name='link_check_moved_to_is_web', violation_error_message='A web address begins with https:// or http:// and holds neither a space nor a backslash.'), models.CheckConstraint(condition=models.Q(('outcome__in', ['reached', 'moved', 'gone', 'closed', 'robots', 'private', 'error', 'name', 'refused', 'certificate', 'timeout', 'unreadable'])), name='link_check_outcome_is_known', violation_error_message='What came of asking is one of the known outcomes.'), models.CheckConstraint(condition=models.Q(('asked_at__gte', models.F('first_asked_at')), models.Q(('reached_at__isnull', True), ('reached_at__lte', models.F('asked_at')), _connector='OR')), name='link_check_moments_stand_in_order', violation_error_message='An address is reached when it is asked, and last asked after first.'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['moved', 'reached']), _negated=True), models.Q(('reached_at', models.F('asked_at')), ('reached_at__isnull', False)), _connector='OR'), name='link_check_reached_when_asked', violation_error_message='An address that was reached was reached when it was last asked.'), models.CheckConstraint(condition=models.Q(models.Q(('failing_since__isnull', True), ('failures', 0)), models.Q(('failing_since__isnull', False), ('failures__gt', 0), ('outcome__in', ['certificate', 'error', 'gone', 'name', 'refused', 'timeout', 'unreadable'])), _connector='OR'), name='link_check_failures_have_a_beginning', violation_error_message='Failures in a row began at some moment, and end with an answer.'), models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at__isnull', True), ('set_aside_by__isnull', True)), models.Q(('set_aside_at__isnull', False), ('set_aside_by__isnull', False)), _connector='OR'), name='link_check_is_set_aside_by_someone', violation_error_message='A link that was set aside names who did so and when.')],
            },
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
