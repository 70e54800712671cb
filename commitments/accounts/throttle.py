"""How often somebody may try; counted in the cache that all server processes share.

Each try takes one of a number of places, which comes free after a while. Taking is atomic (`cache.add`), so
many tries at once get no more places than one after the other. Nothing that was typed is stored: a key is a
keyed hash.
"""

import ipaddress
import logging
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

logger = logging.getLogger("cartagena.security")

MINUTE, HOUR = 60, 60 * 60


@dataclass(frozen=True)
class Limit:
    """So many places, each free again after so many seconds."""

    name: str
    places: int
    seconds: int

    def keys(self, *about: str) -> list[str]:
        """The key of each place; people type passwords into the wrong field, so a key names nobody."""
        digest = salted_hmac(f"throttle.{self.name}", "\n".join(map(folded, about)), algorithm="sha256")
        return [f"throttle:{self.name}:{digest.hexdigest()[:40]}:{number}" for number in range(self.places)]


@dataclass
class Attempt:
    """One try under several limits: `wait` seconds if it was refused, else the places that it took."""

    wait: int = 0
    taken: list[str] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)

    def give_back(self) -> None:
        """What went well counts for nothing."""
        try:
            with transaction.atomic():
                cache.delete_many(self.taken)
        except DatabaseError:
            logger.exception("The throttle could not be written.")


def attempt(limits: Iterable[tuple[Limit, tuple[str, ...]]]) -> Attempt:
    """Take a place under each limit, or none at all.

    A throttle that fails stops nobody: the password is still asked, and the failure is in the log.
    """
    found = Attempt()
    try:
        with transaction.atomic():
            for limit, about in limits:
                _take(found, limit, about)
                if found.wait:
                    cache.delete_many(found.taken)
                    break
    except DatabaseError:
        logger.exception("The throttle could not be read.")
        return Attempt()
    return found


def _take(found: Attempt, limit: Limit, about: tuple[str, ...]) -> None:
    keys, now = limit.keys(*about), time.time()
    held = cache.get_many(keys)
    found.used[limit.name] = len(held) + 1
    for key in keys:
        if key not in held and cache.add(key, now + limit.seconds, limit.seconds):
            found.taken.append(key)
            return
    found.wait = max(1, round(min(held.values(), default=now + limit.seconds) - now))


def folded(name: str) -> str:
    """A name in other capitals is the same name."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def client_address(request: HttpRequest) -> str:
    """Who asks: behind a proxy what the proxy wrote last, never what the client sent before it."""
    written = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        written = request.headers.get("X-Forwarded-For", written).rpartition(",")[2]
    try:
        return str(ipaddress.ip_address(written.strip()))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  (nobody is listened to: a socket without an address)


def network(address: str) -> str:
    """The part of an address that names a place and no household: shown to people and written to the log."""
    prefix = 48 if ":" in address else 24
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False).network_address)


def counted(address: str) -> str:
    """Whoever has one IPv6 address has the 2^64 around it."""
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if ":" in address else address
