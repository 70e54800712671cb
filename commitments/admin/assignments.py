"""Who looks after which States: the list, and one page that gives or takes many at once."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.models import Assignment, State, User
from commitments.models.history import change_batch
from commitments.models.lookups import SortText

from .base import TrackerAdmin

GIVE, TAKE = "assign", "withdraw"


def regions() -> list[tuple[str, list[tuple[str, str]]]]:
    pairs = State.objects.order_by("region", "subregion").values_list("region", "subregion").distinct()
    groups: dict[str, list[tuple[str, str]]] = {}
    for region, subregion in pairs:
        whole = [(region, _("All of %(region)s") % {"region": region})]
        groups.setdefault(region, whole).extend([(subregion, subregion)] if subregion != region else [])
    return list(groups.items())


class AssignForm(forms.Form):
    """One person, and States one by one or by whole regions."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    mode = forms.ChoiceField(
        label=_("What to do"),
        choices=((GIVE, _("Assign these States")), (TAKE, _("Take these States away"))),
        widget=forms.RadioSelect,
        initial=GIVE,
    )
    regions = forms.MultipleChoiceField(
        label=_("Whole regions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    states = forms.MultipleChoiceField(
        label=_("States"), required=False, widget=FilteredSelectMultiple(_("States"), is_stacked=False)
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(Q(is_active=True) | Q(assignments__isnull=False), is_staff=True)
        self.fields["person"].queryset = people.distinct().order_by(SortText("username"))
        self.fields["regions"].choices = regions()
        states = State.objects.in_reading_order()
        self.fields["states"].choices = [(state.iso3, state.name) for state in states]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not cleaned["regions"] and not cleaned["states"]:
            raise ValidationError(_("Choose a region or a State."))
        return cleaned

    def chosen(self) -> QuerySet[State]:
        places, codes = self.cleaned_data["regions"], self.cleaned_data["states"]
        return State.objects.filter(Q(region__in=places) | Q(subregion__in=places) | Q(iso3__in=codes))


@admin.register(Assignment)
class AssignmentAdmin(TrackerAdmin):
    """The States that each person looks after."""

    autocomplete_fields = ("person", "state")
    list_display = ("person", "state", "region")
    list_filter = (("person", admin.RelatedOnlyFieldListFilter), "state__region")
    list_select_related = ("person", "state")
    ordering = (SortText("person__username"), "state__sort_name")
    search_fields = ("person__username", "person__public_name", "state__name_en", "^state__iso3")
    search_help_text = _("Search by person or State.")
    change_list_template = "admin/commitments/assignment/change_list.html"

    def get_urls(self):
        """Django's addresses, and the page for many at once."""
        page = self.admin_site.admin_view(self.assign_view)
        return [path("assign/", page, name="commitments_assignment_assign"), *super().get_urls()]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Assignment]) -> None:
        """In one batch, each with its line in the history."""
        with change_batch():
            super().delete_queryset(request, queryset)

    def assign_view(self, request: HttpRequest) -> HttpResponse:
        """Ask whom and which States, then give or take them in one batch; the address can name States."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AssignForm(request.POST or None, initial={"states": request.GET.getlist("state")})
        if form.is_valid() and self._carry_out(request, form):
            return redirect("admin:commitments_assignment_changelist")
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "title": _("Assign States"),
        }
        return TemplateResponse(request, "admin/commitments/assignment/assign.html", context)

    def _carry_out(self, request: HttpRequest, form: AssignForm) -> bool:
        """By the verb; says what became of it, or puts the refusal on the form."""
        person, mode = form.cleaned_data["person"], form.cleaned_data["mode"]
        verb = getattr(Assignment.objects, mode)
        try:
            count = verb(person, form.chosen(), by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        said = {
            GIVE: ngettext(
                "%(count)s State was assigned to %(person)s.",
                "%(count)s States were assigned to %(person)s.",
                count,
            ),
            TAKE: ngettext(
                "%(count)s State was taken from %(person)s.",
                "%(count)s States were taken from %(person)s.",
                count,
            ),
        }[mode]
        self.message_user(request, said % {"count": count, "person": person}, messages.SUCCESS)
        return True

    @admin.display(description=_("region"), ordering="state__region")
    def region(self, assignment: Assignment) -> str:
        return assignment.state.region
