"""The table of States."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.models import State

from .base import NUMBER, ListTable, cell, nulls_last

OTHER_NAMES = ("name_fr", "name_es", "name_ru", "name_zh", "name_ar")


class StateTable(ListTable):
    """Shows `State.objects.as_listed(…)`; never queries for itself."""

    name_en = cell("state_name", verbose_name=_("State"), order_by=("name_en", "pk"))
    region = tables.Column(verbose_name=_("Region"), order_by=("region", "name_en", "pk"))
    label = cell("label", verbose_name=_("Label"), order_by=("label", "name_en", "pk"))
    in_force_from = tables.DateColumn(verbose_name=_("Party since"), format="j F Y")
    assessed_count = tables.Column(
        verbose_name=_("Commitments assessed"), attrs=NUMBER, order_by=("assessed_count", "name_en", "pk")
    )
    note_count = tables.Column(
        verbose_name=_("Published notes"), attrs=NUMBER, order_by=("note_count", "name_en", "pk")
    )

    class Meta:
        model = State
        fields = ("name_en", "region", "label", "in_force_from", "assessed_count", "note_count")
        empty_text = _("No State fits these filters.")

    caption = _("States and how they stand to the Declaration")
    counted = ngettext_lazy("%(number)s State", "%(number)s States", "rows")
    row_head = "name_en"
    exported = {
        "name_en": (*("state_iso3", "state", "path", "state_iso2", "state_m49"), *OTHER_NAMES),
        "region": ("region", "subregion"),
        "label": ("label", "label_word"),
        "in_force_from": ("in_force_from",),
        "assessed_count": ("assessed_count",),
        "note_count": ("note_count",),
    }

    def order_in_force_from(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """By entry into force; those that never joined at the end."""
        return nulls_last("in_force_from", queryset, descending=is_descending, then=("name_en", "pk")), True
