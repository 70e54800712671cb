"""What every public page shows beside its own matter."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from commitments.models import State


def site(request: HttpRequest) -> dict[str, object]:
    """The clocks, the number of States Parties on their day, and the same address at present."""
    clocks = getattr(request, "clocks", None)
    if clocks is None:
        return {}
    query = request.GET.copy()
    for clock in ("as_of", "known_at"):
        query.pop(clock, None)
    return {
        "clocks": clocks,
        "party_count": SimpleLazyObject(lambda: State.objects.parties_on(clocks.day).count()),
        "present_address": f"{request.path}?{query.urlencode()}" if query else request.path,
    }
