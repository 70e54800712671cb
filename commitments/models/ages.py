"""How old is what was found about an obligation; values to filter by, computed only where they are used."""

from datetime import date, datetime

from django.db.models import Case, CharField, Exists, Expression, OuterRef, Subquery, Value, When

from commitments.rules.codes import EvidenceKind, Freshness
from commitments.rules.freshness import AGEING_FOR, CURRENT_FOR

from .evidence import EvidenceLink
from .speaking import spoke_at


def ages_on(day: date, *, known_at: datetime) -> dict[str, Expression]:
    """The rule `freshness_on` in SQL, the day of the newest dated source, and on which kinds it rests.

    Needs `newest_note_date`; whether it rests on a kind of source is `rests_on_<kind>`.
    """
    cited = EvidenceLink.objects.filter(spoke_at(known_at, note="note__"), note__noted_date__lte=day)
    of_obligation = cited.filter(note__obligation=OuterRef("pk"))
    dated = of_obligation.filter(published_date__lte=day)
    return {
        "freshness": Case(
            When(newest_note_date__isnull=True, then=Value(Freshness.NEVER.value)),
            When(newest_note_date__gte=day - CURRENT_FOR, then=Value(Freshness.CURRENT.value)),
            When(newest_note_date__gte=day - AGEING_FOR, then=Value(Freshness.AGEING.value)),
            default=Value(Freshness.STALE.value),
            output_field=CharField(),
        ),
        "newest_evidence_date": Subquery(dated.order_by("-published_date").values("published_date")[:1]),
        **{f"rests_on_{kind}": Exists(of_obligation.filter(kind=kind)) for kind in EvidenceKind.values},
    }
