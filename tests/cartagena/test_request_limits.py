"""What a request does with a PostgreSQL that is slow, frozen, gone or back; on a server of its own."""

import os
import secrets
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen
from time import monotonic

import pytest
from django.db import OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper

from cartagena.database import postgresql
from cartagena.request_limits import bound_requests
from commitments.models.database_errors import outage_of
from commitments.rules.outages import AWAY, TOO_LONG
from tests.harness import postgresql as harness
from tests.harness.machine import free_port

DEFAULTS = {"TIME_ZONE": None, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0, "TEST": {}}


class Server:
    """A cluster that can be stopped, frozen and started again."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder, self.port = binaries, folder, free_port()
        self.owner, self.password = harness.unprivileged(), secrets.token_hex(16)
        (folder / "password").write_text(self.password)
        for path in (folder, folder / "password"):
            os.chown(path, self.owner.get("user", -1), self.owner.get("group", -1))
        harness.make_cluster(binaries, folder, self.owner)
        self.process = self.start()

    def start(self) -> Popen[bytes]:
        self.process = harness.start(self.binaries, self.folder, self.port, self.owner)
        harness.wait_for(self.process, self.binaries, self.port, self.folder / "log")
        return self.process

    def send(self, number: signal.Signals) -> None:
        """To it and to those that answer for it."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for each in (self.process.pid, *map(int, children)):
            os.kill(each, number)


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="cartagena-postgresql-", ignore_cleanup_errors=True) as name:
        found = Server(harness.find_server(), Path(name))
        yield found
        harness.stop(found.process)


@pytest.fixture
def ask(server: Server, monkeypatch) -> Iterator[Callable[..., object]]:
    """Asks as one request does, on a connection from the pool, and gives it back."""
    monkeypatch.setattr("cartagena.request_limits.PAGE_SECONDS", 1)
    address = f"postgres://cartagena:{server.password}@127.0.0.1:{server.port}/postgres"
    config = DEFAULTS | postgresql(address, most_connections=3)
    bound_requests(config)
    database = DatabaseWrapper(config, "a server of its own")

    def answer(statement: str = "SELECT 1") -> object:
        try:
            with database.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchone()[0]
        finally:
            database.close()

    yield answer
    database.close_pool()


def refused_within(seconds: float, ask: Callable[..., object], statement: str = "SELECT 1") -> object:
    """Why it was refused, which took no longer."""
    begun = monotonic()
    with pytest.raises(OperationalError) as refused:
        ask(statement)
    assert monotonic() - begun < seconds
    return outage_of(refused.value)


@pytest.mark.django_db
def test_request_gives_up_soon_and_is_answered_as_soon_as_the_server_is_back(request):
    if connection.vendor != "postgresql":
        return  # `test_work_limit` asks SQLite
    server, ask = request.getfixturevalue("server"), request.getfixturevalue("ask")

    assert (ask("SHOW statement_timeout"), ask("SHOW jit")) == ("1s", "off")
    assert refused_within(3, ask, "SELECT pg_sleep(20)") is TOO_LONG
    assert ask() == 1

    server.send(signal.SIGSTOP)
    assert refused_within(4, ask) is AWAY
    server.send(signal.SIGCONT)
    assert ask() == 1

    harness.stop(server.process)
    assert refused_within(4, ask) is AWAY
    server.start()
    assert ask() == 1
