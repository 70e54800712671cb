"""One HTTP request to another site, which ends in bounded time and never reaches a private machine.

Names are resolved once and every number is judged; the connection goes to a number that was judged, so a name
that changes its answer gains nothing. No proxy of the environment, no cookie and no password takes part,
nothing is unpacked, and no redirect is followed: each hop is a request of its own, judged anew.
"""

import io
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from commitments.rules.hosts import is_out_of_reach, is_public_machine

CONNECT_SECONDS, TOTAL_SECONDS = 8.0, 20.0
MAX_BYTES = 128 * 1024  # status, headers and body together
PORTS = frozenset({80, 443, 8080, 8443})
DEFAULT_PORTS = {"http": 80, "https": 443}
# what an address consists of beside letters and digits, its escapes among them
KEPT_SIGNS = ":/?&=%+,;@!$'()*~[]"


class NotPermitted(Exception):
    """The address is none that may be asked: it leads to a private machine, or to another port or scheme."""


class NameUnknown(OSError):
    """The name system knows no number for the host."""


class TooMuch(HTTPException):
    """The answer was larger than anybody reads."""


def resolved(host: str, port: int) -> list[str]:
    """The numbers of a host; raises NameUnknown. How long it takes is up to the resolver of the machine."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        raise NameUnknown(str(failure)) from failure
    return list(dict.fromkeys(str(number) for *_kind, (number, *_rest) in found))


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that this machine trusts, read once."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Network:
    """Which hosts may be asked, and how names become numbers. No setting changes it: tests pass another."""

    is_host_refused: Callable[[str], bool] = is_out_of_reach
    resolve: Callable[[str, int], list[str]] = resolved
    is_number_permitted: Callable[[str], bool] = is_public_machine
    ports: frozenset[int] | None = PORTS
    trusted: Callable[[], ssl.SSLContext] = trusted
    seconds: float = TOTAL_SECONDS


INTERNET = Network()
# for the one site that the operator names in a setting, which may be a gateway on the same machine
NAMED_BY_OPERATOR = Network(
    is_host_refused=lambda host: False, is_number_permitted=lambda number: True, ports=None
)


@dataclass(frozen=True)
class Answer:
    """What a site answered; `body` is empty unless it was asked for."""

    status: int
    headers: Message
    body: bytes = b""


def ask(
    address: str,
    *,
    method: str,
    headers: Mapping[str, str],
    network: Network = INTERNET,
    body_bytes: int = 0,
) -> Answer:
    """The answer to one request; reads at most so many bytes of its body.

    Raises NotPermitted, and OSError (NameUnknown, ssl.SSLError and TimeoutError among them), HTTPException or
    ValueError where there is no answer that can be read.
    """
    parts = urlsplit(address)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        raise NotPermitted(address)
    host, port = _ascii(parts.hostname), parts.port or DEFAULT_PORTS[parts.scheme]
    deadline = time.monotonic() + network.seconds
    with closing(_exchange(parts.scheme, host, port, network)) as exchange:
        exchange.sock = _connected(parts.scheme, host, port, network, deadline)
        exchange.request(method, _target(parts), headers={"Accept-Encoding": "identity", **headers})
        with closing(exchange.getresponse()) as response:
            return Answer(response.status, response.headers, response.read(body_bytes))


def _exchange(scheme: str, host: str, port: int, network: Network) -> HTTPConnection:
    """What speaks HTTP over a connection that is made elsewhere."""
    if scheme == "http":
        return HTTPConnection(host, port)
    # without a context it would read all certificates of the machine for each request
    return HTTPSConnection(host, port, context=network.trusted())


def _ascii(host: str) -> str:
    """The host as the name system writes it; raises NameUnknown."""
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as failure:
        raise NameUnknown(str(failure)) from failure


def _target(parts: SplitResult) -> str:
    """Path and query, escaped where they have to be; without the fragment, which is no part of a request."""
    path = quote(parts.path or "/", safe=KEPT_SIGNS)
    return f"{path}?{quote(parts.query, safe=KEPT_SIGNS)}" if parts.query else path


def _connected(scheme: str, host: str, port: int, network: Network, deadline: float) -> "TimedSocket":
    """A connection to one of the numbers of this host, all of which were judged."""
    if network.is_host_refused(host) or (network.ports is not None and port not in network.ports):
        raise NotPermitted(f"{host}:{port}")
    numbers = network.resolve(host, port)
    if not numbers:
        raise NameUnknown(host)
    if not all(network.is_number_permitted(number) for number in numbers):
        raise NotPermitted(host)
    plain = _first_that_answers(numbers, port, deadline)
    if scheme == "http":
        return TimedSocket(plain, deadline)
    try:
        plain.settimeout(min(CONNECT_SECONDS, _left(deadline)))
        # the certificate is that of the name, whatever the number
        return TimedSocket(network.trusted().wrap_socket(plain, server_hostname=host), deadline)
    except BaseException:
        plain.close()
        raise


def _first_that_answers(numbers: list[str], port: int, deadline: float) -> socket.socket:
    """A connection to the first of these numbers that takes one; raises the last failure."""
    failure: OSError = NameUnknown()
    for number in numbers:
        try:
            return socket.create_connection((number, port), timeout=min(CONNECT_SECONDS, _left(deadline)))
        except OSError as refused:
            failure = refused
    raise failure


def _left(deadline: float) -> float:
    """The seconds that are left; raises TimeoutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class TimedSocket:
    """What `http.client` needs of a socket: all reading and writing together ends at one moment.

    The timeout of a socket alone starts anew with every byte, so a site that sends one a second never ends.
    """

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket, self._deadline = connected, deadline

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(_left(self._deadline))
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(TimedReader(self._socket, self._deadline))

    def close(self) -> None:
        self._socket.close()


class TimedReader(io.RawIOBase):
    """Reads from a socket until a moment, and so many bytes; raises TimeoutError or TooMuch."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        super().__init__()
        self._socket, self._deadline, self._bytes_left = connected, deadline, MAX_BYTES
        self._stream = connected.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._bytes_left:
            raise TooMuch
        self._socket.settimeout(_left(self._deadline))
        count = self._stream.readinto(memoryview(buffer)[: self._bytes_left]) or 0
        self._bytes_left -= count
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()
