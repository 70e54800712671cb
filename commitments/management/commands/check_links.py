"""`manage.py check_links`: whether the addresses that the public record cites are still there."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.translation import ngettext

from commitments.management.options import number_of_things
from commitments.models import LinkCheck
from commitments.models.installation_lock import installation_lock
from commitments.models.public_links import public_links
from commitments.outgoing.request import INTERNET, Network
from commitments.outgoing.run import (
    WORKERS,
    CheckedLink,
    NoNetwork,
    check_links,
    host_of_link,
    with_a_network,
)
from commitments.outgoing.visitor import PAUSE_SECONDS, PRODUCT, Visitor
from commitments.rules.clocks import read_clocks
from commitments.rules.links import ASKED_AGAIN_AFTER, UNANSWERED, LinkOutcome

MAX_MINUTES = 60
TOLD_EVERY = 100
LAST_REACHED, SITES_TO_PROVE_A_NETWORK = 500, 5
NO_NETWORK = (
    "No site answered: this machine seems to have no network, or none to the sites that were asked. Nothing "
    "of the silent ones was stored. Run it again where the internet can be reached."
)
BUSY = "Another check of links is at work on this installation; this one leaves it alone."


class Busy(Exception):
    """Another run is at work."""


class Command(BaseCommand):
    """Each answer is stored as it comes, so a run that was killed goes on where it was."""

    help = (
        "Asks for every public address that was not asked for lately, and stores beside it whether it was "
        "reached. Published records do not change. Run it once a day."
    )
    # Only tests pass another: no option and no setting leads to a private machine.
    network: Network = INTERNET
    pause = PAUSE_SECONDS

    def add_arguments(self, parser: CommandParser) -> None:
        days, minutes = ASKED_AGAIN_AFTER.days, MAX_MINUTES
        parser.add_argument("--limit", type=number_of_things, help="ask for at most so many addresses")
        parser.add_argument(
            "--older-than",
            type=number_of_things,
            default=days,
            metavar="DAYS",
            help=f"ask again what was asked so many days ago ({days}); what failed is asked after 3",
        )
        parser.add_argument("--host", type=str.lower, help="only those of this site, such as www.un.org")
        parser.add_argument(
            "--minutes", type=number_of_things, default=minutes, help=f"end after so many minutes ({minutes})"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with installation_lock(connection, on_wait=self.leave, name="links"):
                self.ask_due(**options)
        except Busy:
            self.stdout.write(BUSY)

    def leave(self) -> None:
        raise Busy

    def ask_due(
        self, *, limit: int | None, older_than: int, host: str | None, minutes: int, **_: Any
    ) -> None:
        """Ask for what is due, the longest unasked first."""
        now = timezone.now()
        cited = public_links(read_clocks({}, now=now))
        forgotten = LinkCheck.objects.forget_all_but(cited)
        if forgotten:
            self.stdout.write(f"No longer cited, and taken off the list: {forgotten}.")
        asked = {address for address in cited if host in (None, host_of_link(address))}
        if not asked:
            raise CommandError(f"No public address is on {host}." if host else "No address is public yet.")
        due = LinkCheck.objects.due_of(asked, now=now, older_than=timedelta(days=older_than))[:limit]
        self.stdout.write(f"Public addresses: {len(asked)}; to be asked now: {len(due)}.")
        self.tell(self.stored(due, seconds=minutes * 60), len(due))

    def stored(self, due: list[str], *, seconds: int) -> Iterator[CheckedLink]:
        """Each answer, once it is stored."""
        visitor = Visitor(agent(), network=self.network, pause=self.pause)
        answers = check_links(due, visitor, seconds=seconds, workers=WORKERS)
        for checked in with_a_network(answers, is_there=partial(is_anyone_there, visitor)):
            answer = checked.answer
            LinkCheck.objects.keep(
                checked.address,
                answer.outcome,
                at=timezone.now(),
                http_status=answer.status,
                moved_to=answer.moved_to,
            )
            yield checked

    def tell(self, answers: Iterator[CheckedLink], due_count: int) -> None:
        """Progress, and at the end what came of it in words."""
        found: Counter[str] = Counter()
        try:
            for checked in answers:
                found[checked.answer.outcome] += 1
                if found.total() % TOLD_EVERY == 0:
                    self.stdout.write(f"{found.total()} of {due_count} …")
                    self.stdout.flush()
        except NoNetwork:
            self.summary(found, due_count)
            raise CommandError(NO_NETWORK) from None
        self.summary(found, due_count)

    def summary(self, found: Counter[str], due_count: int) -> None:
        asked = found.total()
        counted = ngettext("%(count)s address asked.", "%(count)s addresses asked.", asked)
        self.stdout.write(counted % {"count": asked})
        for outcome in LinkOutcome:
            if found[outcome]:
                self.stdout.write(f"  {found[outcome]}: {outcome.label}")
        if asked < due_count:
            self.stdout.write(f"{due_count - asked} are left for the next run.")
        self.stdout.write(f"Dead links on the list: {LinkCheck.objects.dead().count()}.")


def is_anyone_there(visitor: Visitor) -> bool:
    """Whether a site that was reached lately answers now: what is silent is then silent by itself."""
    reached = LinkCheck.objects.reached_last().values_list("address", flat=True)[:LAST_REACHED]
    hosts = {host_of_link(address): address for address in reached}
    asked = list(hosts.values())[:SITES_TO_PROVE_A_NETWORK]
    return any(visitor.check(address).outcome not in UNANSWERED for address in asked)


def agent() -> str:
    """Who asks, and how to complain."""
    known = [value for value in (settings.SITE_ROOT and f"+{settings.SITE_ROOT}", settings.CONTACT) if value]
    named = f"{PRODUCT}/1 ({'; '.join(known)})" if known else f"{PRODUCT}/1"
    return named.encode("ascii", "ignore").decode()  # a header has no other letters
