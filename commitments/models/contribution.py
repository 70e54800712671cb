"""Reference data: money for mine action that a State gave, spent at home or received, by year.

Amounts are those of the source in its own currency: they are never converted and never added up.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import CAPITALS, ContributionRole

from .expressions import consists_of
from .history import track_history
from .reported import ReportedFigure, ReportedFigureQuerySet

CURRENCY_LENGTH = 3


class Contribution(ReportedFigure):
    """What one source says of one State, year and role.

    `amount` is empty where it gives a share, a plan or an absence of reports; `amount_usd` where it gives no
    dollars. `covers` is what the money was for: all mine action, a part of it, or one recipient only.
    """

    state = models.ForeignKey("State", models.PROTECT, verbose_name=_("State"), related_name="contributions")
    role = models.CharField(_("role"), max_length=15, choices=ContributionRole)
    amount = models.PositiveBigIntegerField(_("amount"), null=True, blank=True)
    currency = models.CharField(
        _("currency"), max_length=CURRENCY_LENGTH, blank=True, help_text=_("ISO 4217, such as EUR.")
    )
    amount_usd = models.PositiveBigIntegerField(
        _("US dollars"), null=True, blank=True, help_text=_("Only where the source gives dollars.")
    )
    covers = models.CharField(_("covers"), max_length=100)
    text = models.TextField(_("text"), help_text=_("What the source says, in words of our own."))

    objects = ReportedFigureQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("state__sort_name", "-year")
        constraints = (
            *ReportedFigure.Meta.constraints,
            models.UniqueConstraint(
                fields=["state", "year", "role"],
                name="contribution_stands_once",
                violation_error_message=_("This State has a row of this year and role already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(ContributionRole.values)),
                name="contribution_role_is_known",
                violation_error_message=_("A State gave, spent at home or received."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="", amount_usd__isnull=True)
                | Q(amount__isnull=False) & ~Q(currency=""),
                name="contribution_amount_has_a_currency",
                violation_error_message=_("An amount has a currency, and a currency an amount."),
            ),
            models.CheckConstraint(
                condition=Q(currency="") | consists_of("currency", CAPITALS, length=CURRENCY_LENGTH),
                name="contribution_currency_is_a_code",
                violation_error_message=_("A currency is a code of three capital letters, such as EUR."),
            ),
            models.CheckConstraint(
                condition=~Q(currency="USD") | Q(amount_usd__isnull=False, amount_usd=F("amount")),
                name="contribution_dollars_are_the_amount",
                violation_error_message=_("An amount in US dollars is the same in both columns."),
            ),
            models.CheckConstraint(
                condition=~Q(covers="") & ~Q(text=""),
                name="contribution_says_what_it_covers",
                violation_error_message=_("A contribution says what it covers, and what the source says."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.state.iso3} {self.year} {self.role}"
