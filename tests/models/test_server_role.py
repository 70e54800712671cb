"""The role of the server on PostgreSQL does the work of the site, and nothing to the tables themselves."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from commitments.models.kept_records import all_tables, history_tables
from commitments.models.server_role import UnfitServerRole, grant_server_role, is_owner, privileges_on
from tests.builders import make_note, make_reviewer
from tests.each import Failures, rolled_back
from tests.server_role import ROLE, become_owner

pytestmark = [pytest.mark.django_db, pytest.mark.server_role]
ON_SQLITE = connection.vendor == "sqlite"
NOTE = "commitments_progressnote"
OWNER = connection.settings_dict["USER"] or "nobody"
# what somebody would try who has taken the server over
REFUSED = (
    f"DROP TRIGGER note_is_frozen ON {NOTE}",
    f"ALTER TABLE {NOTE} DISABLE TRIGGER note_is_frozen",
    f"ALTER TABLE {NOTE} DISABLE TRIGGER ALL",
    f"ALTER TABLE {NOTE} ADD COLUMN more text",
    f"ALTER TABLE {NOTE} OWNER TO {ROLE}",
    f"ALTER TABLE {NOTE} DROP CONSTRAINT note_has_a_text",
    f"CREATE TRIGGER mine BEFORE UPDATE ON {NOTE} FOR EACH ROW EXECUTE FUNCTION note_is_frozen()",
    f"CREATE RULE mine AS ON UPDATE TO {NOTE} DO INSTEAD NOTHING",
    f"CREATE INDEX mine ON {NOTE} (text)",
    f"DROP TABLE {NOTE} CASCADE",
    f"TRUNCATE {NOTE} CASCADE",
    "TRUNCATE commitments_historicalprogressnote",
    "CREATE OR REPLACE FUNCTION note_is_frozen() RETURNS trigger LANGUAGE sql AS $$ SELECT NEW $$",
    "CREATE OR REPLACE FUNCTION cartagena_fold(text) RETURNS text LANGUAGE sql AS $$ SELECT '' $$",
    "ALTER FUNCTION note_is_frozen() SET search_path = pg_temp",
    "DROP FUNCTION note_is_frozen() CASCADE",
    "CREATE TABLE mine (id int)",
    "CREATE TEMPORARY TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    "SET session_replication_role = replica",
    f"SET ROLE {OWNER}",
    "UPDATE commitments_historicalprogressnote SET text = 'Something else.'",
    "DELETE FROM commitments_historicalprogressnote",
    "UPDATE commitments_seal SET content = 'Something else.'",
    "DELETE FROM commitments_seal",
    "DELETE FROM commitments_user",
    "DELETE FROM django_migrations",
    "UPDATE auth_group SET name = 'Administrators'",
    "INSERT INTO auth_group_permissions (group_id, permission_id) VALUES (1, 1)",
    f"SELECT setval(pg_get_serial_sequence('{NOTE}', 'id'), 1)",
    "COPY commitments_state TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
)


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_nothing_that_changes_the_tables_themselves_goes_through():
    """SQLite has no roles."""
    if ON_SQLITE:
        return
    make_note()
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    failures = Failures()

    for statement in REFUSED:
        refused = pytest.raises(DatabaseError, match=r"permission denied|must be (owner|superuser)")
        with failures.kept(statement), rolled_back(), refused, transaction.atomic():
            execute(statement)

    assert not failures, str(failures)


def test_the_server_does_its_work_under_the_triggers():
    note = make_note()
    note.retract(by=make_reviewer(), at=note.published_at, reason="Wrong State.")

    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        type(note).objects.filter(pk=note.pk).update(text="Something else.")
    assert is_owner(connection) is ON_SQLITE


@pytest.mark.parametrize("command", ["migrate", "prepare"])
def test_what_changes_tables_is_refused_in_words(command):
    if not ON_SQLITE:
        with pytest.raises(CommandError, match=r"does not own the tables.+of their owner"):
            call_command(command)


def test_histories_and_seals_are_only_added_to():
    added_to = {"commitments_seal", *history_tables()}

    assert {table for table in all_tables() if "UPDATE" not in privileges_on(table)} == added_to
    assert {privileges_on(table) for table in added_to} == {"SELECT, INSERT"}
    assert privileges_on("django_migrations") == "SELECT"


def test_a_role_that_could_do_more_is_refused_with_what_to_do():
    if ON_SQLITE:
        return
    failures = Failures()
    become_owner()
    execute("CREATE TABLE of_somebody (id int)")
    for make, words in {
        "SELECT 1": "no role cartagena_other. Make it first",
        "CREATE ROLE cartagena_other SUPERUSER": "name another role",
        "CREATE ROLE cartagena_other CREATEDB": "ALTER ROLE cartagena_other NOSUPERUSER",
        f"CREATE ROLE cartagena_other IN ROLE {OWNER}": "can become their owner",
        "CREATE ROLE cartagena_other; ALTER TABLE of_somebody OWNER TO cartagena_other": "REASSIGN OWNED BY",
    }.items():
        with failures.kept(make), rolled_back():
            execute(make)
            with pytest.raises(UnfitServerRole, match=words):
                grant_server_role(connection, "cartagena_other")
    with failures.kept("the owner"), pytest.raises(UnfitServerRole, match="name another role"):
        grant_server_role(connection, OWNER)

    assert not failures, str(failures)


def test_granting_twice_changes_nothing():
    if ON_SQLITE:
        return
    granted = "SELECT relname, relacl::text FROM pg_class WHERE relacl IS NOT NULL ORDER BY relname"
    become_owner()
    seen = []
    for _time in range(2):
        grant_server_role(connection, ROLE)
        with connection.cursor() as cursor:
            cursor.execute(granted)
            seen.append(cursor.fetchall())

    assert seen[0] == seen[1]
