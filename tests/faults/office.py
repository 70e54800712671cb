"""The product as it is served, on a database that may be hurt, and what is stored in it."""

import os
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg

from tests.browser.product import ADMIN_PASSWORD, ROOT, variables_for
from tests.harness import postgresql

PATIENCE = 60
TEXTS = "SELECT text FROM commitments_progressnote WHERE text LIKE 'fault %'"
# a draft that was saved without its evidence, or without its entry in the history
HALF_SAVED = """
SELECT n.text FROM commitments_progressnote n WHERE n.text LIKE 'fault %' AND (
    NOT EXISTS (SELECT 1 FROM commitments_evidencelink e WHERE e.note_id = n.id) OR
    NOT EXISTS (SELECT 1 FROM commitments_historicalprogressnote h WHERE h.id = n.id))"""


class Office:
    """One installation: its variables, its server, and a look into its database past the product."""

    def __init__(self, folder: Path, database_url: str = "", **variables: str) -> None:
        self.folder = folder
        self.variables = {**variables_for(folder), "DOCUMENT_FOLDER": f"{folder}/documents", **variables}
        if database_url:
            self.variables["DATABASE_URL"] = database_url
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> str:
        return "SQLite" if self.variables["DATABASE_URL"].startswith("sqlite") else "PostgreSQL"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.variables['PORT']}"

    @property
    def file(self) -> Path:
        """The database, where it is a file."""
        return Path(self.variables["DATABASE_URL"].removeprefix("sqlite:///"))

    def manage(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """One command of manage.py, run to its end, however it ends."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.variables, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> None:
        """Serve it, and wait for the first answer."""
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "cartagena.wsgi"],
                cwd=ROOT,
                env=self.variables,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_for_answer()

    def wait_for_answer(self, path: str = "/healthz", patience: float = PATIENCE) -> float:
        """Seconds until this address answers with 200."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            assert self.server is None or self.server.poll() is None, "the server ended"
            try:
                with urlopen(f"{self.address}{path}", timeout=5):
                    return time.monotonic() - began
            except (HTTPError, URLError, OSError):
                time.sleep(0.05)
        raise TimeoutError(f"{path} did not answer within {patience:.0f} seconds")

    def workers(self) -> list[int]:
        """The processes that answer."""
        listed = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def kill(self) -> None:
        """The server and all its workers at once, as a loss of power ends them."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(PATIENCE)
        self.server = None

    def stop(self) -> None:
        """End it as an operator does."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
            try:
                self.server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
        self.server = None

    def column(self, query: str) -> list[str]:
        """The first column of a query, asked past the product."""
        if self.database == "SQLite":
            with closing(sqlite3.connect(self.file, timeout=20)) as connection:
                return [row[0] for row in connection.execute(query)]
        with psycopg.connect(self.variables["DATABASE_URL"]) as connection:
            return [row[0] for row in connection.execute(query.replace("%", "%%"), ())]

    def texts(self) -> set[str]:
        """The texts of the notes that a fault run saved."""
        return set(self.column(TEXTS))

    def damage(self) -> list[str]:
        """What is wrong with the stored rows, in words."""
        faults = [f"half saved: {text!r}" for text in self.column(HALF_SAVED)]
        if self.database == "SQLite" and (said := self.column("PRAGMA integrity_check")) != ["ok"]:
            faults += [f"the file is damaged: {said[0]}"]
        return faults


@contextmanager
def serving(office: Office) -> Iterator[Office]:
    """The office with its server running; it ends with the block, however that ends."""
    try:
        office.start()
        yield office
    finally:
        office.stop()


class Offices:
    """Prepares one installation of each kind, and gives every fault a fresh copy of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0

    def fresh_folder(self) -> Path:
        self.number += 1
        made = self.folder / f"office-{self.number}"
        made.mkdir()
        return made

    def on_sqlite(self, folder: Path | None = None, **variables: str) -> Office:
        """A copy of the prepared file, in this folder or a new one."""
        prepared = self.folder / "prepared"
        if not prepared.exists():
            prepared.mkdir()
            refuse_failure(Office(prepared).manage("prepare"))
        folder = folder or self.fresh_folder()
        for path in prepared.iterdir():
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, folder / path.name)
        return Office(folder, **variables)

    def on_postgresql(self, cluster: "Cluster", **variables: str) -> Office:
        """A database made from the prepared one."""
        if not cluster.has_template:
            cluster.make_database("prepared")
            refuse_failure(Office(self.fresh_folder(), cluster.url("prepared")).manage("prepare"))
            cluster.has_template = True
        name = f"office_{secrets.token_hex(4)}"
        cluster.make_database(name, template="prepared")
        return Office(self.fresh_folder(), cluster.url(name), **variables)


def refuse_failure(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        raise RuntimeError(f"prepare failed: {done.stderr[-2000:]}")


class Cluster:
    """A PostgreSQL server of our own that keeps its promises, and that may be killed."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder, self.binaries, self.owner = folder, binaries, postgresql.unprivileged()
        self.password, self.port = secrets.token_hex(16), postgresql.free_port()
        self.has_template = False
        (folder / "password").write_text(self.password)
        for path in (folder, folder / "password"):
            os.chown(path, self.owner.get("user", -1), self.owner.get("group", -1))
        postgresql.make_cluster(binaries, folder, self.owner)
        self.start()

    def start(self) -> None:
        self.server = postgresql.start(self.binaries, self.folder, self.port, self.owner, settings=())
        postgresql.wait_for(self.server, self.binaries, self.port, self.folder / "log")

    def kill(self) -> None:
        """The server and all its processes at once."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(PATIENCE)
        # what the kernel still holds of the killed ones; the server removes the file itself at a clean end
        time.sleep(0.5)
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        postgresql.stop(self.server)

    def url(self, name: str) -> str:
        return f"postgres://cartagena:{self.password}@127.0.0.1:{self.port}/{name}"

    def make_database(self, name: str, template: str = "template1") -> None:
        assert re.fullmatch(r"\w+", name + template)
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[call-overload]  # names that were checked above


__all__ = ["ADMIN_PASSWORD", "Cluster", "Office", "Offices", "serving"]
