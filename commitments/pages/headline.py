"""The headline figures of the first page, counted so that none says more than its rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from commitments.models import EvidenceLink, Obligation
from commitments.rules.clocks import Clocks
from commitments.rules.tally import Tally


@dataclass(frozen=True)
class KeptCount:
    """Obligations of one commitment that are kept: found by the day of the Declaration, and since."""

    before: int = 0
    since: int = 0


@dataclass(frozen=True)
class HeadlineFigures:
    """What was judged by an act or by a vote, sources as addresses, and what was kept by commitment code."""

    by_act: int
    by_vote: int
    sources: int
    kept: Mapping[str, KeptCount]


def headline_figures(tally: Tally, clocks: Clocks) -> HeadlineFigures:
    """From the tally of all obligations, in two queries."""
    counted = Obligation.objects.count_headlines(clocks)
    votes = sum(each["votes"] for each in counted.values())
    return HeadlineFigures(
        by_act=tally.assessed - votes,
        by_vote=votes,
        sources=EvidenceLink.objects.known_at(clocks).source_count(),
        kept={code: KeptCount(each["kept_before"], each["kept_since"]) for code, each in counted.items()},
    )
