"""What came of asking for a public address, and when a link counts as dead."""

from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urldefrag

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# One bad night of a site is no dead link: it fails twice, with days between.
MIN_FAILURES = 2
MIN_SILENCE = timedelta(days=2)
# What failed is asked sooner than what was there.
ASKED_AGAIN_AFTER = timedelta(days=30)
FAILED_ASKED_AGAIN_AFTER = timedelta(days=3)


class LinkOutcome(TextChoices):
    """What the last request for an address came to."""

    REACHED = "reached", _("reached")
    MOVED = "moved", _("reached at another address, for good")
    GONE = "gone", _("the site says that the page is not there")
    CLOSED = "closed", _("the site is there and lets no program read the page")
    ROBOTS = "robots", _("not asked: the site's robots.txt forbids it")
    PRIVATE = "private", _("not asked: it leads to a private machine or an unusual port")
    ERROR = "error", _("the site answered with an error")
    NAME = "name", _("the name of the site leads nowhere")
    REFUSED = "refused", _("no connection")
    CERTIFICATE = "certificate", _("no secure connection")
    TIMEOUT = "timeout", _("no answer in time")
    UNREADABLE = "unreadable", _("the answer cannot be read")


REACHED = frozenset({LinkOutcome.REACHED, LinkOutcome.MOVED})
# Nothing is known of the page, so nobody calls it dead.
UNDECIDED = frozenset({LinkOutcome.CLOSED, LinkOutcome.ROBOTS, LinkOutcome.PRIVATE})
FAILED = frozenset(LinkOutcome) - REACHED - UNDECIDED
# The site gave no answer: it is down, or this machine has no network.
SILENT = frozenset({LinkOutcome.NAME, LinkOutcome.REFUSED, LinkOutcome.TIMEOUT})
# Without any answer from outside, so that nothing proves a network.
UNANSWERED = SILENT | {LinkOutcome.PRIVATE}

CLOSED_STATUSES = frozenset({401, 402, 403, 407, 429, 451, 999})  # 999: how one large site refuses programs
GONE_STATUSES = frozenset({404, 410})
RANGE_OUTSIDE = 416  # a page shorter than the part that was asked for is there


def outcome_of_status(status: int) -> LinkOutcome:
    """What an HTTP status, other than a redirect, says of a page."""
    if 200 <= status < 300 or status == RANGE_OUTSIDE:
        return LinkOutcome.REACHED
    if status in CLOSED_STATUSES:
        return LinkOutcome.CLOSED
    return LinkOutcome.GONE if status in GONE_STATUSES else LinkOutcome.ERROR


def asked_address(address: str) -> str:
    """What is asked for where this is cited: without the fragment, which never leaves a browser."""
    return urldefrag(address).url


def address_digest(address: str) -> str:
    """By what an address is found: its SHA-256, because no index holds 2,000 characters."""
    return sha256(address.encode()).hexdigest()


def is_due(asked_at: datetime | None, failures: int, now: datetime, older_than: timedelta) -> bool:
    """Whether an address should be asked again, or for the first time."""
    if asked_at is None:
        return True
    return now - asked_at >= (min(older_than, FAILED_ASKED_AGAIN_AFTER) if failures else older_than)


def is_dead(*, failures: int, failing_since: datetime | None, asked_at: datetime) -> bool:
    """Whether an address has failed so often, over so many days, that readers are told."""
    if failing_since is None or failures < MIN_FAILURES:
        return False
    return asked_at - failing_since >= MIN_SILENCE
