"""Breaks things while people work, and says what is left: `make faults`.

    python -m tests.faults [--short] [NAME …]

Ends with 1 when acknowledged work is missing or something else was not as promised. Everything happens in
temporary folders, on loopback, with invented notes; only processes that were started here are ended.
"""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from tests.harness.postgresql import ADVICE, find_server
from tests.harness.stack import why_there_is_no_stack

from . import disk, killing, other
from .office import Cluster, Office, Offices
from .outcome import Outcome, table

Fault = Callable[[], Outcome]
# saves of each of eight processes, acknowledged saves while workers die, and those of every other fault
WHOLE, SHORT = (100, 200, 60), (10, 30, 10)


def on_sqlite(offices: Offices, *, short: bool) -> Iterator[tuple[str, Fault]]:
    """The faults of an installation on SQLite, each with its name."""
    each, acknowledged, few = SHORT if short else WHOLE
    fresh = offices.on_sqlite
    yield "writers", lambda: killing.eight_writers(fresh(), each)
    yield "workers", lambda: killing.workers_killed(fresh(), acknowledged)
    yield "server", lambda: killing.server_killed(fresh(), few)
    yield "prepare", lambda: other.two_prepare(Office(offices.fresh_folder()))
    yield "clock", lambda: other.clock_goes_back(fresh(), 10)
    yield "mail", lambda: other.mail_hangs(fresh())
    if disk.can_be_made(offices.fresh_folder()):
        yield "disk", lambda: disk.disk_full(offices)
    if not short:
        yield "wal", lambda: killing.wal_removed(fresh(), few)
        yield "stalled", lambda: other.stalled_readers(fresh(), few)


def on_postgresql(offices: Offices, cluster: Cluster, *, short: bool) -> Iterator[tuple[str, Fault]]:
    """The same on PostgreSQL, where it differs."""
    _each, acknowledged, few = SHORT if short else WHOLE
    fresh = partial(offices.on_postgresql, cluster)
    yield "database", lambda: killing.postgresql_killed(fresh(), cluster, few)
    yield "clock-postgresql", lambda: other.clock_goes_back(fresh(), 10)
    if not short:
        yield "workers-postgresql", lambda: killing.workers_killed(fresh(), acknowledged)
        yield "server-postgresql", lambda: killing.server_killed(fresh(), few)
        if not why_there_is_no_stack():
            yield "slow-connections", other.slow_connections
        yield "stalled-postgresql", lambda: other.stalled_readers(fresh(), few)


def run(chosen: list[str], *, short: bool) -> list[Outcome]:
    """Every fault, or those that were named."""
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="cartagena-faults-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database server runs as somebody else
        binaries = find_server()
        (folder / "cluster").mkdir()
        cluster = Cluster(folder / "cluster", binaries) if binaries else None
        with closing(Stopping(cluster)):
            offices = Offices(folder)
            every = [*on_sqlite(offices, short=short)]
            every += on_postgresql(offices, cluster, short=short) if cluster else []
            for title, fault in every:
                if chosen and title not in chosen:
                    continue
                began = time.monotonic()
                print(f"   {title} …", end=" ", flush=True)
                outcomes.append(fault())
                print(f"{time.monotonic() - began:.0f} s", flush=True)
    return outcomes


class Stopping:
    """Ends the database server with the run."""

    def __init__(self, cluster: Cluster | None) -> None:
        self.cluster = cluster

    def close(self) -> None:
        if self.cluster:
            self.cluster.stop()


def main() -> int:
    """The table, and 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description="Breaks things while people work.")
    parser.add_argument("names", nargs="*", help="only these")
    parser.add_argument("--short", action="store_true", help="what fits into a run of the tests")
    chosen = parser.parse_args()
    # whoever ends the run ends what it started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    outcomes = run(chosen.names, short=chosen.short)
    print(table(outcomes))
    if find_server() is None:
        print(f"Left out: everything on PostgreSQL; {ADVICE}.")
    if advice := why_there_is_no_stack():
        print(f"Left out: slow connections; {advice}.")
    if not any(outcome.fault == "disk full" for outcome in outcomes):
        print(
            "Left out, or not asked for: a full disk. Only root may make a small one, outside of containers."
        )
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
