"""Which backups are kept: all of the last day, then the newest of each day, week and month."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

# one that was made before an upgrade outlives the one after it
LAST_DAY = timedelta(days=1)


class Keep(NamedTuple):
    """Of how many days, weeks and months the newest backup stays."""

    daily: int
    weekly: int
    monthly: int


def kept(moments: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Those that stay; the newest is always among them. Days, weeks and months are those of UTC.

    Only days on which a backup was made are counted: a machine that was off for a month keeps what it had.
    """
    newest_first = sorted(moments, reverse=True)
    periods: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (keep.daily, lambda moment: moment.date()),
        (keep.weekly, lambda moment: moment.isocalendar()[:2]),
        (keep.monthly, lambda moment: (moment.year, moment.month)),
    )
    chosen = {moment for moment in newest_first if newest_first[0] - moment < LAST_DAY}
    for many, period in periods:
        newest: dict[object, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(moment.astimezone(UTC)), moment)
        chosen.update(sorted(newest.values(), reverse=True)[:many])
    return chosen
