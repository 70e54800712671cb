"""How fast the file of notes leaves the product, as a reader takes it over HTTP.

    DATABASE_URL=… python -m benchmarks.progress_csv [path]

starts one server process on that database, takes the file once, and prints when its first byte came, how many
rows a second, and how much memory the process had more than when it was idle. On PostgreSQL it then lets the
database copy the same rows to this program, to compare.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.db import connection
from django.utils import timezone

from commitments.exports.postgresql_copy import copy_statement
from commitments.exports.rows import BLOCK_SIZE
from commitments.lists.registry import list_of
from commitments.rules.clocks import read_clocks

PATIENCE = 60
MEGABYTE = 1024 * 1024


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """One server process; yields its port and the number of the process that answers."""
    port = free_port()
    variables = {**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "1"}
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "cartagena.wsgi"], env=variables)
    try:
        for _ in range(PATIENCE * 10):
            try:
                take(port, "/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield port, _only_child_of(server.pid)
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _only_child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def memory_of(pid: int) -> int:
    """Bytes that belong to the process alone or are shared by it, without files that it only maps."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(("RssAnon:", "RssShmem:")))


def take(port: int, path: str) -> tuple[float, float, int]:
    """Seconds to the first byte, seconds to the last, and lines."""
    started = time.perf_counter()
    asked = HTTPConnection("127.0.0.1", port, timeout=600)
    asked.request("GET", path)
    answer = asked.getresponse()
    last = answer.read(1)
    first, lines = time.perf_counter() - started, 0
    while block := answer.read(BLOCK_SIZE):
        # an end of line may come in two blocks
        lines, last = lines + (last + block).count(b"\r\n"), block[-1:]
    asked.close()
    return first, time.perf_counter() - started, lines


@contextmanager
def watched(pid: int, peaks: list[int]) -> Iterator[None]:
    """Looks at the memory of the process every few milliseconds."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.02):
            peaks.append(memory_of(pid))

    thread = threading.Thread(target=look)
    thread.start()
    yield
    ended.set()
    thread.join()


def copied() -> tuple[float, int]:
    """Seconds and lines of the same query by COPY, as the client of the database gets them."""
    table = list_of("progress")
    statement = copy_statement(table.columns, table.rows(read_clocks({}, now=timezone.now())))
    started, lines = time.perf_counter(), 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for _line in copy:
            lines += 1
    return time.perf_counter() - started, lines


def main(path: str) -> None:
    """Take the file and say what was seen."""
    with served() as (port, pid):
        take(port, "/states.csv")
        idle, peaks = memory_of(pid), [0]
        with watched(pid, peaks):
            first, whole, lines = take(port, path)
    print(f"{path} on {connection.vendor}: {lines:,} lines in {whole:.2f} s, {lines / whole:,.0f} a second")
    print(f"first byte after {first:.3f} s")
    print(f"memory {(max(peaks) - idle) / MEGABYTE:.1f} MB more than the {idle / MEGABYTE:.0f} MB when idle")
    if connection.vendor == "postgresql":
        seconds, rows = copied()
        print(
            f"the same query by COPY alone: {rows:,} rows in {seconds:.2f} s, {rows / seconds:,.0f} a second"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "/progress.csv")
