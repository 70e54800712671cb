"""Notes as a file that the import takes back: those that the person reaches, drafts included."""

from tempfile import TemporaryFile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone

from commitments.exports.formats import XLSX
from commitments.imports.writer import notes_csv, write_notes_xlsx
from commitments.models import ProgressNote
from commitments.models.action_log import log_action


class ExportFilesMixin:
    """Adds the files to the addresses of a note."""

    def get_urls(self):
        view, name = self.admin_site.admin_view, "commitments_progressnote_export"
        return [
            path("import/notes.csv", view(self.csv_view), name=f"{name}_csv"),
            path("import/notes.xlsx", view(self.xlsx_view), name=f"{name}_xlsx"),
            *super().get_urls(),
        ]

    def csv_view(self, request: HttpRequest) -> HttpResponse:
        """Streamed, with the mark by which a spreadsheet sees that it is UTF-8."""
        blocks = notes_csv(self._reached(request))
        marked = (block if number else f"\ufeff{block}" for number, block in enumerate(blocks))
        answer = StreamingHttpResponse(marked, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{file_name("csv")}"'
        return answer

    def xlsx_view(self, request: HttpRequest) -> HttpResponse:
        notes = self._reached(request)
        file = TemporaryFile()  # noqa: SIM115  (the answer closes it)
        write_notes_xlsx(notes, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=file_name("xlsx"), content_type=XLSX)

    def _reached(self, request: HttpRequest):
        if not self.has_view_permission(request):
            raise PermissionDenied
        log_action("exported", by=request.user, what="notes with drafts")
        return ProgressNote.objects.visible_to(request.user)


def file_name(suffix: str) -> str:
    """It says that drafts are in it."""
    return f"cartagena-notes-with-drafts-{timezone.localdate().isoformat()}.{suffix}"
