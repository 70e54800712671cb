"""Makes the three roles, each with its permissions."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

CONTRIBUTOR = (
    "view_actionplan",
    "view_casualtycount",
    "view_commitment",
    "view_deadline",
    "add_evidencelink",
    "change_evidencelink",
    "delete_evidencelink",
    "view_evidencelink",
    "view_membership",
    "view_obligation",
    "view_paragraph",
    "view_plannedaction",
    "add_progressnote",
    "change_progressnote",
    "delete_progressnote",
    "view_progressnote",
    "add_reply",
    "change_reply",
    "delete_reply",
    "view_reply",
    "view_state",
)
REVIEWER = (
    *CONTRIBUTOR,
    "view_assignment",
    "reach_every_state",
    "change_obligation",
    "see_office_numbers",
    "publish_progressnote",
)
ADMINISTRATOR = (
    *REVIEWER,
    "add_actionplan",
    "change_actionplan",
    "add_assignment",
    "change_assignment",
    "delete_assignment",
    "add_casualtycount",
    "change_casualtycount",
    "delete_casualtycount",
    "add_commitment",
    "change_commitment",
    "add_deadline",
    "change_deadline",
    "delete_deadline",
    "add_membership",
    "change_membership",
    "delete_membership",
    "add_obligation",
    "add_paragraph",
    "change_paragraph",
    "add_plannedaction",
    "change_plannedaction",
    "delete_plannedaction",
    "add_state",
    "change_state",
    "add_user",
    "change_user",
    "view_user",
)
ROLES = {"Contributor": CONTRIBUTOR, "Reviewer": REVIEWER, "Administrator": ADMINISTRATOR}


def make_roles(apps, schema_editor):
    using = schema_editor.connection.alias
    # permissions are made after all migrations; the roles need them now
    create_permissions(installed.get_app_config("commitments"), verbosity=0, using=using, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, codenames in ROLES.items():
        group, _made = Group.objects.using(using).get_or_create(name=role)
        wanted = Permission.objects.using(using).filter(
            content_type__app_label="commitments", codename__in=codenames
        )
        group.permissions.set(wanted)


class Migration(migrations.Migration):
    replaces = [("commitments", "0004_roles")]
    dependencies = [
        ("commitments", "0002_triggers"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
