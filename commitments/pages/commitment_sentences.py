"""What the page of a commitment says first: who kept it, what stands against it, what is not known.

Each sentence counts obligations and leads to exactly those; a status that no State has is not spoken of.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from commitments.lists.filter_fields import YES
from commitments.models import Obligation
from commitments.rules.clocks import Clocks
from commitments.rules.codes import DeadlineState, Status
from commitments.rules.membership import DECLARATION_DATE
from commitments.rules.tally import OUTSIDE_DENOMINATOR

from .sentences import PageSentence

KEPT = ngettext_lazy(
    "%(count)s State is shown to have kept this promise.",
    "%(count)s States are shown to have kept this promise.",
    "count",
)
KEPT_BEFORE = ngettext_lazy(
    "%(count)s of them had done so already when the Declaration was adopted.",
    "%(count)s of them had done so already when the Declaration was adopted.",
    "count",
)
UNDER_WAY = ngettext_lazy(
    "%(count)s State is shown to have taken steps towards it.",
    "%(count)s States are shown to have taken steps towards it.",
    "count",
)
BY_VOTE = ngettext_lazy(
    "For %(count)s of these the sign is a vote.", "For %(count)s of these the sign is a vote.", "count"
)
DEADLINE_PASSED = ngettext_lazy(
    "%(count)s of these is past the last deadline known here, and no later one is known.",
    "%(count)s of these are past the last deadline known here, and no later one is known.",
    "count",
)
OF_STATUS = {
    Status.CONTRADICTED: ngettext_lazy(
        "For %(count)s State, a source reports an act against it or signs of one.",
        "For %(count)s States, a source reports an act against it or signs of one.",
        "count",
    ),
    Status.OVERDUE: ngettext_lazy(
        "%(count)s State missed a deadline, as a source says.",
        "%(count)s States missed a deadline, as a source says.",
        "count",
    ),
    Status.NOT_STARTED: ngettext_lazy(
        "%(count)s State has not begun, as a source says.",
        "%(count)s States have not begun, as a source says.",
        "count",
    ),
    Status.NO_EVIDENCE: ngettext_lazy(
        "On %(count)s State we looked and found nothing that shows it.",
        "On %(count)s States we looked and found nothing that shows it.",
        "count",
    ),
}
DISPUTED = ngettext_lazy(
    "On %(count)s State, what was found is disputed.",
    "On %(count)s States, what was found is disputed.",
    "count",
)
UNJUDGED = {
    Status.NOT_APPLICABLE: ngettext_lazy(
        "For %(count)s State, the duty never arose.", "For %(count)s States, the duty never arose.", "count"
    ),
    Status.NOTED: ngettext_lazy(
        "On %(count)s State, facts are noted that do not say where it stands.",
        "On %(count)s States, facts are noted that do not say where they stand.",
        "count",
    ),
    Status.NOT_ASSESSED: ngettext_lazy(
        "On %(count)s State, nothing is published here; that says nothing about it.",
        "On %(count)s States, nothing is published here; that says nothing about them.",
        "count",
    ),
}


class CommitmentSentences:
    """The sentences on one commitment, from its obligations; needs `as_read` and `by_vote`."""

    def __init__(self, code: str, obligations: Iterable[Obligation], clocks: Clocks) -> None:
        self.code, self.obligations, self.clocks = code, list(obligations), clocks

    def all(self) -> list[PageSentence]:
        """What was kept and is under way, then what stands against it, then what is not known."""
        if all(each.status == Status.NOT_BOUND for each in self.obligations):
            nobody = _("No State was bound by the Convention on this day.")
            return [PageSentence(nobody, self._address())]
        return [*self._kept(), *self._under_way(), *self._against(), *self._of_statuses(UNJUDGED)]

    def _kept(self) -> Iterator[PageSentence]:
        kept = {"status": Status.FULFILLED.value}
        yield from self._counted(KEPT, lambda each: True, **kept)
        if not self._count(lambda each: each.status == Status.FULFILLED):
            if any(each.status not in {*OUTSIDE_DENOMINATOR, *UNJUDGED} for each in self.obligations):
                yield PageSentence(_("No source here shows that a State has kept it."), self._address(**kept))
        elif self.clocks.day >= DECLARATION_DATE:
            day = DECLARATION_DATE.isoformat()
            yield from self._counted(KEPT_BEFORE, _was_kept_before, **kept, first_found_by=day)

    def _under_way(self) -> Iterator[PageSentence]:
        begun = {"status": Status.IN_PROGRESS.value}
        passed = DeadlineState.PASSED.value
        yield from self._counted(UNDER_WAY, lambda each: True, **begun)
        yield from self._counted(BY_VOTE, lambda each: each.by_vote, **begun, by_vote=YES)
        yield from self._counted(
            DEADLINE_PASSED, lambda each: each.deadline_state == passed, **begun, deadline=passed
        )

    def _against(self) -> Iterator[PageSentence]:
        yield from self._of_statuses(OF_STATUS)
        yield from self._counted(DISPUTED, lambda each: each.is_disputed, disputed=YES)

    def _of_statuses(self, words: Mapping[Status, Promise]) -> Iterator[PageSentence]:
        for status, message in words.items():
            yield from self._counted(message, lambda each: True, status=status.value)

    def _counted(
        self, message: Promise, counts: Callable[[Obligation], bool], **query: str
    ) -> Iterator[PageSentence]:
        """The sentence on the obligations that count, of the status in the query if there is one."""
        asked = query.get("status")
        count = self._count(lambda each: (not asked or each.status == asked) and counts(each))
        if count:
            yield PageSentence(message % {"count": count}, self._address(**query), str(count))

    def _count(self, counts: Callable[[Obligation], bool]) -> int:
        return sum(1 for each in self.obligations if counts(each))

    def _address(self, **query: str) -> str:
        return self.clocks.keep(reverse("obligations_list"), commitment=self.code, **query)


def _was_kept_before(obligation: Obligation) -> bool:
    return obligation.since_date is not None and obligation.since_date <= DECLARATION_DATE
