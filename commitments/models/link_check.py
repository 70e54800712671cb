"""What came of asking for the addresses that the public record cites.

It stands beside the record and is no part of it: a published note and its evidence never change, and files
under a clock never hold it.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.rules.evidence import MAX_ADDRESS_LENGTH
from commitments.rules.links import (
    FAILED,
    MIN_FAILURES,
    MIN_SILENCE,
    REACHED,
    LinkOutcome,
    address_digest,
    is_dead,
    is_due,
)

from .fields import WEB_ADDRESS_FORM, WebAddressField, is_web_address

ROWS_AT_ONCE = 500


class LinkCheckQuerySet(models.QuerySet[Any]):
    def of(self, addresses: set[str]) -> Self:
        """Those of these addresses, as they are asked."""
        return self.filter(address_sha256__in={address_digest(address) for address in addresses})

    def dead(self) -> Self:
        """Those that have failed so often that readers are told, as `rules.links.is_dead` says it."""
        silent = Q(asked_at__gte=F("failing_since") + MIN_SILENCE)
        return self.filter(silent, failures__gte=MIN_FAILURES)

    def not_set_aside(self) -> Self:
        """Those of which nobody has said that they are known to be down."""
        return self.filter(set_aside_at__isnull=True)

    def reached_last(self) -> Self:
        """Those that were reached when they were last asked, the latest first."""
        return self.filter(outcome__in=REACHED).order_by("-reached_at", "pk")

    def due_of(self, addresses: set[str], *, now: datetime, older_than: timedelta) -> list[str]:
        """Those to be asked now: first those that never were, then the longest unasked."""
        known = {
            address: (asked_at, failures)
            for address, asked_at, failures in self.order_by().values_list("address", "asked_at", "failures")
        }
        never = datetime.min.replace(tzinfo=UTC)
        order = sorted(addresses, key=lambda address: (known.get(address, (never, 0))[0], address))
        return [address for address in order if is_due(*known.get(address, (None, 0)), now, older_than)]

    def forget_all_but(self, addresses: set[str]) -> int:
        """Delete those of addresses that nothing public cites any more; returns how many."""
        held = self.order_by().values_list("pk", "address")
        gone = [pk for pk, address in held if address not in addresses]
        for begin in range(0, len(gone), ROWS_AT_ONCE):
            self.filter(pk__in=gone[begin : begin + ROWS_AT_ONCE]).delete()
        return len(gone)

    @transaction.atomic
    def keep(self, address: str, outcome: LinkOutcome, *, at: datetime, **told: Any) -> "LinkCheck":
        """Store what came of asking; `told` are `http_status` and `moved_to`."""
        digest = address_digest(address)
        held = self.select_for_update().filter(address_sha256=digest).first()
        check = held or LinkCheck(address=address, address_sha256=digest, first_asked_at=at)
        # of a clock that was set back nothing is made to come before what is known
        check.learn(outcome, at=max(at, check.asked_at or at), **told)
        check.save()
        return check


class LinkCheck(models.Model):
    """The last that is known of one address; it is asked for without its fragment."""

    address = WebAddressField(_("address"), max_length=MAX_ADDRESS_LENGTH)
    address_sha256 = models.CharField(_("SHA-256 of the address"), max_length=64, editable=False)
    first_asked_at = models.DateTimeField(_("first asked"))
    asked_at = models.DateTimeField(_("last asked"))
    reached_at = models.DateTimeField(_("last reached"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=12, choices=LinkOutcome)
    http_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    moved_to = WebAddressField(_("moved to"), max_length=MAX_ADDRESS_LENGTH, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    set_aside_at = models.DateTimeField(_("set aside"), null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("set aside by"),
        related_name="+",
    )

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("-failures", "address", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["address_sha256"],
                name="link_check_one_an_address",
                violation_error_message=_("This address stands in the list already."),
            ),
            models.CheckConstraint(
                condition=is_web_address("address"),
                name="link_check_address_is_web",
                violation_error_message=WEB_ADDRESS_FORM,
            ),
            models.CheckConstraint(
                condition=Q(moved_to="") | is_web_address("moved_to"),
                name="link_check_moved_to_is_web",
                violation_error_message=WEB_ADDRESS_FORM,
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=LinkOutcome.values),
                name="link_check_outcome_is_known",
                violation_error_message=_("What came of asking is one of the known outcomes."),
            ),
            models.CheckConstraint(
                condition=Q(asked_at__gte=F("first_asked_at"))
                & (Q(reached_at__isnull=True) | Q(reached_at__lte=F("asked_at"))),
                name="link_check_moments_stand_in_order",
                violation_error_message=_(
                    "An address is reached when it is asked, and last asked after first."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=sorted(REACHED))
                | Q(reached_at__isnull=False, reached_at=F("asked_at")),
                name="link_check_reached_when_asked",
                violation_error_message=_("An address that was reached was reached when it was last asked."),
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since__isnull=True)
                | Q(failures__gt=0, failing_since__isnull=False, outcome__in=sorted(FAILED)),
                name="link_check_failures_have_a_beginning",
                violation_error_message=_("Failures in a row began at some moment, and end with an answer."),
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_by__isnull=True)
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False),
                name="link_check_is_set_aside_by_someone",
                violation_error_message=_("A link that was set aside names who did so and when."),
            ),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def is_dead(self) -> bool:
        """Whether readers are told that it was not reached."""
        return is_dead(failures=self.failures, failing_since=self.failing_since, asked_at=self.asked_at)

    def learn(
        self, outcome: LinkOutcome, *, at: datetime, http_status: int | None = None, moved_to: str = ""
    ) -> None:
        """Take in what came of asking; whoever set it aside is forgotten as soon as it is no failure."""
        self.outcome, self.asked_at, self.http_status, self.moved_to = outcome, at, http_status, moved_to
        if outcome in REACHED:
            self.reached_at = at
        if outcome in FAILED:
            self.failures += 1
            self.failing_since = self.failing_since or at
        else:
            self.failures, self.failing_since = 0, None
            self.set_aside_at = self.set_aside_by = None

    def set_aside(self, *, by: Any, at: datetime) -> None:
        """Take it off the desk until it is reached again; raises ValidationError if it is not dead."""
        if not self.is_dead:
            raise ValidationError(_("This link is not dead: there is nothing to set aside."))
        self.set_aside_by, self.set_aside_at = by, at
        self.save(update_fields=["set_aside_by", "set_aside_at"])
