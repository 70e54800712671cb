"""How many States can be read side by side."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_COMPARED = 4


def compare_refusals(codes: Sequence[str]) -> list[str]:
    """Why these States cannot stand side by side; empty when they can."""
    refusals = [
        _("state: %(code)s is named more than once.") % {"code": code}
        for code, times in Counter(codes).items()
        if times > 1
    ]
    if len(set(codes)) > MOST_COMPARED:
        message = ngettext(
            "state: %(asked)s States are asked for; at most %(most)s fits side by side.",
            "state: %(asked)s States are asked for; at most %(most)s fit side by side.",
            MOST_COMPARED,
        )
        refusals.append(message % {"asked": len(set(codes)), "most": MOST_COMPARED})
    return refusals
