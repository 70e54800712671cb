"""Makes the three roles, with the permissions that `rules/roles.py` names."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from commitments.rules.roles import ROLE_PERMISSIONS


def make_roles(apps, schema_editor):
    using = schema_editor.connection.alias
    # permissions are made after all migrations; the roles need them now
    create_permissions(installed.get_app_config("commitments"), verbosity=0, using=using, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, codenames in ROLE_PERMISSIONS.items():
        group, _made = Group.objects.using(using).get_or_create(name=role)
        wanted = Permission.objects.using(using).filter(
            content_type__app_label="commitments", codename__in=codenames
        )
        group.permissions.set(wanted)


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0003_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
