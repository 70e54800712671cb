"""The States and their stays in the Convention."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from commitments.models import Membership, State
from commitments.models.validation import refuse
from commitments.rules.codes import Label
from commitments.rules.membership import (
    ONE_BY_ONE,
    entry_into_force_after,
    order_of_changes,
    overlap_refusals,
)

from .base import ReferenceAdmin, ReferenceInline, may_be_key
from .desk import StateDeskFilter


class MembershipForm(forms.ModelForm):
    """One stay; the day of entry into force follows from the deposit unless it is given."""

    class Meta:
        model = Membership
        fields = (
            "signed_date",
            "consent_date",
            "consent_kind",
            "entry_into_force_date",
            "withdrawal_notified_date",
            "withdrawal_effective_date",
            "sources",
            "remark",
        )
        help_texts = {
            "consent_date": _("The day the Secretary-General of the United Nations received the instrument."),
            "entry_into_force_date": _(
                "Leave it empty to have it reckoned by Article 17: the first day of the sixth month after "
                "the month of deposit. Enter it for a succession or where a source gives another day."
            ),
            "withdrawal_effective_date": _("From this day on the State is no longer bound."),
            "sources": _("Where the dates can be checked: one http or https address a line."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "entry_into_force_date" in self.fields:
            self.fields["entry_into_force_date"].required = False

    def clean(self) -> dict:
        """Reckon the day of entry into force where none was given."""
        cleaned = super().clean()
        if cleaned.get("consent_date") and not cleaned.get("entry_into_force_date"):
            cleaned["entry_into_force_date"] = entry_into_force_after(cleaned["consent_date"])
        return cleaned

    def validate_constraints(self) -> None:
        """Those of this stay alone; the formset compares it with the others as they will be."""
        try:
            self.instance.validate_constraints(exclude={*self._get_validation_exclusions(), "state"})
        except ValidationError as refusal:
            self._update_errors(refusal)


class MembershipFormSet(forms.BaseInlineFormSet):
    """All stays of one State, which are checked together: what is stored changes with them."""

    def clean(self) -> None:
        """A State is in the Convention once at a time."""
        super().clean()
        stays = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [stay for stay in stays if stay.is_valid() and not stay.cleaned_data.get("DELETE")]
        if sum(stay.instance.withdrawal_effective_date is None for stay in kept) > 1:
            raise ValidationError(_("This State already has a stay that no withdrawal has ended."))
        refuse(overlap_refusals([stay.instance.bound for stay in kept]))
        if self.is_valid() and self.in_order([stay.instance for stay in kept]) is None:
            raise ValidationError(ONE_BY_ONE)

    def in_order(self, changed: list[Membership]) -> list[Membership] | None:
        """The order in which to save them so that no two overlap in between; None if there is none."""
        deleted = [form.instance.pk for form in self.deleted_forms]
        stored = Membership.objects.filter(state=self.instance.pk).exclude(pk__in=deleted)
        wanted = {stay.pk or -number: stay for number, stay in enumerate(changed, start=1)}
        order = order_of_changes(
            {stay.pk: stay.bound for stay in stored}, {key: stay.bound for key, stay in wanted.items()}
        )
        return order and [wanted[key] for key in order]


class MembershipInline(ReferenceInline):
    """The stays on the page of their State."""

    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    fields = (
        ("consent_date", "consent_kind", "entry_into_force_date"),
        ("signed_date", "withdrawal_notified_date", "withdrawal_effective_date"),
        "sources",
        "remark",
    )


@admin.register(State)
class StateAdmin(ReferenceAdmin):
    """197 States, and the place where a new membership is entered."""

    actions = ("assign_chosen",)
    inlines = (MembershipInline,)
    list_display = ("name", "iso3", "region", "subregion", "standing")
    list_filter = (StateDeskFilter, "region", "subregion")
    ordering = ("sort_name",)
    search_fields = ("name_en", "name_fr", "name_es", "name_ru", "name_zh", "name_ar", "^iso3", "=iso2")
    search_help_text = _("Search by name in any of the six languages, or by ISO code.")
    fieldsets = (
        (None, {"fields": (("iso3", "iso2", "m49"), ("region", "subregion"))}),
        (
            _("Names"),
            {
                "fields": (("name_en", "name_fr", "name_es"), ("name_ru", "name_zh", "name_ar")),
                "description": _("As the United Nations names it in its six languages."),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).with_label_on(timezone.localdate())

    def get_readonly_fields(self, request: HttpRequest, obj: State | None = None) -> tuple[str, ...]:
        """The code stands in public addresses: once given, it stays."""
        return ("iso3",) if obj else ()

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        """A stay is entered by its verb, which opens the obligations that come with it."""
        stays = formset.save(commit=False)
        for gone in formset.deleted_objects:
            gone.delete()
        for stay in formset.in_order(stays) or []:
            stay.enter()

    def _changeform_view(self, request: HttpRequest, object_id: str | None, *rest: object) -> HttpResponse:
        """Two people who change the stays of one State wait for each other, and the second is told."""
        if request.method == "POST" and object_id and may_be_key(object_id):
            list(State.objects.select_for_update().filter(pk=object_id))
        return super()._changeform_view(request, object_id, *rest)

    def has_assign_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("commitments.add_assignment")

    @admin.action(description=_("Assign the chosen States to a person …"), permissions=["assign"])
    def assign_chosen(self, request: HttpRequest, queryset: QuerySet[State]) -> HttpResponse:
        """Go on to the page that asks to whom; whole regions can be added there."""
        codes = urlencode({"state": list(queryset.values_list("iso3", flat=True))}, doseq=True)
        return redirect(f"{reverse('admin:commitments_assignment_assign')}?{codes}")

    @admin.display(description=_("today"), ordering="label")
    def standing(self, state: State) -> str:
        return Label(state.label).label
