"""The actions that take a step for every chosen note, or any other reviewed record."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from commitments.models import User
from commitments.models.review import ReviewedRecord
from commitments.rules.roles import PUBLISH_PERMISSION

from .bulk import Bulk
from .reviewed_steps import DONE, Steps


class CommentForm(forms.Form):
    """Why the chosen records go back to their authors."""

    comment = forms.CharField(
        label=_("What should the authors change?"),
        help_text=_("Every one of them gets this comment. Only the office reads it."),
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        max_length=2000,
    )


class ReviewerForm(forms.Form):
    """Who is asked to review the chosen records."""

    reviewer = forms.ModelChoiceField(
        User.objects.none(), label=_("Reviewer"), help_text=_("Everyone who may publish.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = people_who_publish()


def people_who_publish() -> QuerySet[User]:
    """Everyone who can be asked for a review."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm(PUBLISH_PERMISSION, backend=backend).order_by("username")


class ReviewActions(Steps, Bulk):
    """Submit, publish, return and assign; each row by its verb."""

    @admin.action(description=_("Submit the chosen ones"), permissions=["change"])
    def submit_chosen(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]) -> None:
        """Hand them to a reviewer."""
        self._each(request, self.chosen(request, queryset), "submit")

    @admin.action(description=_("Publish the chosen ones"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]) -> None:
        """Let them speak."""
        self._each(request, self.chosen(request, queryset), "publish")

    @admin.action(description=_("Return the chosen ones with a comment …"), permissions=["publish"])
    def return_chosen(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]) -> HttpResponse | None:
        """Give them back to their authors, after asking for the comment."""
        rows = self.chosen(request, queryset)
        form = CommentForm(request.POST if "apply" in request.POST else None)
        if rows and not form.is_valid():
            return self.ask(request, rows, form, _("Return to the authors"))
        if rows:
            self._each(request, rows, "return_to_author", comment=form.cleaned_data["comment"])
        return None

    @admin.action(description=_("Assign a reviewer to the chosen ones …"), permissions=["publish"])
    def assign_chosen(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]) -> HttpResponse | None:
        """Ask one person to review them, after asking for whom."""
        rows = self.chosen(request, queryset)
        form = ReviewerForm(request.POST if "apply" in request.POST else None)
        if rows and not form.is_valid():
            return self.ask(request, rows, form, _("Assign a reviewer"))
        if rows:
            reviewer = form.cleaned_data["reviewer"]

            def assign(record: ReviewedRecord) -> list[str]:
                try:
                    record.assign_reviewer(reviewer, by=request.user)
                except ValidationError as refusal:
                    return refusal.messages
                return []

            self.take_each(request, rows, assign, done=str(DONE["assign_reviewer"]))
        return None

    def _each(self, request: HttpRequest, rows: list[ReviewedRecord], verb: str, **arguments: str) -> None:
        def step(record: ReviewedRecord) -> list[str]:
            return self.take(request, record, verb, **arguments)

        self.take_each(request, rows, step, done=str(DONE[verb]))
