"""A whole installation in a folder, on the database that is being tested, run by its own commands."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from cartagena.database import database

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 600


class Installation:
    """Its folders, its environment and its commands, each a process of its own."""

    def __init__(self, folder: Path, database: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.database = folder, database
        self.documents, self.releases = folder / "documents", folder / "releases"
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "tests.small_site",
            "ENV_FILE": os.devnull,
            "SITE_FOLDER": str(folder),
            "DATABASE_URL": database,
            "SITE_ROOT": "https://tracker.example.org",
            "DOCUMENT_FOLDER": str(self.documents),
            "RELEASES_ROOT": str(self.releases),
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """A command that goes on; what it tells and its errors come together."""
        return self.start_program(sys.executable, ROOT / "manage.py", *arguments)

    def start_program(self, *command: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str | Path, code: int = 0) -> str:
        """What the command told; fails where it ends with another code."""
        command = self.start(*arguments)
        told, _ = command.communicate(timeout=PATIENCE)
        assert command.returncode == code, told
        return told


@contextmanager
def empty_database(folder: Path, vendor: str | None = None) -> Iterator[str]:
    """The address of a database that holds nothing, on the kind of server that is being tested."""
    if (vendor or connection.vendor) == "sqlite":
        folder.mkdir(parents=True, exist_ok=True)
        yield f"sqlite:///{folder}/tracker.sqlite3"
        return
    with server() as asked:
        name = f"installation_{secrets.token_hex(6)}"
        asked.execute(f'CREATE DATABASE "{name}"')
        try:
            yield address_of(name)
        finally:
            asked.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    """The server of the tests, outside of every transaction."""
    with psycopg.connect(address_of("postgres"), autocommit=True) as asked:
        yield asked


def address_of(name: str) -> str:
    held = connection.settings_dict
    person = f"{quote(held['USER'])}:{quote(held['PASSWORD'])}"
    return f"postgres://{person}@{held['HOST']}:{held['PORT']}/{name}"


@contextmanager
def connection_to(address: str) -> Iterator[BaseDatabaseWrapper]:
    """As the product connects."""
    held = database({"DATABASE_URL": address}, base_dir=Path("/"))
    held["OPTIONS"].pop("pool", None)
    connected = ConnectionHandler({"default": held})["default"]
    yield connected
    connected.close()
