"""Progress notes as the public reads them: the list, its file, and one note."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from commitments.models import ProgressNote
from commitments.reporting.columns import table_of
from commitments.reporting.feed import regions
from commitments.reporting.filters import ProgressFilter
from commitments.reporting.tables import ProgressTable
from commitments.rules.clocks import last_day_known

from .listing import ListFile, ListPage


class _Notes:
    """What the page and the files share."""

    filterset_class = ProgressFilter
    table_class = ProgressTable


class ProgressList(_Notes, ListPage):
    """Every published note, the newest first."""

    template_name = "commitments/progress_list.html"
    file_address = reverse_lazy("progress_csv")

    def get_queryset(self):
        clocks = self.request.clocks
        return ProgressNote.objects.as_listed(clocks.day, known_at=clocks.known_at)

    def get_context_data(self, **kwargs) -> dict:
        """With the feeds of the regions that were chosen: this is the page that they belong to."""
        asked = self.request.GET.getlist("region")
        followed = [each for each in regions().items() if each[1] in asked] if asked else []
        return super().get_context_data(**kwargs) | {"region_feeds": followed}


class ProgressFile(_Notes, ListFile):
    """The same rows as a file, with the newest reply to each."""

    public_table = table_of("progress")


@require_safe
def progress_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One note that was public at the moment asked for; a retracted or corrected one says so."""
    clocks = request.clocks
    public = ProgressNote.objects.published_by(clocks.known_at).noted_by(clocks.day)
    related = public.select_related("obligation__state", "obligation__commitment", "author").with_evidence()
    note = get_object_or_404(related.with_replies(clocks.day, known_at=clocks.known_at), pk=pk)
    context = {
        "note": note,
        "is_retracted": note.retracted_at is not None and note.retracted_at <= clocks.known_at,
        "spoke_until": last_day_known(note.published_at, note.retracted_at),
        "is_corrected": note.corrected_at is not None and note.corrected_at <= clocks.known_at,
        "correction": public.filter(corrects=note).first(),
        "corrected": public.filter(pk=note.corrects_id).first(),
    }
    return render(request, "commitments/progress_detail.html", context)
