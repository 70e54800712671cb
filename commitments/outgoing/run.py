"""One run over many addresses: several hosts at once, each for itself, and within a time."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Thread
from urllib.parse import urlsplit

from commitments.rules.links import SILENT, UNANSWERED

from .visitor import LinkAnswer, Visitor

WORKERS = 8
# A host that was silent so often in a run is silent for all of its addresses, and is not asked again.
MAX_SILENCES = 2
# So many hosts that are silent one after another mean that nothing can be reached from here.
HOSTS_OF_A_DEAD_NETWORK = 10
MAX_WAIT_SECONDS = 60


class NoNetwork(Exception):
    """No site answered: this machine reaches none, and nothing is known of any page."""


@dataclass(frozen=True)
class CheckedLink:
    """One address and what came of asking for it."""

    address: str
    answer: LinkAnswer


def host_of_link(address: str) -> str:
    """The host by whose answers all addresses of it wait."""
    return urlsplit(address).hostname or ""


@dataclass
class Run:
    """The hosts that still wait, each with its addresses, and the answers found."""

    visitor: Visitor
    until: float
    waiting: SimpleQueue[list[str]] = field(default_factory=SimpleQueue)
    found: SimpleQueue[CheckedLink | None] = field(default_factory=SimpleQueue)
    ending: Event = field(default_factory=Event)

    @property
    def is_over(self) -> bool:
        """Whether nobody reads on, or the time has passed."""
        return self.ending.is_set() or time.monotonic() >= self.until

    def work(self) -> None:
        """One host after another, until none waits; tells its end by None, whatever happens."""
        try:
            # no host waits any more
            with suppress(Empty):
                while not self.is_over:
                    for checked in self.of_one_host(self.waiting.get_nowait()):
                        self.found.put(checked)
        finally:
            self.found.put(None)

    def of_one_host(self, addresses: list[str]) -> Iterator[CheckedLink]:
        """One address after another; the rest is left for another run where the site asks for patience."""
        silences, answer = 0, None
        for address in addresses:
            if self.is_over:
                return
            if answer is None or silences < MAX_SILENCES:
                answer = self.visitor.check(address)
                silences = silences + 1 if answer.outcome in SILENT else 0
            yield CheckedLink(address, answer)
            if answer.status == 429 or answer.retry_after:
                if not 0 < answer.retry_after <= MAX_WAIT_SECONDS:
                    return
                self.ending.wait(min(answer.retry_after, max(0.0, self.until - time.monotonic())))


def check_links(
    addresses: Iterable[str], visitor: Visitor, *, seconds: float, workers: int = WORKERS
) -> Iterator[CheckedLink]:
    """Each address with its answer, as the answers come; ends early when the time is over.

    Whoever stops reading stops the run.
    """
    run = Run(visitor, until=time.monotonic() + seconds)
    hosts = _by_host(addresses)
    for queue in hosts:
        run.waiting.put(queue)
    at_work = min(workers, len(hosts))
    for _number in range(at_work):
        Thread(target=run.work, daemon=True).start()
    try:
        while at_work:
            checked = run.found.get()
            if checked is None:
                at_work -= 1
            else:
                yield checked
    finally:
        run.ending.set()


def with_a_network(checked: Iterable[CheckedLink], *, is_there: Callable[[], bool]) -> Iterator[CheckedLink]:
    """The same, holding back the unanswered ones until something proves that there is a network.

    Some other site answers after them, or `is_there`, which asks sites that were reached before, says so.
    Raises NoNetwork where nothing does: at the beginning, in the midst of a run, or in all of it.
    """
    held: list[CheckedLink] = []
    answered = False
    for each in checked:
        held.append(each)
        is_answer = each.answer.outcome not in UNANSWERED
        hosts = {host_of_link(silent.address) for silent in held}
        if is_answer or len(hosts) >= HOSTS_OF_A_DEAD_NETWORK:
            if not is_answer and not is_there():
                raise NoNetwork
            answered = True
            yield from held
            held = []
    if held and not answered and not is_there():
        raise NoNetwork
    yield from held


def _by_host(addresses: Iterable[str]) -> list[list[str]]:
    """The addresses of each host in their order, the longest queue first."""
    queues = defaultdict(list)
    for address in addresses:
        queues[host_of_link(address)].append(address)
    return sorted(queues.values(), key=len, reverse=True)
