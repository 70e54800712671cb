"""The chain of seals: a row for each public event, which binds all rows before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Self

from django.db import connection, models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.seal import FIRST, SealedRow, canonical, clock_refusals, in_order, sha256_of
from commitments.rules.seal_codes import TABLE_WORDS, SealKind

from .validation import refuse

Words = str | Promise

LOCK = int.from_bytes(b"the seal")  # of PostgreSQL, for one transaction
ROWS_A_STATEMENT = 500


class SealQuerySet(models.QuerySet[Any]):
    def public_at(self, clocks: Clocks) -> Self:
        """Those of events up to the moment: always the beginning of the chain."""
        return self.filter(sealed_at__lte=clocks.known_at)

    def as_listed(self, clocks: Clocks) -> Self:
        """The newest first; `as_of` has no effect."""
        return self.public_at(clocks).order_by("-number")

    def head(self) -> "Seal | None":
        """The newest, whose SHA-256 stands for all of them."""
        return self.order_by("-number").defer("content").first()


class Seal(models.Model):
    """One public event. `content` is what was sealed; it is never shown, for it may be retracted since."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    sealed_at = models.DateTimeField(_("sealed at"), db_index=True)
    kind = models.CharField(_("what happened"), max_length=10, choices=SealKind)
    table = models.CharField(_("table"), max_length=30)
    key = models.CharField(_("key of the row"), max_length=100)
    content = models.TextField(_("content"))
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    previous_sha256 = models.CharField(_("SHA-256 of the seal before"), max_length=64)
    sha256 = models.CharField("SHA-256", max_length=64)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=sorted(SealKind.values)),
                name="seal_kind_is_known",
                violation_error_message=_("A seal is of one of the kinds of events."),
            ),
        )
        indexes = (models.Index(fields=["table", "key", "number"], name="seal_of_row"),)

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.table} {self.key}"

    @property
    def table_words(self) -> Words:
        """The title of its table."""
        return TABLE_WORDS.get(self.table, self.table)

    @property
    def row(self) -> SealedRow:
        """What its SHA-256 covers."""
        return SealedRow(
            self.number,
            self.sealed_at,
            self.kind,
            self.table,
            self.key,
            self.content_sha256,
            self.previous_sha256,
        )


@dataclass(frozen=True)
class PublicEvent:
    """What is to be sealed."""

    kind: SealKind
    table: str
    key: str
    content: dict[str, Any]


class Chain:
    """The end of the chain, held by this transaction: others wait until it is over, so that it never forks.

    Whoever also locks records takes the chain first, or two could wait for each other. `moment` is that of
    the step for which it is held.
    """

    moment: datetime

    def __init__(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        # SQLite has one writer, and every transaction of it begins as one
        head = Seal.objects.head()
        self._number, self._sha256 = (head.number, head.sha256) if head else (0, FIRST)
        self.newest_at = head.sealed_at if head else None

    @classmethod
    def at(cls, moment: datetime) -> Self:
        """Held for a step at this moment, or that of the newest seal where that is a little later.

        Raises ValidationError where the clock of the server was set back: the chain never goes back.
        """
        chain = cls()
        refuse(clock_refusals(moment, newest=chain.newest_at))
        chain.moment = in_order(moment, newest=chain.newest_at)
        return chain

    def append(self, events: Iterable[PublicEvent], at: datetime) -> int:
        """Seal these, in this order; returns how many there were."""
        before, waiting = self._number, iter(events)
        while block := [self._next(event, at) for event in islice(waiting, ROWS_A_STATEMENT)]:
            Seal.objects.bulk_create(block)
        return self._number - before

    def _next(self, event: PublicEvent, at: datetime) -> Seal:
        content = canonical(event.content)
        self.newest_at = max(at, self.newest_at or at)
        seal = Seal(
            number=self._number + 1,
            sealed_at=self.newest_at,
            kind=event.kind,
            table=event.table,
            key=event.key,
            content=content,
            content_sha256=sha256_of(content),
            previous_sha256=self._sha256,
        )
        seal.sha256 = seal.row.sha256
        self._number, self._sha256 = seal.number, seal.sha256
        return seal
