"""When a State is a Party to the Convention, by Articles 17 and 20 and the law of treaties."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .codes import Label

DECLARATION_DATE = date(2009, 12, 4)
FIRST_ENTRY_INTO_FORCE = date(1999, 3, 1)
FORTIETH_DEPOSIT = date(1998, 9, 16)
MONTHS_TO_ENTRY_INTO_FORCE = 6


def is_party_on(day: date, *, entry_into_force: date, withdrawal_effective: date | None) -> bool:
    """Whether a membership in the Convention covers this day.

    A Party is a State for which the treaty is in force (Vienna Convention on the Law of Treaties, Article 2.1
    g), so deposit alone is not enough. On the day a withdrawal takes effect the State is no longer bound
    (Article 20.3).
    """
    return entry_into_force <= day and (withdrawal_effective is None or day < withdrawal_effective)


def entry_into_force_after(consent: date) -> date:
    """The day the Convention enters into force for a State that deposits its instrument on `consent`.

    The first forty instruments: 1 March 1999 (Article 17.1). Every later one: the first day of the
    sixth month after the month of deposit (Article 17.2). Successions may differ, so this is a
    proposal for the person who enters a membership, not a constraint.
    """
    if consent <= FORTIETH_DEPOSIT:
        return FIRST_ENTRY_INTO_FORCE
    months = consent.year * 12 + consent.month - 1 + MONTHS_TO_ENTRY_INTO_FORCE
    return date(months // 12, months % 12 + 1, 1)


def membership_refusals(
    *,
    consent: date,
    entry_into_force: date,
    withdrawal_notified: date | None,
    withdrawal_effective: date | None,
) -> list[str | Promise]:
    """Why these dates cannot be one membership in the Convention; empty if they can.

    Entry into force may be before consent: South Sudan succeeded with effect from its independence.
    """
    refusals: list[str | Promise] = []
    if (withdrawal_notified is None) != (withdrawal_effective is None):
        refusals.append(_("A withdrawal needs both days: notified and effective."))
    if withdrawal_notified and withdrawal_effective and withdrawal_effective <= withdrawal_notified:
        refusals.append(_("A withdrawal takes effect after its notification (Article 20)."))
    if withdrawal_effective and withdrawal_effective <= max(consent, entry_into_force):
        refusals.append(_("A State cannot leave before it has joined."))
    return refusals


# entry into force, and the day from which a withdrawal takes effect
Stay = tuple[date, date | None]
STAYS_OVERLAP = _(
    "Two stays of one State overlap: one ends before the next enters into force, or on that day."
)
ONE_BY_ONE = _("These stays change places. Change one of them, save, and then change the next.")


def stays_overlap(one: Stay, other: Stay) -> bool:
    """Whether some day belongs to both; a stay may begin on the day on which another ends."""
    return one[0] < (other[1] or date.max) and other[0] < (one[1] or date.max)


def overlap_refusals(stays: Sequence[Stay]) -> list[str | Promise]:
    """Why one State cannot have all these stays; empty if it can."""
    return [STAYS_OVERLAP] if any(stays_overlap(*pair) for pair in combinations(stays, 2)) else []


def order_of_changes(stored: Mapping[int, Stay], wanted: Mapping[int, Stay]) -> list[int] | None:
    """In which order to change stays so that no two overlap in between; None if there is no such order.

    Both are by the key of the stay; `wanted` may leave some out, which stay as they are.
    """
    now, left, order = dict(stored), dict(wanted), []
    while left:
        free = [
            key
            for key, stay in left.items()
            if not any(stays_overlap(stay, each) for other, each in now.items() if other != key)
        ]
        if not free:
            return None
        order.append(free[0])
        now[free[0]] = left.pop(free[0])
    return order


def label_on(day: date, stays: list[Stay]) -> Label:
    """A State's relation to the Declaration on a day.

    `stays` are (entry into force, effective withdrawal or None), one for each membership. The 156 States that
    were Parties on 4 December 2009 made the Declaration; later joiners took on the Convention.
    """

    def covers(moment: date) -> bool:
        return any(is_party_on(moment, entry_into_force=a, withdrawal_effective=b) for a, b in stays)

    if covers(day):
        return Label.DECLARED_2009 if covers(DECLARATION_DATE) else Label.JOINED_AFTER
    return Label.LEFT if any(until is not None and until <= day for _since, until in stays) else Label.OUTSIDE
