"""What the verbs would refuse, asked before anything is saved: permission, the step, twins, completeness."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commitments.models import ProgressNote, User
from commitments.models.review import StaleDraft
from commitments.models.validation import broken_constraints
from commitments.rules.address_reading import address_key
from commitments.rules.codes import Stage
from commitments.rules.publication import content_refusals, is_frozen, step_refusals
from commitments.rules.roles import reach_refusals, write_refusals

from .columns import NOTE, VERSION
from .loader import ImportReach
from .refusals import Errors
from .results import ImportRow, Outcome

OPEN = gettext_noop(
    "A correction of this note is open already, as note %(note)s: change that one, or discard it first."
)


def permission_errors(row: ImportRow, person: User, reach: ImportReach, *, submit: bool) -> Errors:
    """Whether this person may do this to this note; permission first, as it makes the rest pointless.

    A correction is entered and then changed; what is handed to a reviewer is changed too.
    """
    needed = {"change"} if submit or row.outcome != Outcome.NEW else set()
    needed |= set() if row.outcome == Outcome.CHANGED else {"add"}
    permissions = [f"commitments.{action}_progressnote" for action in needed]
    permitted = person.is_active and person.has_perms(permissions)
    states = {row.state_before, row.note.obligation.state_id if row.note.obligation_id else None}
    reached = all(reach.reaches(state) for state in states if state is not None)
    refusals = reach_refusals(reaches=reached) or write_refusals(permitted=permitted)
    if refusals:
        return {NOTE if reached else "state_iso3": [str(refusal) for refusal in refusals]}
    return {} if row.is_new else _step_errors(row)


def _step_errors(row: ImportRow) -> Errors:
    note = row.note
    if row.correction is not None:
        return {NOTE: [_(OPEN) % {"note": row.correction.pk}]}
    if is_frozen(note.stage):
        refusals = [str(refusal) for refusal in step_refusals("correct", note.stage)]
        return {NOTE: refusals} if refusals else {}
    if note.stage == Stage.SUBMITTED:
        try:
            note.refuse_when_locked()
        except ValidationError as refused:
            return {NOTE: refused.messages}
    sent = row.cells.get(VERSION, "")
    return {VERSION: StaleDraft(note).messages} if sent and sent != str(note.version) else {}


def twin_errors(note: ProgressNote, sources: Collection[str]) -> Errors:
    """Why a row without a number must not make a note: one that says the same stands there already.

    The same of the same day from other sources is another note.
    """
    same = ProgressNote.objects.filter(
        obligation=note.obligation_id, noted_date=note.noted_date, text=note.text
    )
    standing = same.exclude(stage__in=[Stage.RETRACTED, Stage.CORRECTED]).prefetch_related("evidence")
    for twin in standing:
        cited = {address_key(link.url) for link in twin.evidence.all() if link.url}
        if not (sources and cited) or cited & set(sources):
            refusal = _(
                "Note %(note)s says the same of the same day already: put its number here to change it."
            )
            return {NOTE: [refusal % {"note": twin.pk}]}
    return {}


def constraint_errors(note: ProgressNote) -> Errors:
    """What the database would refuse of the note; of evidence that is asked beside its cells."""
    broken = broken_constraints(note)
    return {"": broken} if broken else {}


def submission_refusals(row: ImportRow) -> list[str]:
    """Why the note could not be handed to a reviewer as the row says it."""
    note = row.note
    refusals = content_refusals(
        status=note.status, certainty=note.certainty, text=note.text, links=row.evidence.count
    )
    return [str(refusal) for refusal in refusals]
