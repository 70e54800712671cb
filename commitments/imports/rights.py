"""Whether this person may do this to this note: the rules of the verbs, asked before anything is done."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commitments.models import User
from commitments.models.review import StaleDraft
from commitments.rules.codes import Stage
from commitments.rules.publication import is_frozen, step_refusals
from commitments.rules.roles import reach_refusals, write_refusals

from .block import Reach
from .columns import NOTE, VERSION
from .entries import Outcome
from .work import Errors, Work

OPEN = gettext_noop(
    "A correction of this note is open already, as note %(note)s: change that one, or discard it first."
)


def right_errors(work: Work, person: User, reach: Reach) -> Errors:
    """Why the verbs will refuse, by column; permission first, as it makes the rest pointless."""
    action = "change" if work.outcome == Outcome.CHANGED else "add"
    permitted = person.is_active and person.has_perm(f"commitments.{action}_progressnote")
    states = {work.obligation.state_id} if work.obligation else set()
    if work.stored:
        states.add(work.state_before)
    reached = all(reach.reaches(state) for state in states)
    refusals = reach_refusals(reaches=reached) or write_refusals(permitted=permitted)
    if refusals:
        return {"state_iso3" if not reached else NOTE: refusals}
    return _step_errors(work) if work.stored else {}


def _step_errors(work: Work) -> Errors:
    if work.open_correction is not None:
        return {NOTE: [_(OPEN) % {"note": work.open_correction.pk}]}
    if is_frozen(work.note.stage):
        refusals = step_refusals("correct", work.note.stage)
        return {NOTE: refusals} if refusals else {}
    if work.note.stage == Stage.SUBMITTED:
        try:
            work.note.refuse_when_locked()
        except ValidationError as refused:
            return {NOTE: refused.messages}
    sent = work.row.get(VERSION, "")
    if sent and sent != str(work.note.version):
        return {VERSION: StaleDraft(work.note).messages}
    return {}
