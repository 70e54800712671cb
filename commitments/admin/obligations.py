"""Obligations, which open by themselves, their next reviews, and their deadlines."""

from datetime import date
from functools import partial

from django import forms
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.lists.search import SearchWord, obligation_holds
from commitments.models import Deadline, Obligation
from commitments.models.review import refuse
from commitments.pages.coverage import obligations_behind
from commitments.rules.deadlines import DATED_COMMITMENTS
from commitments.rules.roles import review_refusals
from commitments.templatetags.tracker import partial_date

from .base import FixedAdmin, ReferenceAdmin, ReferenceInline
from .date_fields import DateInput, DateTextField, PartialDateField, PartialDatesMixin, ReadDateField
from .desk import DeadlineDeskFilter, ObligationDeskFilter, OwingStateFilter
from .filters import RegionFilter, StrictListFilter
from .workflow.bulk import BulkActionsMixin


class ReviewDayForm(forms.Form):
    """The day on which somebody should look again."""

    next_review_date = ReadDateField(
        label=_("Next review on"), help_text=_("Takes the place of the day that was planned before.")
    )


class GapFilter(StrictListFilter):
    """What the public page on coverage counts as missing or old, to be worked on here."""

    title = _("what is missing")
    parameter_name = "gap"

    def lookups(self, request, model_admin):
        self.clocks = request.clocks
        return [
            ("not_assessed", _("Nothing published")),
            ("noted", _("Noted, status not judged")),
            ("stale", _("Stale")),
        ]

    def narrow(self, queryset, value: str):
        """Exactly the obligations that the public figure counts, of the States that this person reaches."""
        return queryset.filter(pk__in=obligations_behind(value, self.clocks).order_by().values("pk"))


class PlanReviewsMixin(BulkActionsMixin):
    """Plans the next review, each obligation by its verb."""

    def count_message(self, count: int, done: str) -> str:
        counted = ngettext(
            "The next review of %(count)s obligation was planned for %(done)s.",
            "The next review of %(count)s obligations was planned for %(done)s.",
            count,
        )
        return counted % {"count": count, "done": done}

    @admin.action(description=_("Set the next review of the chosen ones …"), permissions=["change"])
    def plan_review_chosen(self, request: HttpRequest, queryset: QuerySet[Obligation]) -> HttpResponse | None:
        rows = self.chosen(request, queryset)
        form = ReviewDayForm(request.POST if "apply" in request.POST else None)
        if rows and not form.is_valid():
            return self.ask(request, rows, form, _("Set the next review"))
        if rows:
            day = form.cleaned_data["next_review_date"]
            plan = partial(Obligation.plan_review, day=day, by=request.user, today=timezone.localdate())
            self.take_each(request, rows, plan, done=day.isoformat())
        return None


class DeadlineForm(PartialDatesMixin, forms.ModelForm):
    """One dated duty; the day it is due is written as exactly as its source gives it."""

    partial_dates = {"due_date": "due_precision"}

    class Meta:
        field_classes = {"due_date": PartialDateField, "source_date": DateTextField}
        widgets = dict.fromkeys(field_classes, DateInput)


class DeadlineInline(ReferenceInline):
    """The dated duties on the page of their obligation."""

    model = Deadline
    form = DeadlineForm
    fields = (
        ("kind", "due_date", "due_precision"),
        ("decided_date", "is_computed"),
        ("source_title", "source_url", "source_date"),
        "remark",
    )


class ObligationForm(forms.ModelForm):
    """The one thing of an obligation that people set: when to look again."""

    next_review_date = ReadDateField(label=_("next review on"))

    def clean_next_review_date(self) -> date:
        """A day that has passed is refused, unless it is the one that stands there already."""
        day = self.cleaned_data["next_review_date"]
        if day != self.instance.next_review_date:
            refuse(review_refusals(day, today=timezone.now().date()))
        return day


@admin.register(Obligation)
class ObligationAdmin(PlanReviewsMixin, FixedAdmin):
    """A reference: an obligation opens when its State joins; people plan its next review."""

    form = ObligationForm
    actions = ("plan_review_chosen",)
    list_display = ("state", "code", "title", "next_review_date")
    list_filter = (ObligationDeskFilter, GapFilter, OwingStateFilter, "commitment", RegionFilter)
    list_select_related = ("state", "commitment")
    ordering = ("state__sort_name", "commitment__position")
    readonly_fields = ("state", "commitment")
    search_fields = ("state__name_en", "^state__iso3", "=commitment__code", "commitment__title")
    search_help_text = _("Search by State and commitment, such as “Colombia 16b”.")

    def word_holds(self, word: SearchWord) -> Q:
        return obligation_holds(word)

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> tuple[type, ...]:
        """Only two commitments have dated duties in the Convention."""
        dated = obj is not None and obj.commitment.code in DATED_COMMITMENTS
        return (DeadlineInline,) if dated else ()

    def save_model(self, request: HttpRequest, obj: Obligation, form: ObligationForm, change: bool) -> None:
        """By the verb, where the day is another one."""
        if "next_review_date" in form.changed_data:
            obj.plan_review(obj.next_review_date, by=request.user, today=timezone.now().date())

    @admin.display(description=_("code"), ordering="commitment__position")
    def code(self, obligation: Obligation) -> str:
        return obligation.commitment.code

    @admin.display(description=_("commitment"))
    def title(self, obligation: Obligation) -> str:
        return obligation.commitment.title


@admin.register(Deadline)
class DeadlineAdmin(ReferenceAdmin):
    form = DeadlineForm
    autocomplete_fields = ("obligation",)
    date_hierarchy = "due_date"
    list_display = ("state", "commitment", "kind", "due", "decided_date", "is_computed")
    list_filter = (DeadlineDeskFilter, "kind", "is_computed", RegionFilter)
    list_select_related = ("obligation__state", "obligation__commitment")
    ordering = ("-due_date", "pk")
    search_fields = ("obligation__state__name_en", "^obligation__state__iso3", "source_title", "remark")
    search_help_text = _("Search by State, title of the source or remark.")
    fields = ("obligation", *DeadlineInline.fields)

    @admin.display(description=_("State"), ordering="obligation__state__sort_name")
    def state(self, deadline: Deadline) -> str:
        return str(deadline.obligation.state)

    @admin.display(description=_("commitment"), ordering="obligation__commitment__position")
    def commitment(self, deadline: Deadline) -> str:
        return deadline.obligation.commitment.code

    @admin.display(description=_("due on"), ordering="due_date")
    def due(self, deadline: Deadline) -> str:
        return partial_date(deadline.due_date, deadline.due_precision)
