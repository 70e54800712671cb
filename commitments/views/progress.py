"""The public page of one progress note."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.models import ProgressNote
from commitments.rules.clocks import last_day_known

from .context import day_choice


@require_safe
def progress_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One note that was public at the given moment; a retracted or corrected one says so."""
    clocks = request.clocks
    public = ProgressNote.objects.public_at(clocks)
    related = public.select_related("obligation__state", "obligation__commitment", "author").with_evidence(
        checked=clocks
    )
    note = get_object_or_404(related.with_replies(clocks), pk=pk)
    context = {
        "note": note,
        "is_retracted": note.retracted_at is not None and note.retracted_at <= clocks.known_at,
        "spoke_until": last_day_known(note.published_at, note.retracted_at),
        "is_corrected": note.corrected_at is not None and note.corrected_at <= clocks.known_at,
        "correction": public.filter(corrects=note).first(),
        "corrected": public.filter(pk=note.corrects_id).first(),
        "day_choice": day_choice(request, first=note.noted_date),
    }
    return render(request, "commitments/progress_detail.html", context)
