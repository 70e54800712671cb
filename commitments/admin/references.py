"""What stands beside the findings: later action plans, recorded casualties, other instruments."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commitments.models import (
    ActionPlan,
    CasualtyCount,
    Contribution,
    Instrument,
    InstrumentMembership,
    Meeting,
    OtherName,
    PlannedAction,
    StateCasualtyCount,
)

from .base import CitedAdmin, CollectedAdmin, ReferenceAdmin
from .date_fields import DateInput, DateTextField


@admin.register(ActionPlan)
class ActionPlanAdmin(ReferenceAdmin):
    list_display = ("name", "first_year", "last_year", "action_count")
    search_fields = ("name", "^code")
    search_help_text = _("Search by name.")


@admin.register(PlannedAction)
class PlannedActionAdmin(ReferenceAdmin):
    """What a plan asked on the matter of a commitment; readers see it on the page of the commitment."""

    autocomplete_fields = ("plan", "commitment")
    list_display = ("plan", "commitment", "numbers", "asked")
    list_filter = ("plan",)
    list_select_related = ("plan", "commitment")
    ordering = ("plan__first_year", "pk")
    search_fields = ("plan__name", "^commitment__code", "asked")
    search_help_text = _("Search by plan, code of the commitment or words.")


class CasualtyCountForm(forms.ModelForm):
    class Meta:
        field_classes = {"source_date": DateTextField}
        widgets = {"source_date": DateInput}


@admin.register(CasualtyCount)
class CasualtyCountAdmin(ReferenceAdmin):
    """One row for each year and edition; the preferred one draws the curve."""

    form = CasualtyCountForm
    list_display = ("years", "total", "killed", "injured", "unknown", "edition", "is_preferred")
    list_filter = ("is_preferred", "edition")
    ordering = ("first_year", "last_year", "edition")
    search_fields = ("=first_year", "source_title", "remark")
    search_help_text = _("Search by year, title of the source or remark.")
    fields = (
        ("first_year", "last_year"),
        ("killed", "injured", "unknown", "total"),
        ("edition", "is_preferred"),
        ("source_title", "source_url", "source_date"),
        "remark",
    )

    @admin.display(description=_("years"), ordering="first_year")
    def years(self, count: CasualtyCount) -> str:
        return count.years


@admin.register(Instrument)
class InstrumentAdmin(CollectedAdmin):
    list_display = ("name", "code")
    search_fields = ("name", "^code")
    search_help_text = _("Search by name.")


@admin.register(InstrumentMembership)
class InstrumentMembershipAdmin(CollectedAdmin):
    """Which States are in other instruments; readers see it on the page of the commitment."""

    list_display = ("state", "instrument", "signed_date", "consent_date", "withdrawal_effective_date")
    list_filter = ("instrument", "consent_kind")
    list_select_related = ("state", "instrument")
    ordering = ("instrument__position", "state__sort_name", "pk")
    search_fields = ("state__name_en", "^state__iso3")
    search_help_text = _("Search by State.")


@admin.register(StateCasualtyCount)
class StateCasualtyCountAdmin(CollectedAdmin):
    """How many casualties a source recorded in a State and a year; readers see it at /casualties/."""

    list_display = ("state", "year", "total", "killed", "injured", "scope", "publisher")
    list_filter = ("scope", "year")
    list_select_related = ("state",)
    ordering = ("state__sort_name", "-year", "pk")
    search_fields = ("state__name_en", "^state__iso3", "remark")
    search_help_text = _("Search by State or remark.")


@admin.register(Contribution)
class ContributionAdmin(CollectedAdmin):
    """What a source says of the money of a State in a year; readers see it at /contributions/."""

    list_display = ("state", "year", "role", "currency", "amount", "covers", "publisher")
    list_filter = ("role", "currency", "year")
    list_select_related = ("state",)
    ordering = ("state__sort_name", "-year", "pk")
    search_fields = ("state__name_en", "^state__iso3", "text", "remark")
    search_help_text = _("Search by State or words.")


@admin.register(Meeting)
class MeetingAdmin(CitedAdmin):
    """Meetings of the Convention; their closing days are offered to readers on every page."""

    autocomplete_fields = ("country",)
    list_display = ("name", "code", "kind", "first_day", "last_day", "place")
    list_filter = ("kind", "certainty")
    search_fields = ("name", "^code", "place")
    search_help_text = _("Search by name, code or place.")
    fields = (
        ("code", "kind"),
        "name",
        ("place", "country"),
        ("first_day", "last_day"),
        "president",
        "certainty",
        "sources",
        "remark",
    )


@admin.register(OtherName)
class OtherNameAdmin(ReferenceAdmin):
    """By what else people look for a State; readers never see it."""

    autocomplete_fields = ("state",)
    list_display = ("name", "state", "language", "kind")
    list_filter = ("kind", "language")
    list_select_related = ("state",)
    ordering = ("state__sort_name", "language", "name")
    fields = ("state", ("name", "language", "kind"), "source")
    search_fields = ("name", "state__name_en", "^state__iso3")
    search_help_text = _("Search by name or State.")
