"""How long a request waits for PostgreSQL; a command, such as a migration, waits as long as it takes."""

from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen, Query

from .size_limits import PAGE_SECONDS

Value = TypeVar("Value")

# A server that stopped answering does not cut its statements either: then the connection is given up.
SILENT_SECONDS = 60
# A server that lives says so at once, and connects at once. A page may ask twice before it gives up, because
# a template takes a failing condition for a false one; both together stay below three seconds.
ALIVE_SECONDS = 1
POOL_SECONDS = 1.4
READY_CONNECTIONS = 4


def bound_requests(database: dict[str, Any]) -> None:
    """Change the settings of a database, before the first connection, for a process that serves requests."""
    if "pool" not in database["OPTIONS"]:
        return
    options = database["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c statement_timeout={PAGE_SECONDS}s".strip()
    # Given up soon and tried again with the next request: the pool itself waits longer between two tries, the
    # longer the server was away, and so would keep the site away after it is back.
    options["pool"] |= {
        # it opens further ones one by one, for which many readers at once would wait too long
        "min_size": min(READY_CONNECTIONS, options["pool"]["max_size"]),
        "timeout": POOL_SECONDS,
        "reconnect_timeout": 1,
        "connection_class": RequestConnection,
    }


class RequestConnection(Connection):
    """Gives up on a server that hangs, as when its disk does, where psycopg would wait for ever."""

    silent_seconds = SILENT_SECONDS

    def wait(self, gen: PQGen[Value], interval: float = 0.1, timeout: float | None = None) -> Value:
        """Every exchange with the server passes here."""
        limit = timeout or self.silent_seconds
        try:
            return super().wait(gen, interval, timeout=limit)
        except OperationalError as error:
            # psycopg has no public name for the kind that it raises here
            if timeout is None and type(error).__name__ == "_WaitTimeout":
                self.pgconn.finish()
                raise OperationalError(f"the server did not answer within {limit} s") from error
            raise

    def execute(self, query: Query, *args: Any, **kwargs: Any) -> Any:
        """The pool asks by this whether the connection lives; Django goes by cursors of its own."""
        self.silent_seconds = ALIVE_SECONDS
        try:
            return super().execute(query, *args, **kwargs)
        except OperationalError:
            # those that the pool keeps are dead too, and one request after the other would find that out
            if self._pool:
                self._pool.drain()
            raise
        finally:
            self.silent_seconds = SILENT_SECONDS
