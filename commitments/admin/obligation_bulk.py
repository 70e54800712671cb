"""The action that plans the next review of chosen obligations."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.models import Obligation

from .bulk import Bulk


class ReviewDayForm(forms.Form):
    """The day on which somebody should look again."""

    next_review_date = forms.DateField(
        label=_("Next review on"),
        help_text=_("Takes the place of the day that was planned before."),
        widget=AdminDateWidget,
    )


class PlanReviews(Bulk):
    """Plans the next review, each obligation by its verb."""

    def told_many(self, count: int, done: str) -> str:
        """How many obligations, and for which day."""
        counted = ngettext(
            "The next review of %(count)s obligation was planned for %(done)s.",
            "The next review of %(count)s obligations was planned for %(done)s.",
            count,
        )
        return counted % {"count": count, "done": done}

    @admin.action(description=_("Set the next review of the chosen ones …"), permissions=["change"])
    def plan_review_chosen(self, request: HttpRequest, queryset: QuerySet[Obligation]) -> HttpResponse | None:
        """Ask for the day, then plan."""
        rows = self.chosen(request, queryset)
        form = ReviewDayForm(request.POST if "apply" in request.POST else None)
        if rows and not form.is_valid():
            return self.ask(request, rows, form, _("Set the next review"))
        if rows:
            day = form.cleaned_data["next_review_date"]

            def plan(obligation: Obligation) -> list[str]:
                try:
                    obligation.plan_review(day, by=request.user, today=timezone.localdate())
                except ValidationError as refusal:
                    return refusal.messages
                return []

            self.take_each(request, rows, plan, done=day.isoformat())
        return None
