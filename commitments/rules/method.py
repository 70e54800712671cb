"""Changes of our own method that make counts jump, so that readers do not attribute them to the States.

`fixtures/README.md` and the methodology page give the full reasons.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MethodChange:
    """Something that begins or ends on a day in how findings are gathered. Without codes it affects all."""

    day: date
    text: str | Promise
    codes: frozenset[str] = frozenset()


METHOD_CHANGES = (
    MethodChange(
        date(2010, 12, 8),
        _(
            "17: votes in the General Assembly are read from that of 8 December 2010 on. A vote sets no"
            " status, so most States go from “not assessed” to “noted” at once."
        ),
        frozenset({"17"}),
    ),
    MethodChange(
        date(2024, 12, 3),
        _("17: the vote of 2024 is the last one read. Later ones were not found."),
        frozenset({"17"}),
    ),
    MethodChange(
        date(2026, 2, 21),
        _("After 20 February 2026 little was found. What the States did since may be missing."),
    ),
)


def method_changes(*, after: date, by: date, codes: Collection[str]) -> list[MethodChange]:
    """Those between two days that affect any of these commitments, the earliest first."""
    return [
        change
        for change in METHOD_CHANGES
        if after < change.day <= by and (not change.codes or not change.codes.isdisjoint(codes))
    ]
