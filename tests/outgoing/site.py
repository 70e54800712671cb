"""A site on this machine that answers each path as a test tells it, down to the bytes."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import AI_NUMERICHOST, SOCK_STREAM, getaddrinfo
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread

from commitments.outgoing.request import Network
from commitments.rules.hosts import is_public_machine

Reply = bytes | Callable[["Site", Callable[[bytes], None]], None]


def told(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole answer; `Retry_After` in place of `Retry-After`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


class Handler(BaseRequestHandler):
    """Reads the head of one request and answers it."""

    def handle(self) -> None:
        site, head = self.server, b""
        with suppress(OSError):
            if site.tls:
                self.request = site.tls.wrap_socket(self.request, server_side=True)
            while b"\r\n\r\n" not in head:
                if not (block := self.request.recv(65536)):
                    return
                head += block
            method, path = head.decode().split(" ")[:2]
            site.asked.append((method, path))
            site.heads.append(head.decode())
            reply = site.replies.get(f"{method} {path}") or site.replies.get(path) or told(404)
            if callable(reply):
                reply(site, self.request.sendall)
            else:
                self.request.sendall(reply)
        with suppress(OSError):
            self.request.close()


class Site(ThreadingTCPServer):
    """`replies` by path, or by method and path; `asked` and `heads` are what came; `over` ends what hangs."""

    daemon_threads, allow_reuse_address = True, True
    tls: ssl.SSLContext | None = None

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, str]] = []
        self.heads: list[str] = []
        self.over = Event()
        super().__init__((host, port), Handler)

    def server_bind(self) -> None:
        super().server_bind()
        self.port = self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are what is tested."""


@contextmanager
def running(site: Site) -> Iterator[Site]:
    thread = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        site.shutdown()
        site.server_close()
        thread.join()


def is_public_or_first(number: str) -> bool:
    return number in {"127.0.0.1", "::1"} or is_public_machine(number)


def numbers_in(host: str) -> list[str]:
    """What a resolver makes of a number in any spelling; no name is ever looked up."""
    with suppress(OSError):
        found = getaddrinfo(host, 80, type=SOCK_STREAM, flags=AI_NUMERICHOST)
        return [number for *_kind, (number, *_rest) in found]
    return []


def permitting(*ports: int, names: dict[str, list[str]] | None = None, **options: object) -> Network:
    """A network that knows these names, and whose guard lets 127.0.0.1 and ::1 pass too."""
    known = {"site.example": ["127.0.0.1"], **(names or {})}
    options = {"seconds": 1.0, "is_number_permitted": is_public_or_first, **options}
    return Network(
        is_host_refused=lambda host: False,
        ports=frozenset(ports),
        **{"resolve": lambda host, port: known.get(host) or numbers_in(host), **options},
    )
