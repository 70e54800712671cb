"""The three roles are groups, and hold what `rules/roles.py` says: no more, no less."""

import pytest
from django.contrib.auth.models import Group

from commitments.rules.roles import (
    ADMINISTRATOR,
    CONTRIBUTOR,
    EVERY_STATE,
    PUBLISH,
    REVIEWER,
    ROLE_PERMISSIONS,
)
from tests.builders import make_user

pytestmark = pytest.mark.django_db


def make_member(role: str):
    person = make_user()
    person.groups.add(Group.objects.get(name=role))
    return person


@pytest.mark.parametrize("role", ROLE_PERMISSIONS)
def test_a_migration_made_each_role_with_its_permissions(role):
    permissions = Group.objects.get(name=role).permissions
    own = permissions.filter(content_type__app_label="commitments")

    assert set(own.values_list("codename", flat=True)) == ROLE_PERMISSIONS[role]
    assert permissions.count() == own.count()


def test_there_is_no_fourth_role():
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLE_PERMISSIONS)


def test_each_role_may_all_that_the_one_before_it_may():
    contributor, reviewer, administrator = (
        ROLE_PERMISSIONS[role] for role in (CONTRIBUTOR, REVIEWER, ADMINISTRATOR)
    )

    assert contributor < reviewer < administrator


def test_only_reviewers_and_administrators_publish_and_reach_every_state():
    for codename in (PUBLISH, EVERY_STATE):
        allowed = [role for role in ROLE_PERMISSIONS if make_member(role).has_perm(f"commitments.{codename}")]
        assert allowed == [REVIEWER, ADMINISTRATOR]


@pytest.mark.parametrize("role", ROLE_PERMISSIONS)
def test_no_role_deletes_people_or_what_readers_cite(role):
    kept = ("user", "state", "commitment", "paragraph", "obligation")

    assert not {f"delete_{noun}" for noun in kept} & ROLE_PERMISSIONS[role]


@pytest.mark.parametrize("role", ROLE_PERMISSIONS)
def test_no_role_touches_a_history(role):
    assert not [codename for codename in ROLE_PERMISSIONS[role] if "historical" in codename]
