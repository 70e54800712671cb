"""What every public page shows beside its own matter."""

from datetime import UTC, date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from commitments.models import ProgressNote, State
from commitments.reporting.day_choice import DayChoice, day_choice
from commitments.rules.clocks import Clocks

CLOCKS = ("as_of", "known_at")


def site(request: HttpRequest) -> dict[str, object]:
    """The clocks, what counts on their day, and the addresses of this page at present and for good."""
    clocks = getattr(request, "clocks", None)
    if clocks is None:
        return {}
    query = request.GET.copy()
    for clock in CLOCKS:
        query.pop(clock, None)
    present = f"{request.path}?{query.urlencode()}" if query else request.path
    query.update({"as_of": clocks.day.isoformat(), "known_at": _last_known_day(clocks).isoformat()})
    return {
        "clocks": clocks,
        "party_count": SimpleLazyObject(lambda: State.objects.parties_on(clocks.day).count()),
        "data_date": SimpleLazyObject(lambda: ProgressNote.objects.newest_publication(clocks.known_at)),
        "present_address": present,
        "day_choice": _day_choice(request),
        "refused_clocks": getattr(request, "refused_clocks", False),
        "permalink": f"{request.path}?{query.urlencode()}",
    }


def _day_choice(request: HttpRequest) -> DayChoice:
    query = [(name, value) for name, values in request.GET.lists() for value in values]
    return day_choice(request.path, query, request.clocks, today=timezone.now().astimezone(UTC).date())


def _last_known_day(clocks: Clocks) -> date:
    return clocks.known_at.astimezone(UTC).date()
