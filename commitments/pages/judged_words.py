"""The sentence of each status on the page of a State."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import ngettext_lazy

from commitments.models import Obligation
from commitments.rules.codes import Certainty, Status
from commitments.rules.grave import strongest

JUDGED = {
    Status.FULFILLED: ngettext_lazy(
        "Sources show that %(state)s kept one promise: %(promises)s.",
        "Sources show that %(state)s kept %(count)s promises: %(promises)s.",
        "count",
    ),
    Status.CONTRADICTED: ngettext_lazy(
        "Sources report that %(state)s acted against one promise: %(promises)s.",
        "Sources report that %(state)s acted against %(count)s promises: %(promises)s.",
        "count",
    ),
    Status.OVERDUE: ngettext_lazy(
        "Sources say that %(state)s missed the date of one promise: %(promises)s.",
        "Sources say that %(state)s missed the dates of %(count)s promises: %(promises)s.",
        "count",
    ),
    Status.IN_PROGRESS: ngettext_lazy(
        "Sources show steps towards one promise, and none shows it kept: %(promises)s.",
        "Sources show steps towards %(count)s promises, and none shows them kept: %(promises)s.",
        "count",
    ),
    Status.NOT_STARTED: ngettext_lazy(
        "Sources show that %(state)s has not begun with one promise: %(promises)s.",
        "Sources show that %(state)s has not begun with %(count)s promises: %(promises)s.",
        "count",
    ),
    Status.NO_EVIDENCE: ngettext_lazy(
        "Somebody looked for evidence on one promise and found none: %(promises)s.",
        "Somebody looked for evidence on %(count)s promises and found none: %(promises)s.",
        "count",
    ),
    Status.NOT_APPLICABLE: ngettext_lazy(
        "One duty never arose for %(state)s: %(promises)s.",
        "%(count)s duties never arose for %(state)s: %(promises)s.",
        "count",
    ),
    Status.NOTED: ngettext_lazy(
        "On one promise facts are published that do not say where %(state)s stands.",
        "On %(count)s promises facts are published that do not say where %(state)s stands.",
        "count",
    ),
}
SIGNS_OF_ACTS = ngettext_lazy(
    "Sources report signs that %(state)s acted against one promise: %(promises)s.",
    "Sources report signs that %(state)s acted against %(count)s promises: %(promises)s.",
    "count",
)


def judged_words(status: str, found: Iterable[Obligation]) -> Any:
    """The sentence of a status; signs alone are not told as acts."""
    sure = {strongest(each.grave_findings) for each in found}
    only_signs = status == Status.CONTRADICTED and sure == {Certainty.APPARENT}
    return SIGNS_OF_ACTS if only_signs else JUDGED[Status(status)]
