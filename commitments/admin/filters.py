"""Filters of the note list: long choices as a drop-down, each for one query."""

from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, State, User
from commitments.models.lookups import SortText
from commitments.rules.code_reading import UnreadableChoice, commitment_code, read_among
from commitments.rules.codes import STORED_STATUSES
from commitments.rules.status import SYMBOLS

NO_STATUS = "none"


class StrictListFilter(admin.SimpleListFilter):
    """One choice in the address; a value that is not offered is an incorrect lookup, never "everything"."""

    lookup = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = self.value()
        if asked is not None:
            with suppress(UnreadableChoice):
                self.used_parameters[self.parameter_name] = self.read(asked)

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() not in {str(value) for value, _label in self.lookup_choices}:
            raise IncorrectLookupParameters
        return self.narrow(queryset, self.value())

    def read(self, text: str) -> str:
        """The value of the choice that the address names by its code or its word; raises UnreadableChoice."""
        return read_among(text, self.lookup_choices)

    def narrow(self, queryset, value: str):
        """What the choice means."""
        return queryset.filter(**{self.lookup: value})

    def has_output(self) -> bool:
        """A chosen filter stays in sight even where one choice is left."""
        return len(self.lookup_choices) > 1 or self.value() is not None


class DropDownFilter(StrictListFilter):
    """A form with one list to choose from: 166 links would bury the page."""

    template = "admin/commitments/drop_down_filter.html"

    def choices(self, changelist):
        """The options, and in `kept` what else the address asks for."""
        asked = changelist.filter_params.items()
        self.kept = [
            (name, value) for name, values in asked for value in values if name != self.parameter_name
        ]
        yield {"value": "", "display": _("All"), "selected": self.value() is None}
        for value, label in self.lookup_choices:
            yield {"value": value, "display": label, "selected": self.value() == str(value)}


class StateListFilter(DropDownFilter):
    """The States that have notes."""

    title = _("State")
    parameter_name = "state"
    lookup = "obligation__state__iso3"

    def read(self, text: str) -> str:
        """By any code or name."""
        found = State.objects.named(text) if text not in dict(self.lookup_choices) else None
        return found.iso3 if found else super().read(text)

    def lookups(self, request, model_admin):
        noted = model_admin.get_queryset(request).order_by().values("obligation__state")
        return [(state.iso3, state.name) for state in State.objects.filter(pk__in=noted).in_reading_order()]


class CommitmentListFilter(DropDownFilter):
    title = _("commitment")
    parameter_name = "commitment"
    lookup = "obligation__commitment__code"

    def read(self, text: str) -> str:
        """In any form."""
        return commitment_code(text)

    def lookups(self, request, model_admin):
        return [(commitment.code, str(commitment)) for commitment in Commitment.objects.in_reading_order()]


class AuthorFilter(DropDownFilter):
    title = _("author")
    parameter_name = "author"
    lookup = "author"

    def lookups(self, request, model_admin):
        authors = model_admin.get_queryset(request).order_by().values("author")
        return (
            User.objects.filter(pk__in=authors).order_by(SortText("username")).values_list("pk", "username")
        )


class RegionFilter(StrictListFilter):
    """The regions of the United Nations in which this person reaches a State, for any rows of a State."""

    title = _("region")
    parameter_name = "region"

    def lookups(self, request, model_admin):
        self.lookup = f"{model_admin.model.objects.all().state_lookup}__region"
        reached = State.objects.visible_to(request.user).order_by("region")
        return [(region, region) for region in reached.values_list("region", flat=True).distinct()]


class StatusFilter(StrictListFilter):
    title = _("status")
    parameter_name = "status"
    lookup = "status"

    def lookups(self, request, model_admin):
        stored = [(status.value, f"{SYMBOLS[status]} {status.label}") for status in STORED_STATUSES]
        return [*stored, (NO_STATUS, _("sets none"))]

    def narrow(self, queryset, value: str):
        """An empty status is stored as such."""
        return queryset.filter(status="" if value == NO_STATUS else value)
