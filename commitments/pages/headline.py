"""The headline figures of the first page, counted so that none says more than its rows."""

from dataclasses import dataclass

from commitments.models import EvidenceLink, Obligation
from commitments.rules.clocks import Clocks
from commitments.rules.tally import Tally


@dataclass(frozen=True)
class HeadlineFigures:
    """Obligations kept before the Declaration and since; judged by an act or a vote; sources as addresses."""

    kept_before: int
    kept_since: int
    by_act: int
    by_vote: int
    sources: int


def headline_figures(tally: Tally, clocks: Clocks) -> HeadlineFigures:
    """From the tally of all obligations, in two queries."""
    counted = Obligation.objects.count_headlines(clocks)
    return HeadlineFigures(
        kept_before=counted["kept_before"],
        kept_since=counted["kept_since"],
        by_act=tally.assessed - counted["votes"],
        by_vote=counted["votes"],
        sources=EvidenceLink.objects.known_at(clocks).source_count(),
    )
