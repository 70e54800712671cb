"""Actions for chosen rows: asked for where needed, taken row by row, told row by row, kept as one batch."""

from collections.abc import Callable, Sequence

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models.history import change_batch

# A page of hidden fields is kept below the number that Django takes from one form.
MAX_ROWS = 500


class Bulk:
    """What every bulk action shares; the verb of each row decides on that row."""

    def told_many(self, count: int, done: str) -> str:
        """How many rows an action changed."""
        raise NotImplementedError  # each admin counts its own noun; a ModelAdmin cannot be an ABC

    def chosen(self, request: HttpRequest, queryset: QuerySet) -> list[Model]:
        """The rows; none, with the reason, where they are more than a person can answer for."""
        rows = list(queryset[: MAX_ROWS + 1])
        if len(rows) <= MAX_ROWS:
            return rows
        refusal = _("Nothing was done: choose at most %(most)s rows at once.")
        self.message_user(request, refusal % {"most": MAX_ROWS}, messages.ERROR)
        return []

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
        self, request: HttpRequest, rows: Sequence[Model], step: Callable[[Model], list[str]], *, done: str
    ) -> None:
        """Each in its own transaction: one that is refused holds no other up, and is told by name."""
        taken, refused = 0, []
        with change_batch():
            for row in rows:
                named = str(row)
                refusals = step(row)
                taken += not refusals
                refused += [f"{named}: {' '.join(str(refusal) for refusal in refusals)}"] if refusals else []
        if taken:
            self.message_user(request, self.told_many(taken, done), messages.SUCCESS)
        for refusal in refused:
            self.message_user(request, refusal, messages.ERROR)
