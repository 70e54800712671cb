"""What `make run` does before it serves: once, and only what is missing."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from commitments.exports.package import releases_in
from commitments.lists.registry import LISTS
from commitments.models import (
    ActionPlan,
    CasualtyCount,
    Contribution,
    Instrument,
    InstrumentMembership,
    Meeting,
    Paragraph,
    PlannedAction,
    StateCasualtyCount,
    User,
)
from tests.builders import make_commitment, make_state
from tests.server_role import ROLE

GIVEN = "violet-harbour-lantern"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_filled_database_and_a_folder_for_files(settings, tmp_path):
    """The baseline has its own tests; here its place is taken by one paragraph."""
    settings.STATIC_ROOT, settings.RELEASES_ROOT = tmp_path / "staticfiles", tmp_path / "releases"
    Paragraph.objects.create(number=1, text="We, the States Parties", edition="test")


def prepare() -> str:
    """Run the command; returns what it told."""
    told = StringIO()
    call_command("prepare", stdout=told, stderr=told)
    return told.getvalue()


def test_the_first_administrator_gets_a_random_password_that_is_told_once(monkeypatch):
    monkeypatch.delenv("CARTAGENA_ADMIN_PASSWORD", raising=False)

    first, second = prepare(), prepare()

    password = re.search(r"password (\S{22}) \(shown only this once\)", first)[1]
    administrator = User.objects.get()
    assert administrator.check_password(password)
    assert (administrator.username, administrator.is_staff, administrator.is_superuser) == (
        "admin",
        True,
        True,
    )
    assert second == ""


def test_the_first_administrator_has_the_name_that_was_chosen(settings):
    settings.FIRST_ADMINISTRATOR = "rosa.office"
    assert "sign in as rosa.office with" in prepare()
    assert [each.username for each in User.objects.filter(is_superuser=True)] == ["rosa.office"]

    User.objects.update(is_superuser=False)
    with pytest.raises(CommandError, match=r"the user name rosa\.office is taken"):
        prepare()


def test_a_password_from_the_environment_is_used_and_not_repeated(monkeypatch):
    monkeypatch.setenv("CARTAGENA_ADMIN_PASSWORD", GIVEN)

    told = prepare()

    assert User.objects.get().check_password(GIVEN)
    assert GIVEN not in told


@pytest.mark.parametrize("weak", ["short", "123456789012", "administrator"])
def test_a_weak_password_from_the_environment_is_refused(weak, monkeypatch):
    monkeypatch.setenv("CARTAGENA_ADMIN_PASSWORD", weak)

    with pytest.raises(CommandError, match=r"^CARTAGENA_ADMIN_PASSWORD: "):
        prepare()

    assert not User.objects.exists()


def test_whoever_administers_already_keeps_the_account_and_the_password(monkeypatch):
    monkeypatch.setenv("CARTAGENA_ADMIN_PASSWORD", GIVEN)
    User.objects.create_superuser("maria", password="another-good-one")

    prepare()

    assert User.objects.get().username == "maria"


def test_static_files_are_collected(settings):
    prepare()

    assert (settings.STATIC_ROOT / "admin" / "css" / "base.css").exists()


def test_an_installation_older_than_the_action_plans_gets_them_once():
    for code in ("14a", "14b", "16b", "17"):
        make_commitment(code=code)

    first, second = prepare(), prepare()

    assert "Loading later action plans and recorded casualties" in first
    assert "Loading" not in second
    assert (ActionPlan.objects.count(), PlannedAction.objects.count()) == (5, 11)
    assert CasualtyCount.objects.count() == 28


def test_installation_older_than_the_instruments_gets_them_once():
    call_command("loaddata", "states", verbosity=0)

    first, second = prepare(), prepare()

    assert "Loading the memberships in other instruments" in first
    assert "Loading" not in second
    assert (Instrument.objects.count(), InstrumentMembership.objects.count()) == (4, 526)


def test_installation_older_than_the_series_gets_them_once():
    call_command("loaddata", "states", "instruments", verbosity=0)

    first, second = prepare(), prepare()

    assert "Loading casualty counts of States" in first
    assert "Loading" not in second
    loaded = [model.objects.count() for model in (StateCasualtyCount, Contribution, Meeting)]
    assert loaded == [262, 459, 26]


def test_installation_with_other_states_starts_without_the_instruments():
    make_state(iso3="COL")

    told = prepare()

    assert "They were not loaded: " in told
    assert Instrument.objects.count() == 0


def test_first_release_bears_the_month_and_is_made_once(settings):
    first, second = prepare(), prepare()

    (release,) = releases_in(settings.RELEASES_ROOT)
    assert release.name == f"{release.released_at:%Y-%m}"
    assert f"Making the first release of the data, {release.name}" in first
    assert (second, len(release.rows)) == ("", len(LISTS))


def test_release_of_an_older_site_stays_alone_even_unreadable(settings):
    (settings.RELEASES_ROOT / "2024-02").mkdir(parents=True)

    told = prepare()

    assert "release" not in told
    assert [path.name for path in settings.RELEASES_ROOT.iterdir()] == ["2024-02"]


def test_folder_of_a_file_system_and_an_unfinished_release_are_no_release(settings):
    for name in ("lost+found", ".2024-02-x1y2"):
        (settings.RELEASES_ROOT / name).mkdir(parents=True)

    prepare()

    assert len(releases_in(settings.RELEASES_ROOT)) == 1


def test_release_that_cannot_be_written_is_told_and_stops_no_start(settings):
    settings.RELEASES_ROOT.write_text("a file where the folder should be")

    told = prepare()

    assert "No first release was made: " in told
    assert "manage.py release" in told
    assert (settings.STATIC_ROOT / "admin").is_dir()


def test_the_role_of_the_server_is_granted_what_it_needs(settings):
    """SQLite has no roles."""
    if connection.vendor != "postgresql":
        return
    settings.DATABASE_SERVER_ROLE = ROLE
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE brought_by_a_migration (id int); DROP OWNED BY {ROLE}")
        told = prepare()
        cursor.execute(
            "SELECT has_table_privilege(%(role)s, 'brought_by_a_migration', 'INSERT'), "
            "has_table_privilege(%(role)s, 'commitments_seal', 'UPDATE')",
            {"role": ROLE},
        )
        assert (cursor.fetchone(), "DATABASE_SERVER_ROLE" in told) == ((True, False), False)


def test_a_role_of_the_server_that_is_not_there_stops_the_start_before_anything_is_made(settings):
    if connection.vendor != "postgresql":
        return
    settings.DATABASE_SERVER_ROLE = "nobody_of_this_name"

    with pytest.raises(CommandError, match="CREATE ROLE nobody_of_this_name LOGIN"):
        prepare()
    assert User.objects.count() == 0
