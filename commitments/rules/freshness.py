"""How old the newest finding is. A year is current: States report every year (Article 7.2)."""

from datetime import date, timedelta

from .codes import Freshness

CURRENT_FOR = timedelta(days=366)
AGEING_FOR = timedelta(days=2 * 366)


def freshness_on(day: date, newest_finding: date | None) -> Freshness:
    """The age of the newest finding: at most a year, at most two years, older, or none."""
    if newest_finding is None:
        return Freshness.NEVER
    age = day - newest_finding
    if age <= CURRENT_FOR:
        return Freshness.CURRENT
    return Freshness.AGEING if age <= AGEING_FOR else Freshness.STALE
