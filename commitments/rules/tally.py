"""Counts obligations by status; the denominator always includes those noted and those not assessed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .codes import UNJUDGED_STATUSES, Status

OUTSIDE_DENOMINATOR = frozenset({Status.NOT_APPLICABLE, Status.NOT_BOUND})
# owed, and a published finding says where the State stands
ASSESSED_STATUSES = tuple(
    status.value for status in Status if status not in {*OUTSIDE_DENOMINATOR, *UNJUDGED_STATUSES}
)


@dataclass(frozen=True)
class Tally:
    """How many obligations have each status. `counts` maps every status code to a number, zero included."""

    counts: Mapping[str, int]

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "Tally":
        """A tally from any counts; a missing status counts zero."""
        return cls({status.value: counts.get(status.value, 0) for status in Status})

    @classmethod
    def sum(cls, tallies: Iterable["Tally"]) -> "Tally":
        counts: Counter[str] = Counter()
        for tally in tallies:
            counts.update(tally.counts)
        return cls.of(counts)

    @property
    def total(self) -> int:
        """All obligations, owed or not."""
        return sum(self.counts.values())

    @property
    def denominator(self) -> int:
        """The obligations that are owed: all but "not applicable" and "not bound"."""
        return self.total - sum(self.counts[status] for status in OUTSIDE_DENOMINATOR)

    @property
    def assessed(self) -> int:
        """The owed obligations on which a published finding says where the State stands."""
        return self.denominator - sum(self.counts[status] for status in UNJUDGED_STATUSES)

    @property
    def published(self) -> int:
        """The owed obligations on which anything is published: those assessed and those noted."""
        return self.denominator - self.counts[Status.NOT_ASSESSED]
