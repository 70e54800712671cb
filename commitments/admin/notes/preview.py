"""How a note will look to the public, before the public can see it."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from commitments.models import ProgressNote
from commitments.rules.publication import is_frozen


class PreviewMixin:
    """Adds the page to the addresses of a note."""

    def get_urls(self):
        """Django's addresses, and the preview; `admin_view` lets nobody keep a copy of it."""
        page = path(
            "<path:object_id>/preview/",
            self.admin_site.admin_view(self.preview_view),
            name="commitments_progressnote_preview",
        )
        return [page, *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The public page of a note that has none yet; one that has been published is read there."""
        note = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, note):
            raise PermissionDenied
        if is_frozen(note.stage):
            return redirect(note)
        context = {"note": _with_related(note), "correction": None, "is_retracted": False}
        return TemplateResponse(request, "admin/desk/preview.html", context)


def _with_related(note: ProgressNote) -> ProgressNote:
    related = ("obligation__state", "obligation__commitment", "author", "corrects")
    return ProgressNote.objects.select_related(*related).with_evidence().get(pk=note.pk)
