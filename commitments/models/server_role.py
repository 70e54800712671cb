"""The role of PostgreSQL that the server runs as: it owns nothing, and may do to a table what the site does.

`prepare` runs as the owner and grants it that. Whoever takes the server over can then write what its pages
write, but neither drop nor replace a trigger, empty a table, change a history or make a table of their own.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .kept_records import history_tables
from .seal_triggers import SEAL

READ, ADD, EDIT = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
# what only a migration writes
READ_ONLY = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
)
NEVER_DELETED = ("commitments_user", "commitments_commitment", "commitments_paragraph")

# What stands there besides, such as an extension, is not ours to grant.
OWNED = """
SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, oid::regclass::text AS name
FROM pg_class WHERE relkind IN ('r', 'p', 'S')
AND relnamespace = current_schema()::regnamespace AND pg_has_role(relowner, 'USAGE')
UNION ALL SELECT 'FUNCTION', oid::regprocedure::text FROM pg_proc
WHERE prokind = 'f' AND pronamespace = current_schema()::regnamespace AND pg_has_role(proowner, 'USAGE')
ORDER BY kind, name
"""
# Before the first migration whoever may make tables will own them.
MAY_MIGRATE = """
SELECT CASE WHEN to_regclass('django_migrations') IS NULL
THEN COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false)
ELSE (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('django_migrations')) END
"""
# What a role has besides what it is granted here. A member of the owner could become the owner.
POWERS = """
SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS attributes,
pg_has_role(oid, current_user, 'MEMBER') AS membership,
EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid) OR
EXISTS (SELECT 1 FROM pg_proc WHERE proowner = pg_roles.oid) AS ownership
FROM pg_roles WHERE rolname = %s
"""
LEFT_OPEN = """
SELECT has_schema_privilege(%(role)s, current_schema(), 'CREATE')
OR has_database_privilege(%(role)s, current_database(), 'CREATE, TEMPORARY')
"""


class UnfitServerRole(Exception):
    """The role cannot be the one that the server runs as; the message says why, and what to do."""


def is_owner(connection: BaseDatabaseWrapper) -> bool:
    """Whether this connection may change tables; on SQLite whoever opens the file may."""
    return connection.vendor != "postgresql" or bool(_asked(connection, MAY_MIGRATE))


def grant_server_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """Grant this role exactly what the server needs, as the owner; raises UnfitServerRole.

    Everything in one transaction: a server that runs meanwhile never loses what it had.
    """
    refuse_unfit(connection, role)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = map(connection.ops.quote_name, cursor.fetchone())
        cursor.execute(OWNED)
        owned, quoted = cursor.fetchall(), connection.ops.quote_name(role)
        for statement in grants(quoted, schema=schema, database=database, owned=owned):
            cursor.execute(statement)
        cursor.execute(LEFT_OPEN, {"role": role})
        (left_open,) = cursor.fetchone()
    if left_open:
        raise UnfitServerRole(
            f"{role} may still make tables of its own, which only the owner of the database can forbid: "
            f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {quoted}; "
            f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {quoted};"
        )


def grants(role: str, *, schema: str, database: str, owned: list[tuple[str, str]]) -> Iterator[str]:
    """The statements, from names as SQL writes them; `owned` has the kind of each."""
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    for kind, name in owned:
        granted = {"TABLE": privileges_on(name), "SEQUENCE": "USAGE", "FUNCTION": "EXECUTE"}[kind]
        yield f"REVOKE ALL ON {kind} {name} FROM {role}"
        yield f"GRANT {granted} ON {kind} {name} TO {role}"
    # the least that each table needs, for those of a migration that no `prepare` has followed yet
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {ADD} ON TABLES TO {role}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE ON SEQUENCES TO {role}"


def privileges_on(table: str) -> str:
    """What the server may do to a table."""
    if table in READ_ONLY:
        return READ
    if table == SEAL or table in history_tables():
        return ADD
    return EDIT if table in NEVER_DELETED else EVERYTHING


def refuse_unfit(connection: BaseDatabaseWrapper, role: str) -> None:
    """Raises UnfitServerRole if it is not there, or could do more than it is granted here."""
    with connection.cursor() as cursor:
        cursor.execute(POWERS, [role])
        found = cursor.fetchone()
    if found is None:
        raise UnfitServerRole(
            f"There is no role {role}. Make it first: CREATE ROLE {role} LOGIN PASSWORD '…';"
        )
    attributes, membership, ownership = found
    if membership:
        raise UnfitServerRole(f"{role} owns the tables, or can become their owner: name another role.")
    if attributes:
        raise UnfitServerRole(
            f"{role} may do more than a server needs: "
            f"ALTER ROLE {role} NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS;"
        )
    if ownership:
        raise UnfitServerRole(f"{role} owns tables or functions: REASSIGN OWNED BY {role} TO CURRENT_USER;")


def _asked(connection: BaseDatabaseWrapper, question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
