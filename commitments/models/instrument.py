"""Reference data: other instruments that paragraph 18 is read to mean, and which States are in them.

None of it changes a status: membership in another instrument is the precondition of synergies, never their
proof.
"""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.codes import InstrumentConsent
from commitments.rules.evidence import MAX_ADDRESS_LENGTH

from .expressions import without_leading
from .fields import WEB_ADDRESS_FORM, WebAddressField, is_web_address
from .history import TrackedModel, track_history
from .membership import label_expression
from .reference import SLUG_CHARACTERS


class InstrumentQuerySet(models.QuerySet[Any]):
    def get_by_natural_key(self, code: str) -> "Instrument":
        return self.get(code=code)


class Instrument(TrackedModel):
    """A treaty or protocol beside the Convention, such as the Convention on Cluster Munitions."""

    code = models.SlugField(_("code"), max_length=30, unique=True, help_text=_("Such as CCM."))
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)

    objects = InstrumentQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(code="") & Q(Exact(without_leading("code", SLUG_CHARACTERS), Value(""))),
                name="instrument_code_is_a_slug",
                violation_error_message=_("A code is made of letters, digits and dashes, such as CCM."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class InstrumentMembershipQuerySet(models.QuerySet[Any]):
    def covering(self, day: date) -> Self:
        """Those by which the State had consented to be bound and had not left by this day."""
        return self.filter(consent_date__lte=day).exclude(withdrawal_effective_date__lte=day)

    def as_listed(self, clocks: Clocks) -> Self:
        """Everything a list shows for a day; the rows are never published, so `known_at` has no effect."""
        day = clocks.day

        def by_day(field: str) -> Case:
            return Case(When(**{f"{field}__lte": day}, then=F(field)))

        in_it = Q(consent_date__lte=day) & ~Q(
            withdrawal_effective_date__isnull=False, withdrawal_effective_date__lte=day
        )
        listed = self.filter(Q(signed_date__lte=day) | Q(consent_date__lte=day)).annotate(
            signed_by_day=by_day("signed_date"),
            consented_by_day=by_day("consent_date"),
            left_by_day=by_day("withdrawal_effective_date"),
            is_in=Case(When(in_it, then=True), default=False, output_field=models.BooleanField()),
            label=label_expression(day, state="state"),
        )
        return listed.select_related("instrument", "state").in_reading_order()

    def in_reading_order(self) -> Self:
        """By instrument, then by State."""
        return self.order_by("instrument__position", "state__sort_name", "pk")


class InstrumentMembership(TrackedModel):
    """What the depositary records of one State and one instrument: signature, consent, withdrawal.

    Entry into force is not recorded: the days are those of deposit.
    """

    instrument = models.ForeignKey(
        Instrument, models.PROTECT, verbose_name=_("instrument"), related_name="memberships"
    )
    state = models.ForeignKey(
        "State", models.PROTECT, verbose_name=_("State"), related_name="instrument_memberships"
    )
    signed_date = models.DateField(_("signed on"), null=True, blank=True)
    consent_date = models.DateField(_("consent deposited on"), null=True, blank=True)
    consent_kind = models.CharField(
        _("kind of consent"), max_length=20, blank=True, choices=InstrumentConsent
    )
    withdrawal_effective_date = models.DateField(_("withdrawal effective on"), null=True, blank=True)
    source_url = WebAddressField(_("source"), max_length=MAX_ADDRESS_LENGTH)
    source_title = models.CharField(_("title of the source"), max_length=300)
    source_date = models.DateField(_("source as at"))

    objects = InstrumentMembershipQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("membership in an instrument")
        verbose_name_plural = _("memberships in instruments")
        ordering = ("instrument__position", "state__sort_name")
        constraints = (
            models.UniqueConstraint(
                fields=["instrument", "state"],
                name="instrument_one_row_a_state",
                violation_error_message=_("This State has a row for this instrument already."),
            ),
            models.CheckConstraint(
                condition=Q(signed_date__isnull=False) | Q(consent_date__isnull=False),
                name="instrument_is_signed_or_consented",
                violation_error_message=_("A State has signed, or it has consented to be bound."),
            ),
            models.CheckConstraint(
                condition=Q(
                    consent_date__isnull=True, consent_kind="", withdrawal_effective_date__isnull=True
                )
                | Q(consent_date__isnull=False, consent_kind__in=sorted(InstrumentConsent.values)),
                name="instrument_consent_has_a_kind",
                violation_error_message=_("A consent has a day and a kind."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_effective_date__isnull=True)
                | Q(withdrawal_effective_date__gt=F("consent_date")),
                name="instrument_is_left_after_it_was_joined",
                violation_error_message=_("A withdrawal takes effect after the consent."),
            ),
            models.CheckConstraint(
                condition=is_web_address("source_url"),
                name="instrument_address_is_web",
                violation_error_message=WEB_ADDRESS_FORM,
            ),
        )

    def __str__(self) -> str:
        return f"{self.state.iso3} {self.instrument.code}"
