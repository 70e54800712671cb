"""On PostgreSQL tests run as the server does: as a role that owns nothing (`models/server_role.py`)."""

from django.db import connection

from commitments.models.server_role import grant_server_role

ROLE = "cartagena_test_server"
# the folders whose tests all do what the server does
SERVED = frozenset({"admin"})
# other processes of the same run make it too
MAKE_ROLE = f"""
DO $$ BEGIN CREATE ROLE {ROLE}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
"""
IS_SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = session_user"


def make_server_role() -> None:
    """Once the tables are there."""
    if may_take_roles():
        with connection.cursor() as cursor:
            cursor.execute(MAKE_ROLE)
        grant_server_role(connection, ROLE)


def become_server() -> None:
    """Until the transaction of the test is taken back."""
    if may_take_roles():
        with connection.cursor() as cursor:
            cursor.execute(f"SET SESSION AUTHORIZATION {ROLE}")


def become_owner() -> None:
    """For the rest of a test."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("RESET SESSION AUTHORIZATION")


def may_take_roles() -> bool:
    """The server of our own is run as its superuser; another database may be lent to us."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(IS_SUPERUSER)
        return bool(cursor.fetchone()[0])
