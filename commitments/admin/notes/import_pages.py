"""Import of notes at the desk: a file, its preview row by row, and a confirmation before it is saved."""

from collections import deque
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.imports.columns import dictionary
from commitments.imports.reader import FileLimits, NoteFile
from commitments.imports.refusals import FileRefused, Refusal
from commitments.imports.results import ImportJob, checksum_of
from commitments.imports.runner import PreviewOutdated, import_file, preview
from commitments.models import ProgressNote

from .import_plan import Plan, sign, signed
from .import_store import KEPT_SECONDS, claimed, keep, opened

MAX_NAME_LENGTH = 100
GONE = _("This file is not here any more: it was imported already, or a day has passed. Send it again.")
MOVED = _(
    "Something has changed since you looked at this file, so nothing was saved. Look again, then confirm."
)
NAME = "commitments_progressnote"


class ImportForm(forms.Form):
    """Which file, and whether its notes are handed in at once."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8), Excel (.xlsx) or OpenDocument (.ods), in the shape that the exports give."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
    )
    submit = forms.BooleanField(
        label=_("Hand every new or changed note to a reviewer at once"),
        help_text=_("Otherwise they stay drafts. An import never publishes anything."),
        required=False,
    )


def limits() -> FileLimits:
    return FileLimits(settings.IMPORT_MAX_ROWS, settings.IMPORT_MAX_BYTES)


class ImportPagesMixin:
    """Adds the pages to the addresses of a note."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name=f"{NAME}_import"),
            path("import/<uuid:batch>/", view(self.imported_view), name=f"{NAME}_imported"),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """The form; with a file its preview; with the mark of a preview the import."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        if "plan" in request.POST:
            return self._confirm(request, request.POST["plan"])
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self._receive(request, form.cleaned_data["file"], submit=form.cleaned_data["submit"])
        return self._page(request, "import", {"form": form, "title": _("Import progress notes")})

    def imported_view(self, request: HttpRequest, batch: UUID) -> HttpResponse:
        """What an import made, for whoever reaches it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        numbers = ProgressNote.history.filter(batch=batch).values("id")
        notes = list(self.get_queryset(request).filter(pk__in=numbers).order_by("pk"))
        if not notes:
            raise Http404
        return self._page(
            request, "imported", {"title": _("What was imported"), "notes": notes, "batch": batch}
        )

    def _receive(self, request: HttpRequest, upload: UploadedFile, *, submit: bool) -> HttpResponse:
        most = settings.IMPORT_MAX_BYTES
        if upload.size > most:
            refusal = _("The file has %(size)s bytes, and at most %(most)s are taken: divide it.")
            reason = refusal % {"size": f"{upload.size:,}", "most": f"{most:,}"}
            return self._refused(request, upload.name, [Refusal(None, "", reason)])
        order = ImportJob(
            request.user,
            timezone.now(),
            upload.name[:MAX_NAME_LENGTH],
            keep(upload, request.user),
            submit=submit,
        )
        return self._preview(request, order)

    def _preview(self, request: HttpRequest, order: ImportJob) -> HttpResponse:
        with opened(request.user, order.checksum) as file:
            if file is None:
                return self._again(request, GONE)
            try:
                table = NoteFile(file, limits())
                plan = Plan(preview(table, order))
            except FileRefused as refused:
                return self._refused(request, order.name, refused.refusals)
        mark = sign(order, plan.count.digest) if plan.may_be_confirmed else ""
        context = {"title": _("Look before you import"), "plan": plan, "order": order, "mark": mark}
        context |= {"remarks": table.remarks, "most": settings.IMPORT_MAX_CHANGES}
        return self._page(request, "import_preview", context)

    def _confirm(self, request: HttpRequest, mark: str) -> HttpResponse:
        held = signed(mark, request.user.pk, seconds=KEPT_SECONDS)
        if held is None:
            return self._again(request, GONE)
        order = ImportJob(request.user, timezone.now(), held["name"], held["file"], submit=held["submit"])
        try:
            with claimed(request.user, order.checksum) as file:
                if file is None:
                    return self._again(request, GONE)
                if checksum_of(file) != order.checksum:
                    raise PreviewOutdated
                rows = import_file(file, order, limits(), expected=held["digest"])
                batch, _entry = deque(rows, maxlen=1).pop()
        except (FileRefused, PreviewOutdated):
            self.message_user(request, MOVED, messages.ERROR)
            return self._preview(request, order)
        return redirect(f"admin:{NAME}_imported", batch)

    def _again(self, request: HttpRequest, refusal: str) -> HttpResponse:
        self.message_user(request, refusal, messages.ERROR)
        return redirect(f"admin:{NAME}_import")

    def _refused(self, request: HttpRequest, name: str, refusals: list[Refusal]) -> HttpResponse:
        context = {"form": ImportForm(), "refusals": refusals, "name": name}
        return self._page(request, "import", {**context, "title": _("Import progress notes")})

    def _page(self, request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "columns": dictionary(),
            **context,
        }
        return TemplateResponse(request, f"admin/commitments/progressnote/{name}.html", whole)
