"""A PostgreSQL cluster that exists only while the tests run."""

import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .machine import free_port

OLDEST = 15
ADVICE = f"install the PostgreSQL server, {OLDEST} or newer (on Debian: apt-get install postgresql)"
PATIENCE = 30
# Sorts as a dictionary of English does, so that an order which was left to the database shows; a server built
# without ICU compares characters, as SQLite does, and shows less.
LOCALES = (
    ("--locale", "C.UTF-8", "--locale-provider", "icu", "--icu-locale", "en"),
    ("--locale", "C", "--locale-provider", "icu", "--icu-locale", "en"),
    ("--locale", "C.UTF-8"),
    ("--locale", "C"),
)
# It is thrown away, so nothing in it has to survive a loss of power.
CARELESS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "jit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
)


def find_server() -> Path | None:
    """The folder with the newest server programs of this machine, if any is new enough."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for pattern in ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"):
        folders += Path("/").glob(pattern.removeprefix("/"))
    complete = [
        folder for folder in folders if all((folder / name).exists() for name in ("initdb", "postgres"))
    ]
    newest = max(complete, key=version, default=None)
    return newest if newest and version(newest) >= OLDEST else None


def version(folder: Path) -> int:
    """The major version of the server in this folder; 0 when it does not say."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)", answer.stdout)
    return int(found[1]) if found else 0


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """A server of our own; yields the address of a database on it, and removes everything at the end."""
    owner = unprivileged()
    with tempfile.TemporaryDirectory(prefix="cartagena-postgresql-", ignore_cleanup_errors=True) as name:
        folder, password, port = Path(name), secrets.token_hex(16), free_port()
        (folder / "password").write_text(password)
        for path in (folder, folder / "password"):
            os.chown(path, owner.get("user", -1), owner.get("group", -1))
        make_cluster(binaries, folder, owner)
        server = start(binaries, folder, port, owner)
        try:
            wait_for(server, binaries, port, folder / "log")
            yield f"postgres://cartagena:{password}@127.0.0.1:{port}/cartagena"
        finally:
            stop(server)


def unprivileged() -> dict[str, Any]:
    """The server refuses to run as root: then it runs as the user made for it, or as nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("Neither a user postgres nor a user nobody exists to run PostgreSQL as.")


def make_cluster(binaries: Path, folder: Path, owner: dict[str, Any]) -> None:
    """An empty cluster whose texts are UTF-8, whose letters have cases and which sorts as people do."""
    command = [binaries / "initdb", "--pgdata", folder / "data", "--username", "cartagena", "--no-sync"]
    command += ["--auth", "scram-sha-256", "--pwfile", folder / "password", "--encoding", "UTF8"]
    made = None
    for locale in LOCALES:
        made = subprocess.run(
            [*command, *locale],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            **owner,
        )
        if made.returncode == 0:
            if "icu" not in locale:
                print("This PostgreSQL has no ICU: wrong orders of names may not show.", file=sys.stderr)
            return
    raise RuntimeError(f"initdb failed: {made.stderr.strip() if made else ''}")


def start(
    binaries: Path, folder: Path, port: int, owner: dict[str, Any], settings: Sequence[str] = CARELESS
) -> subprocess.Popen[bytes]:
    """The server, apart from the terminal: Ctrl-C reaches the run, and the run stops the server."""
    options = [
        f"--{setting}" for setting in (*settings, "unix_socket_directories=", "listen_addresses=127.0.0.1")
    ]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-p", str(port), *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **owner,
        )


def wait_for(server: subprocess.Popen[bytes], binaries: Path, port: int, log: Path) -> None:
    """Until it answers; when it has ended instead, its own words say why."""
    for _ in range(PATIENCE * 10):
        asked = [binaries / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(port)]
        if server.poll() is None and subprocess.run(asked, check=False).returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """End it without waiting for its clients; nothing in it is kept."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
