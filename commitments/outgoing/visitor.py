"""Asks whether a page is there: politely, hop by hop, without reading it."""

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Lock
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from commitments.rules.address_reading import address_key
from commitments.rules.evidence import address_refusals
from commitments.rules.links import LinkOutcome, outcome_of_status

from .request import INTERNET, Answer, NameUnknown, Network, NotPermitted, ask

PRODUCT = "CartagenaLinkCheck"
PAUSE_SECONDS, MAX_PAUSE_SECONDS = 1.0, 30.0
MAX_REDIRECTS = 5
# A chain of slow hops ends too; the pauses of the hosts are part of it.
LINK_SECONDS = 120.0
PERMANENT, REDIRECTS = frozenset({301, 308}), frozenset({301, 302, 303, 307, 308})
# asked again in another way, they would say the same, or have asked for patience
FINAL_FOR_HEAD = frozenset({401, 407, 429})
NO_HEADERS: Mapping[str, str] = {}
FIRST_PART = {"Range": "bytes=0-1023"}
MAX_ROBOTS_BYTES = 64 * 1024
FAILURES = (OSError, HTTPException, ValueError, NotPermitted)


@dataclass(frozen=True)
class LinkAnswer:
    """What came of asking for an address; `retry_after`: for how many seconds the site wants no more."""

    outcome: LinkOutcome
    status: int | None = None
    moved_to: str = ""
    retry_after: int = 0


@dataclass
class Turn:
    """The place in the queue of one host: who holds it asks, the next waits until `free_at`."""

    pause: float
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0


class Visitor:
    """Asks one request at a time of each host, with pauses, under a name, and where robots.txt permits.

    Several threads may share one.
    """

    def __init__(self, agent: str, *, network: Network = INTERNET, pause: float = PAUSE_SECONDS) -> None:
        self._agent, self._network, self._pause = agent, network, pause
        self._turns: dict[str, Turn] = {}
        self._robots: dict[str, RobotFileParser | None] = {}
        self._lock = Lock()

    def check(self, address: str) -> LinkAnswer:
        """What came of it; whatever goes wrong is an answer too."""
        try:
            return self._followed(address)
        except FAILURES as failure:
            return LinkAnswer(outcome_of_failure(failure))

    def _followed(self, address: str) -> LinkAnswer:
        """The answer at the end of the redirects; each hop is judged like the first."""
        here, moved_for_good, passed = address, True, {address}
        until = time.monotonic() + LINK_SECONDS
        for _hop in range(MAX_REDIRECTS + 1):
            if time.monotonic() > until:
                raise TimeoutError
            if not self._robots_permit(here):
                return LinkAnswer(LinkOutcome.ROBOTS)
            answer = self._page(here)
            there = _redirect(here, answer)
            if not there:
                return _judged(answer, moved_to=here if moved_for_good and _differ(here, address) else "")
            if there in passed:
                break
            moved_for_good &= answer.status in PERMANENT
            passed.add(there)
            here = there
        return LinkAnswer(LinkOutcome.UNREADABLE, answer.status)

    def _page(self, address: str) -> Answer:
        """By HEAD; by GET of a small part, which is not read, where the site does not take HEAD."""
        try:
            answer = self._asked(address, "HEAD")
        except HTTPException:
            return self._asked(address, "GET", headers=FIRST_PART)
        if answer.status < 400 or answer.status in FINAL_FOR_HEAD or retry_after(answer):
            return answer
        return self._asked(address, "GET", headers=FIRST_PART)

    def _asked(
        self, address: str, method: str, *, headers: Mapping[str, str] = NO_HEADERS, body_bytes: int = 0
    ) -> Answer:
        host = urlsplit(address).hostname or ""
        named = {"User-Agent": self._agent, "Accept": "*/*", **headers}
        with self._turn_of(host):
            return ask(address, method=method, headers=named, network=self._network, body_bytes=body_bytes)

    @contextmanager
    def _turn_of(self, host: str) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(host, Turn(self._pause))
        with turn.lock:
            time.sleep(max(0.0, turn.free_at - time.monotonic()))
            try:
                yield
            finally:
                turn.free_at = time.monotonic() + turn.pause

    def _robots_permit(self, address: str) -> bool:
        """Whether the robots.txt of the site lets us ask; one that cannot be read forbids nothing."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = rules = self._read_robots(origin)
            delay = rules.crawl_delay(PRODUCT) if rules else None
            if delay and (turn := self._turns.get(parts.hostname or "")):
                turn.pause = max(turn.pause, min(float(delay), MAX_PAUSE_SECONDS))
        rules = self._robots[origin]
        return rules is None or rules.can_fetch(PRODUCT, address)

    def _read_robots(self, origin: str) -> RobotFileParser | None:
        here = f"{origin}/robots.txt"
        for _hop in range(MAX_REDIRECTS):
            try:
                answer = self._asked(here, "GET", body_bytes=MAX_ROBOTS_BYTES)
                there = _redirect(here, answer)
                if not there:
                    return _rules_in(answer)
            except FAILURES:
                return None
            here = there
        return None


def _rules_in(answer: Answer) -> RobotFileParser | None:
    """What a robots.txt says; raises ValueError for numbers that are none."""
    if answer.status != 200:
        return None
    rules = RobotFileParser()
    rules.parse(answer.body.decode("utf-8", "replace").splitlines())
    return rules


def outcome_of_failure(failure: Exception) -> LinkOutcome:
    """What it means that there was no answer."""
    kinds = {
        NotPermitted: LinkOutcome.PRIVATE,
        NameUnknown: LinkOutcome.NAME,
        ssl.SSLError: LinkOutcome.CERTIFICATE,
        TimeoutError: LinkOutcome.TIMEOUT,
        OSError: LinkOutcome.REFUSED,
    }
    return next(
        (outcome for kind, outcome in kinds.items() if isinstance(failure, kind)), LinkOutcome.UNREADABLE
    )


def retry_after(answer: Answer) -> int:
    """The seconds that a site asks to be left alone, 0 if it does not; a date counts as an hour."""
    told = answer.headers.get("Retry-After", "").strip()
    if answer.status not in {429, 503} or not told:
        return 0
    return int(told[:6]) if told.isascii() and told.isdecimal() else 3600


def _redirect(here: str, answer: Answer) -> str:
    """Where an answer leads; empty if it leads nowhere. Raises ValueError for what is no web address."""
    told = answer.headers.get("Location", "").strip()
    if answer.status not in REDIRECTS or not told:
        return ""
    there = urljoin(here, told.encode("latin-1", "replace").decode("utf-8", "replace")).partition("#")[0]
    if address_refusals(there):
        raise ValueError(there)
    return there


def _judged(answer: Answer, *, moved_to: str) -> LinkAnswer:
    outcome = outcome_of_status(answer.status)
    if outcome != LinkOutcome.REACHED or not moved_to:
        return LinkAnswer(outcome, answer.status, retry_after=retry_after(answer))
    return LinkAnswer(LinkOutcome.MOVED, answer.status, moved_to=moved_to)


def _differ(one: str, other: str) -> bool:
    """Whether these are two addresses and not one in two forms."""
    return address_key(one) != address_key(other)
