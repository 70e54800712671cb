"""The context processor of every public page."""

from datetime import UTC, date

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from commitments.models import ProgressNote, State
from commitments.pages.day_picker import DayPicker, day_picker
from commitments.pages.named_days import named_days_by
from commitments.rules.clocks import CLOCK_PARAMETERS, Clocks, with_query
from commitments.rules.dates import EARLIEST
from commitments.rules.first_publication import words_before_first_publication


def site_context(request: HttpRequest) -> dict[str, object]:
    """The clocks, the counts on their day, and the current and permanent address of this page."""
    clocks = getattr(request, "clocks", None)
    if clocks is None:
        return {}
    query = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in CLOCK_PARAMETERS
        for value in values
    ]
    return {
        "clocks": clocks,
        "operator": settings.OPERATOR,
        "contact": settings.CONTACT,
        "party_count": SimpleLazyObject(lambda: State.objects.parties_on(clocks.day).count()),
        "data_date": SimpleLazyObject(lambda: ProgressNote.objects.newest_publication(clocks.known_at)),
        "not_yet": SimpleLazyObject(lambda: before_first_publication(clocks)),
        "present_address": with_query(request.path, query),
        "day_choice": SimpleLazyObject(lambda: day_choice(request)),
        "refused_clocks": getattr(request, "refused_clocks", False),
        "permalink": with_query(request.path, [*query, *clocks.fixed().parameters.items()]),
    }


def before_first_publication(clocks: Clocks) -> str:
    """What a reader must know where `known_at` lies before the first publication here; else empty."""
    return words_before_first_publication(clocks, ProgressNote.objects.first_publication_after(clocks))


def day_choice(request: HttpRequest, *, first: date = EARLIEST) -> DayPicker:
    """The control for another day; `first` is the first day on which the page is there."""
    query = [(name, value) for name, values in request.GET.lists() for value in values]
    today = timezone.now().astimezone(UTC).date()
    named = named_days_by(today)
    return day_picker(request.path, query, request.clocks, named=named, today=today, first=first)
