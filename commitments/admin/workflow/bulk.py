"""Bulk actions: asked for where needed, taken row by row, told row by row, kept as one batch."""

from collections.abc import Callable, Sequence

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.admin.reading import ReadTextField
from commitments.models import User
from commitments.models.history import change_batch
from commitments.models.review import ReviewedRecord
from commitments.rules.roles import PUBLISH_PERMISSION

from .transitions import DONE, TransitionsMixin

# A page of hidden fields is kept below the number that Django takes from one form.
MAX_ROWS = 500


def _refusals(step: Callable[[Model], list[str] | None], row: Model) -> list[str]:
    try:
        return step(row) or []
    except ValidationError as refusal:
        return refusal.messages


class BulkActionsMixin:
    """What every bulk action shares; the verb of each row decides on that row."""

    def count_message(self, count: int, done: str) -> str:
        raise NotImplementedError  # each admin counts its own noun; a ModelAdmin cannot be an ABC

    def chosen(self, request: HttpRequest, queryset: QuerySet) -> list[Model]:
        """The rows; none, with the reason, where they are more than a person can answer for."""
        rows = list(queryset[: MAX_ROWS + 1])
        if len(rows) <= MAX_ROWS:
            self._tell_left_out(request, rows)
            return rows
        refusal = _("Nothing was done: choose at most %(most)s rows at once.")
        self.message_user(request, refusal % {"most": MAX_ROWS}, messages.ERROR)
        return []

    def _tell_left_out(self, request: HttpRequest, rows: Sequence[Model]) -> None:
        """Say that some of what was chosen is not there for this person; nothing is done to it."""
        if request.POST.get("select_across") == "1":
            return
        left_out = len({*request.POST.getlist(ACTION_CHECKBOX_NAME)} - {str(row.pk) for row in rows})
        if left_out:
            words = ngettext(
                "%(count)s chosen row is not there any more, or its State is not assigned to you; "
                "nothing was done to it.",
                "%(count)s chosen rows are not there any more, or their States are not assigned to you; "
                "nothing was done to them.",
                left_out,
            )
            self.message_user(request, words % {"count": left_out}, messages.WARNING)

    def ask(
        self, request: HttpRequest, rows: Sequence[Model], form: forms.Form, title: str | Promise
    ) -> HttpResponse:
        """A page that asks for what the action needs, and sends the same choice again."""
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "rows": rows,
            "form": form,
            "media": self.media + form.media,
            "action": request.POST.get("action"),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/commitments/bulk.html", context)

    def take_each(
        self,
        request: HttpRequest,
        rows: Sequence[Model],
        step: Callable[[Model], list[str] | None],
        *,
        done: str,
    ) -> None:
        """Each in its own transaction: one that is refused holds no other up, and is told by name.

        A step returns its refusals or raises them as a ValidationError.
        """
        taken, refused = 0, []
        with change_batch():
            for row in rows:
                named = str(row)
                refusals = _refusals(step, row)
                taken += not refusals
                refused += [f"{named}: {' '.join(str(refusal) for refusal in refusals)}"] if refusals else []
        if taken:
            self.message_user(request, self.count_message(taken, done), messages.SUCCESS)
        for refusal in refused:
            self.message_user(request, refusal, messages.ERROR)


class CommentForm(forms.Form):
    """Why the chosen records go back to their authors."""

    comment = ReadTextField(
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
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm(PUBLISH_PERMISSION, backend=backend).order_by("username")


class ReviewActionsMixin(TransitionsMixin, BulkActionsMixin):
    """Submit, publish, return and assign; each row by its verb."""

    @admin.action(description=_("Submit the chosen ones"), permissions=["change"])
    def submit_chosen(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]) -> None:
        self._each(request, self.chosen(request, queryset), "submit")

    @admin.action(description=_("Publish the chosen ones"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]) -> None:
        self._each(request, self.chosen(request, queryset), "publish")

    @admin.action(description=_("Return the chosen ones with a comment …"), permissions=["publish"])
    def return_chosen(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]) -> HttpResponse | None:
        rows = self.chosen(request, queryset)
        form = CommentForm(request.POST if "apply" in request.POST else None)
        if rows and not form.is_valid():
            return self.ask(request, rows, form, _("Return to the authors"))
        if rows:
            self._each(request, rows, "return_to_author", comment=form.cleaned_data["comment"])
        return None

    @admin.action(description=_("Assign a reviewer to the chosen ones …"), permissions=["publish"])
    def assign_chosen(self, request: HttpRequest, queryset: QuerySet[ReviewedRecord]) -> HttpResponse | None:
        rows = self.chosen(request, queryset)
        form = ReviewerForm(request.POST if "apply" in request.POST else None)
        if rows and not form.is_valid():
            return self.ask(request, rows, form, _("Assign a reviewer"))
        if rows:
            reviewer, done = form.cleaned_data["reviewer"], str(DONE["assign_reviewer"])
            self.take_each(
                request, rows, lambda record: record.assign_reviewer(reviewer, by=request.user), done=done
            )
        return None

    def _each(self, request: HttpRequest, rows: list[ReviewedRecord], verb: str, **arguments: str) -> None:
        done = str(DONE[verb])
        self.take_each(request, rows, lambda row: self.take(request, row, verb, **arguments), done=done)
