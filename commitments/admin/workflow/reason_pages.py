"""The steps that have to be explained: a page that asks for the reason, then takes the step."""

from functools import partial
from typing import NamedTuple

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.admin.reading import ReadTextField
from commitments.models.review import ReviewedRecord
from commitments.rules.codes import Stage

from .transitions import TransitionsMixin


class ReasonPage(NamedTuple):
    """From which stage the step leads on, its verb, the verb's argument, and what the page says."""

    stage: Stage
    verb: str
    argument: str
    title: str | Promise
    label: str | Promise
    help_text: str | Promise


REASON_PAGES = {
    "return": ReasonPage(
        Stage.SUBMITTED,
        "return_to_author",
        "comment",
        _("Return to the author"),
        _("What should the author change?"),
        _("Only the office reads this."),
    ),
    "retract": ReasonPage(
        Stage.PUBLISHED,
        "retract",
        "reason",
        _("Retract"),
        _("Why is it retracted?"),
        _("The public reads this beside it; it stays to be seen but no longer counts."),
    ),
}


class ReasonForm(forms.Form):
    reason = ReadTextField(widget=AdminTextareaWidget(attrs={"rows": 4}), max_length=2000)
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(self, page: ReasonPage, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = page.label
        self.fields["reason"].help_text = page.help_text


class ReasonPagesMixin(TransitionsMixin):
    """Adds the pages to the addresses of a record, and their names to its form."""

    def reason_pages(
        self, request: HttpRequest, record: ReviewedRecord | None
    ) -> list[tuple[str, str | Promise]]:
        """The name of the address and the words for each that makes sense now."""
        if record is None or not self.has_publish_permission(request):
            return []
        fitting = [(name, page) for name, page in REASON_PAGES.items() if page.stage == record.stage]
        return [(f"admin:commitments_{self.opts.model_name}_{name}", page.title) for name, page in fitting]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The form, with links to the pages."""
        context["reason_pages"] = self.reason_pages(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        pages = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(partial(self.reason_view, page=page)),
                name=f"commitments_{self.opts.model_name}_{name}",
            )
            for name, page in REASON_PAGES.items()
        ]
        return pages + super().get_urls()

    def reason_view(self, request: HttpRequest, pk: int, page: ReasonPage) -> HttpResponse:
        """Ask for the reason, then take the step; what was typed stays where the step is refused."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        record = self.get_object(request, str(pk))
        form = ReasonForm(page, request.POST or None, initial={"version": record.version})
        if form.is_valid():
            reason = {page.argument: form.cleaned_data["reason"]}
            seen = form.cleaned_data["version"]
            refusals = self.take(request, record, page.verb, seen=seen, **reason)
            if not refusals:
                self.tell(request, record, page.verb, [])
                return self.redirect_to(record)
            form.add_error(None, refusals)
            form.data = form.data.copy()
            form.data["version"] = str(record.version)
        asked = {"opts": self.opts, "note": record, "form": form, "title": page.title}
        context = self.admin_site.each_context(request) | asked
        return TemplateResponse(request, "admin/commitments/reviewed/reason.html", context)
