"""The table of stays in the Convention."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import Membership

from .base import STATE, ListTable, cell, nulls_last

BY_STAY = ("state__name_en", "consent_date", "pk")
# eight columns are tight, and the table rather scrolls than breaks a word
WHOLE_WORDS = {"td": {"class": "whole-words"}}


def day(title: object, **options: object) -> tables.DateColumn:
    """A whole day, on one line."""
    kept = {"td": {"class": "nowrap"}}
    return tables.DateColumn(verbose_name=title, format="j F Y", attrs=kept, **options)


class MembershipTable(ListTable):
    """Shows `Membership.objects.as_listed(…)`; never queries for itself."""

    state = cell("state", verbose_name=_("State"), order_by=BY_STAY, attrs=WHOLE_WORDS)
    label = cell("label", verbose_name=_("Label"), order_by=("label", *BY_STAY), attrs=WHOLE_WORDS)
    signed_date = day(_("Signed"))
    consent_date = day(_("Deposited"), order_by=("consent_date", *BY_STAY))
    consent_kind = tables.Column(verbose_name=_("Kind of instrument"), order_by=("consent_kind", *BY_STAY))
    entry_into_force_date = day(_("In force from"), order_by=("entry_into_force_date", *BY_STAY))
    withdrawal_notified_date = day(_("Withdrawal notified"), accessor="notified_date")
    withdrawal_effective_date = day(_("Withdrawal effective"), accessor="effective_date")

    class Meta:
        model = Membership
        fields = (
            *("state", "label", "signed_date", "consent_date", "consent_kind", "entry_into_force_date"),
            *("withdrawal_notified_date", "withdrawal_effective_date"),
        )
        empty_text = _("No stay in the Convention fits these filters.")

    caption = _("Stays in the Convention")
    counted = ngettext_lazy("%(number)s stay", "%(number)s stays", "rows")
    row_head = "state"
    exported = {
        "state": (*STATE, "sources", "remark", "path"),
        "label": ("label", "label_word"),
        "signed_date": ("signed_date",),
        "consent_date": ("consent_date",),
        "consent_kind": ("consent_kind", "consent_kind_word"),
        "entry_into_force_date": ("entry_into_force_date",),
        "withdrawal_notified_date": ("withdrawal_notified_date",),
        "withdrawal_effective_date": ("withdrawal_effective_date", "has_left"),
    }

    def order_signed_date(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """By the day of signature; those that acceded without one at the end."""
        return nulls_last("signed_date", queryset, descending=is_descending, then=BY_STAY), True

    def order_withdrawal_notified_date(
        self, queryset: QuerySet, is_descending: bool
    ) -> tuple[QuerySet, bool]:
        """By the day of notification; stays that nobody ended are at the end."""
        return nulls_last("notified_date", queryset, descending=is_descending, then=BY_STAY), True

    def order_withdrawal_effective_date(
        self, queryset: QuerySet, is_descending: bool
    ) -> tuple[QuerySet, bool]:
        """By the last day of the stay; stays that nobody ended are at the end."""
        return nulls_last("effective_date", queryset, descending=is_descending, then=BY_STAY), True
