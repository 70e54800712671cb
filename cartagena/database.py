"""The database of an installation, read from its environment and validated."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from .variables import Variables

LARGEST_POOL = 100
ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")
# Readers never wait (WAL), what was saved survives a loss of power (FULL), cached pages are read from memory
# without a copy (mmap), and triggers on DELETE are asked about a row that another one replaces.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA recursive_triggers=ON; PRAGMA mmap_size=268435456;"
)
# A compilation of its queries takes PostgreSQL far longer than the queries: 46 times for the trends.
POSTGRESQL_OPTIONS = "-c jit=off"
# Seconds; the last in milliseconds. A host that is gone is noticed in these, not in two hours.
POSTGRESQL_NETWORK = {
    "connect_timeout": 2,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def database(variables: Variables, *, base_dir: Path) -> dict[str, Any]:
    """The connection that DATABASE_URL names: PostgreSQL for anything shared, otherwise an SQLite file."""
    url = variables.get("DATABASE_URL", "sqlite:///cartagena.sqlite3").strip()
    scheme, most_connections = url.partition(":")[0].lower(), pool_size(variables)
    if scheme == "sqlite":
        return sqlite(url, base_dir=base_dir)
    if scheme in {"postgres", "postgresql"}:
        return postgresql(url, most_connections=most_connections)
    # The address itself may hold a password, so it is not repeated.
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")


def sqlite(url: str, *, base_dir: Path) -> dict[str, Any]:
    """An SQLite file.

    Writers queue at BEGIN (IMMEDIATE) instead of failing later; readers never wait (WAL).
    """
    name = url.removeprefix("sqlite://").removeprefix("/")
    path = base_dir / name
    if not name or ":memory:" in name or path.is_dir():
        raise ImproperlyConfigured("DATABASE_URL must name a file, as in sqlite:///cartagena.sqlite3.")
    if not path.parent.is_dir():
        raise ImproperlyConfigured(
            f"DATABASE_URL names a file in a folder that does not exist: {path.parent}"
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
    }


def postgresql(url: str, *, most_connections: int) -> dict[str, Any]:
    """A PostgreSQL server, with a pool that tests a connection before use."""
    try:
        urlsplit(url).port  # noqa: B018  (reading it is the check)
        config = environ.Env.db_url_config(url)
    except ValueError as error:
        # Its message may contain a part of the password, so it is not repeated.
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read: write postgres://user:password@host:5432/name, with %-escapes."
        ) from error
    if not config["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL must name a database, as in postgres://user@host:5432/cartagena."
        )
    return {
        **config,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": postgresql_options(config.get("OPTIONS", {}), most_connections=most_connections),
    }


def postgresql_options(asked: dict[str, Any], *, most_connections: int) -> dict[str, Any]:
    """What the address says of the connection wins, but for the pool."""
    options = f"{POSTGRESQL_OPTIONS} {asked.get('options', '')}".strip()
    pool = {"min_size": 1, "max_size": most_connections, "timeout": 10}
    return {**POSTGRESQL_NETWORK, **asked, "options": options, "pool": pool}


def server_role(variables: Variables) -> str:
    """The role of PostgreSQL of the server where another one owns the tables; empty if one does both."""
    role = variables.get("DATABASE_SERVER_ROLE", "").strip()
    if not role:
        return ""
    if not ROLE.fullmatch(role):
        raise ImproperlyConfigured(
            "DATABASE_SERVER_ROLE must be the name of a role such as cartagena_web: small letters, digits "
            f"and underscores, not {role!r}."
        )
    if not variables.get("DATABASE_URL", "").strip().lower().startswith("postgres"):
        raise ImproperlyConfigured("DATABASE_SERVER_ROLE is for PostgreSQL: a file of SQLite has no roles.")
    return role


def pool_size(variables: Variables) -> int:
    """How many connections one server process may hold: one for each of its threads (`gunicorn.conf.py`)."""
    value = variables.get("DATABASE_POOL_SIZE", "12").strip()
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= LARGEST_POOL:
        raise ImproperlyConfigured(
            f"DATABASE_POOL_SIZE must be a number from 1 to {LARGEST_POOL}, not {value!r}."
        )
    return int(value)
