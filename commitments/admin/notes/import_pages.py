"""Import of notes at the desk: a file, its preview row by row, and a confirmation before it is saved."""

from collections import deque
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.admin.base import shortened
from commitments.imports.columns import dictionary
from commitments.imports.head import UnknownColumns
from commitments.imports.loader import ImportReach
from commitments.imports.marked import write_marked
from commitments.imports.reader import FileLimits, NoteFile
from commitments.imports.refusals import FileRefused, Refusal
from commitments.imports.results import ImportJob, checksum_of
from commitments.imports.runner import PreviewOutdated, import_file, preview
from commitments.imports.template import write_template
from commitments.models import ProgressNote
from commitments.rules.date_reading import DayOrder

from .import_plan import Plan, sign, signed
from .import_store import KEPT_SECONDS, claimed, keep, opened

MAX_NAME_LENGTH = 100
GONE = _("This file is not here any more: it was imported already, or a day has passed. Send it again.")
MOVED = _(
    "Something has changed since you looked at this file, so nothing was saved. Look again, then confirm."
)
NOT_SAVED = _("Nothing was saved. Look again at what stands in the way:")
NAME = "commitments_progressnote"
ALL_THE_SAME = "all_the_same"  # the tick of a preview that found what perhaps is there already


class ImportForm(forms.Form):
    """Which file, and whether its notes are handed in at once."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx), OpenDocument (.ods) or CSV (UTF-8)."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
    )
    submit = forms.BooleanField(
        label=_("Hand every new or changed note to a reviewer at once"),
        help_text=_("Otherwise they stay drafts. An import never publishes anything."),
        required=False,
    )
    skip_unknown = forms.BooleanField(
        label=_("Pass over columns that are not known here"),
        help_text=_("Such as remarks of your own. The preview names them."),
        required=False,
    )


class AgainForm(forms.Form):
    """How to read a file that was sent already."""

    order = forms.ChoiceField(choices=DayOrder.choices, required=False)
    skip_unknown = forms.BooleanField(required=False)


def limits() -> FileLimits:
    return FileLimits(settings.IMPORT_MAX_ROWS, settings.IMPORT_MAX_BYTES)


class ImportPagesMixin:
    """Adds the pages to the addresses of a note."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name=f"{NAME}_import"),
            path("import/template.xlsx", view(self.template_view), name=f"{NAME}_import_template"),
            path("import/<uuid:batch>/", view(self.imported_view), name=f"{NAME}_imported"),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponseBase:
        """The form; with a file its preview; with the mark of a preview what its buttons ask for."""
        self._refuse_others(request)
        buttons = {"plan": self._confirm, "again": self._look_again, "marked": self._marked_copy}
        for name, answer in buttons.items():
            if name in request.POST:
                held = signed(request.POST[name], request.user, timezone.now(), seconds=KEPT_SECONDS)
                return answer(request, *held) if held else self._start_again(request, GONE)
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self._receive(request, **form.cleaned_data)
        return self._page(request, "import", {"form": form, "title": _("Import progress notes")})

    def template_view(self, request: HttpRequest) -> HttpResponseBase:
        """An empty file to fill in, with what this person can write about."""
        self._refuse_others(request)
        states, commitments = ImportReach(request.user).choices()
        file = BytesIO()
        write_template(file, states, commitments)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename="notes-template.xlsx")

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

    def _refuse_others(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied

    def _receive(
        self, request: HttpRequest, file: UploadedFile, *, submit: bool, skip_unknown: bool
    ) -> HttpResponse:
        most = settings.IMPORT_MAX_BYTES
        if file.size > most:
            refusal = _("The file has %(size)s bytes, and at most %(most)s are taken: divide it.")
            reason = refusal % {"size": f"{file.size:,}", "most": f"{most:,}"}
            return self._refused(request, file.name, [Refusal(None, "", reason)])
        name, checksum = file.name[:MAX_NAME_LENGTH], keep(file, request.user)
        job = ImportJob(request.user, timezone.now(), name, checksum, submit, skip_unknown=skip_unknown)
        return self._preview(request, job)

    def _preview(self, request: HttpRequest, job: ImportJob) -> HttpResponse:
        with opened(request.user, job.checksum) as file:
            if file is None:
                return self._start_again(request, GONE)
            try:
                table = NoteFile(file, limits(), skip_unknown=job.skip_unknown)
                plan = Plan(preview(table, job))
            except FileRefused as refused:
                again = sign(job) if isinstance(refused, UnknownColumns) else ""
                return self._refused(request, job.name, refused.refusals, again=again)
        mark = sign(job, plan.count.digest) if plan.may_be_confirmed else ""
        context = {"title": _("Look before you import"), "plan": plan, "job": job, "mark": mark}
        context |= {"again": sign(job), "orders": DayOrder, "remarks": table.remarks}
        return self._page(request, "import_preview", {**context, "most": settings.IMPORT_MAX_CHANGES})

    def _look_again(self, request: HttpRequest, job: ImportJob, _digest: str) -> HttpResponse:
        """The preview of a file that is here already, read as somebody has chosen now."""
        form = AgainForm(request.POST)
        if form.is_valid():
            order = DayOrder(form.cleaned_data["order"]) if form.cleaned_data["order"] else job.order
            job = replace(
                job, order=order, skip_unknown=job.skip_unknown or form.cleaned_data["skip_unknown"]
            )
        return self._preview(request, job)

    def _marked_copy(self, request: HttpRequest, job: ImportJob, _digest: str) -> HttpResponseBase:
        """The file with its errors, as a workbook."""
        with opened(request.user, job.checksum) as file:
            if file is None:
                return self._start_again(request, GONE)
            try:
                table = NoteFile(file, limits(), skip_unknown=job.skip_unknown)
                refusals = [refusal for result in preview(table, job) for refusal in result.refusals]
            except FileRefused as refused:
                return self._refused(request, job.name, refused.refusals)
            marked = TemporaryFile(suffix=".xlsx")  # noqa: SIM115  (the answer closes it)
            write_marked(table, refusals, marked)
        marked.seek(0)
        return FileResponse(marked, as_attachment=True, filename=f"{Path(job.name).stem}-errors.xlsx")

    def _confirm(self, request: HttpRequest, job: ImportJob, digest: str) -> HttpResponse:
        job = replace(job, all_the_same=ALL_THE_SAME in request.POST)
        try:
            with claimed(request.user, job.checksum) as file:
                if file is None:
                    return self._start_again(request, GONE)
                if checksum_of(file) != job.checksum:
                    raise PreviewOutdated
                rows = import_file(file, job, limits(), expected=digest)
                batch, _entry = deque(rows, maxlen=1).pop()
        except PreviewOutdated:
            self.message_user(request, MOVED, messages.ERROR)
            return self._preview(request, job)
        except FileRefused as refused:
            for line in [str(NOT_SAVED), *shortened([str(each) for each in refused.refusals])]:
                self.message_user(request, line, messages.ERROR)
            return self._preview(request, job)
        return redirect(f"admin:{NAME}_imported", batch)

    def _start_again(self, request: HttpRequest, refusal: str) -> HttpResponse:
        self.message_user(request, refusal, messages.ERROR)
        return redirect(f"admin:{NAME}_import")

    def _refused(
        self, request: HttpRequest, name: str, refusals: list[Refusal], *, again: str = ""
    ) -> HttpResponse:
        context = {"form": ImportForm(), "refusals": refusals, "name": name, "again": again}
        return self._page(request, "import", {**context, "title": _("Import progress notes")})

    def _page(self, request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "columns": dictionary(),
            **context,
        }
        return TemplateResponse(request, f"admin/commitments/progressnote/{name}.html", whole)
