"""Counts obligations by status, with a denominator that always includes those not assessed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .codes import Status

OUTSIDE_DENOMINATOR = frozenset({Status.NOT_APPLICABLE, Status.NOT_BOUND})


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
        """The obligations that are owed: without "not applicable" and "not bound", with "not assessed"."""
        return self.total - sum(self.counts[status] for status in OUTSIDE_DENOMINATOR)

    @property
    def assessed(self) -> int:
        """The owed obligations on which a finding was published."""
        return self.denominator - self.counts[Status.NOT_ASSESSED]
