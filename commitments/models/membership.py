"""The stays of States in the Convention."""

from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.codes import ConsentKind, Label
from commitments.rules.membership import DECLARATION_DATE, Stay, membership_refusals, overlap_refusals

from .fields import WebAddressListField
from .history import TrackedModel, track_history
from .validation import refuse


def label_expression(day: date, *, state: str) -> Case:
    """The rule `label_on` in SQL; `state` names the column that points at the State."""
    stays = Membership.objects.filter(state=OuterRef(state))
    declared = Exists(stays.covering(day)) & Exists(stays.covering(DECLARATION_DATE))
    return Case(
        When(declared, then=Value(Label.DECLARED_2009.value)),
        When(Exists(stays.covering(day)), then=Value(Label.JOINED_AFTER.value)),
        When(Exists(stays.ended_by(day)), then=Value(Label.LEFT.value)),
        default=Value(Label.OUTSIDE.value),
        output_field=models.CharField(),
    )


class MembershipQuerySet(models.QuerySet[Any]):
    def covering(self, day: date | OuterRef) -> Self:
        """The memberships by which the State is a Party that day."""
        return self.filter(entry_into_force_date__lte=day).exclude(withdrawal_effective_date__lte=day)

    def ended_by(self, day: date) -> Self:
        """The memberships that a withdrawal had ended by then."""
        return self.filter(withdrawal_effective_date__lte=day)

    def begun_by(self, day: date) -> Self:
        """The memberships begun by then: by deposit, or by entry into force if that came first."""
        return self.filter(Q(consent_date__lte=day) | Q(entry_into_force_date__lte=day))

    def with_withdrawal_on(self, day: date) -> Self:
        """Adds `notified_date` and `effective_date`, empty before the notification, and `has_left`."""
        notified = Q(withdrawal_notified_date__lte=day)
        return self.annotate(
            notified_date=Case(When(notified, then=F("withdrawal_notified_date"))),
            effective_date=Case(When(notified, then=F("withdrawal_effective_date"))),
            has_left=Case(
                When(withdrawal_effective_date__lte=day, then=True),
                default=False,
                output_field=models.BooleanField(),
            ),
        )

    def as_listed(self, clocks: Clocks) -> Self:
        """Everything a list shows for a day; memberships are never published, so `known_at` has no effect."""
        listed = self.begun_by(clocks.day).with_withdrawal_on(clocks.day)
        labelled = listed.annotate(label=label_expression(clocks.day, state="state"))
        return labelled.select_related("state").in_reading_order()

    def in_reading_order(self) -> Self:
        """By State, each from its first membership on."""
        return self.order_by("state__sort_name", "consent_date", "pk")


class Membership(TrackedModel):
    """One membership of a State in the Convention, from consent to withdrawal."""

    state = models.ForeignKey("State", models.PROTECT, verbose_name=_("State"), related_name="memberships")
    signed_date = models.DateField(_("signed on"), null=True, blank=True)
    consent_date = models.DateField(_("instrument deposited on"))
    consent_kind = models.CharField(_("kind of instrument"), max_length=20, choices=ConsentKind)
    entry_into_force_date = models.DateField(
        _("in force from"),
        help_text=_("As a rule the first day of the sixth month after the month of deposit (Article 17)."),
    )
    withdrawal_notified_date = models.DateField(_("withdrawal notified on"), null=True, blank=True)
    withdrawal_effective_date = models.DateField(_("withdrawal effective on"), null=True, blank=True)
    sources = WebAddressListField(_("sources"), help_text=_("One address a line."))
    remark = models.TextField(
        _("remark"), blank=True, help_text=_("Doubts about the dates, in neutral words.")
    )

    promise_count: int  # annotation of `pages/events.py`

    objects = MembershipQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("state__sort_name", "consent_date")
        constraints = (
            models.CheckConstraint(
                # spelled out, because a comparison with NULL is not false and would accept half a withdrawal
                condition=Q(withdrawal_notified_date__isnull=True, withdrawal_effective_date__isnull=True)
                | Q(
                    withdrawal_notified_date__isnull=False,
                    withdrawal_effective_date__isnull=False,
                    withdrawal_effective_date__gt=models.F("withdrawal_notified_date"),
                ),
                name="membership_withdrawal_is_notified_first",
                violation_error_message=_("A withdrawal is notified first and takes effect later."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_effective_date__isnull=True)
                | Q(withdrawal_effective_date__gt=models.F("entry_into_force_date")),
                name="membership_ends_after_it_began",
                violation_error_message=_("A withdrawal takes effect after the entry into force."),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(withdrawal_effective_date__isnull=True),
                name="membership_one_open_stay_a_state",
                violation_error_message=_("This State already has a stay that no withdrawal has ended."),
            ),
            models.UniqueConstraint(
                fields=["state", "consent_date"],
                name="membership_one_stay_a_deposit",
                violation_error_message=_("This State has a stay with this day of consent already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.state.iso3} {self.consent_date.isoformat()}"

    def clean(self) -> None:
        """Refuses dates that cannot belong to one membership."""
        if not (self.consent_date and self.entry_into_force_date):
            return
        refusals = membership_refusals(
            consent=self.consent_date,
            entry_into_force=self.entry_into_force_date,
            withdrawal_notified=self.withdrawal_notified_date,
            withdrawal_effective=self.withdrawal_effective_date,
        )
        if refusals:
            raise ValidationError(refusals)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Also compares it with the other stays of the State, unless `exclude` names a field for that."""
        super().validate_constraints(exclude)
        if not {"state", "entry_into_force_date", "withdrawal_effective_date"}.isdisjoint(exclude or ()):
            return
        others = Membership.objects.filter(state=self.state).exclude(pk=self.pk)
        refuse(overlap_refusals([self.bound, *(stay.bound for stay in others)]))

    @property
    def bound(self) -> Stay:
        """From which day on it binds the State, and the day from which on it no longer does."""
        return self.entry_into_force_date, self.withdrawal_effective_date

    @transaction.atomic
    def enter(self) -> None:
        """Save this membership and create the obligations that the State takes on with it."""
        self.full_clean()
        self.save()
        self.state.obligations.open_missing()
        self.state.obligations.plan_first_reviews(self.entry_into_force_date)
