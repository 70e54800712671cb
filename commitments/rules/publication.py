"""The stages from draft to publication, and who may take which step."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .codes import UNPUBLISHED_STAGES, Stage, Status
from .status import contradicts_on_hearsay

MIN_WORDS_ON_WHERE_WAS_LOOKED = 5
ONLY_ALLEGED = _("An allegation does not contradict a promise: log it without a status.")

STEPS = {
    "submit": (Stage.DRAFT, Stage.RETURNED),
    "publish": (Stage.SUBMITTED,),
    "return_to_author": (Stage.SUBMITTED,),
    "retract": (Stage.PUBLISHED,),
    "correct": (Stage.PUBLISHED,),
}

OUT_OF_STEP = {
    "submit": _("Only a draft or a returned note can be submitted."),
    "publish": _("Only a submitted note can be published; submit it first."),
    "return_to_author": _("Only a submitted note can be returned to its author."),
    "retract": _("Only a published note can be retracted."),
    "correct": _("Only a published note can be corrected."),
}


def step_refusals(verb: str, stage: str) -> list[str | Promise]:
    """Why this step cannot be taken for a note in this stage."""
    return [] if stage in STEPS[verb] else [OUT_OF_STEP[verb]]


def content_refusals(*, status: str, certainty: str, text: str, links: int) -> list[str | Promise]:
    """Why a note with this content must not be published (`links`: how many pieces of evidence it has).

    Rule 1 of the design: every published note cites evidence, whether it sets a status or not. Only “no
    evidence found” may have none to cite, and its text says where was looked.
    """
    refusals: list[str | Promise] = []
    if not links and status != Status.NO_EVIDENCE:
        refusals.append(_("Add a piece of evidence before you publish this note."))
    if status == Status.NO_EVIDENCE and len(text.split()) < MIN_WORDS_ON_WHERE_WAS_LOOKED:
        refusals.append(_("Say in the text where you looked for evidence."))
    if contradicts_on_hearsay(status, certainty):
        refusals.append(ONLY_ALLEGED)
    return refusals


def length_refusals(name: str | Promise, text: str, *, longest: int) -> list[str | Promise]:
    """Why this text is too long: readers, and PostgreSQL, accept a limited length."""
    if len(text) <= longest:
        return []
    refusal = _("“%(name)s” is too long: %(length)s characters, and %(longest)s fit.")
    return [refusal % {"name": name, "length": len(text), "longest": longest}]


def finding_refusals(
    *, status: str, certainty: str, disputed_by: str, dispute: str
) -> dict[str, list[str | Promise]]:
    """Why not even a draft can be saved with these values, by field."""
    refusals: dict[str, list[str | Promise]] = {}
    if contradicts_on_hearsay(status, certainty):
        refusals["status"] = [ONLY_ALLEGED]
    if dispute and not disputed_by:
        refusals["disputed_by"] = [_("Say who disputes the finding.")]
    if disputed_by and not dispute:
        refusals["dispute"] = [_("Say what is disputed.")]
    return refusals


def publisher_refusals(*, own: bool, permitted: bool, self_publication: bool) -> list[str | Promise]:
    """Why this person must not publish this note.

    `own`: they wrote or submitted it. `self_publication`: the site has a single member of staff and says so
    in public.
    """
    if not permitted:
        return [_("You do not have the permission to publish notes.")]
    if own and not self_publication:
        return [_("Nobody publishes their own note: ask a second person to review it.")]
    return []


def reply_refusals(*, note_stage: str) -> list[str | Promise]:
    """Why a reply must not be published: the note it answers has not been published."""
    return [] if is_frozen(note_stage) else [_("The note it answers has not been published.")]


def is_frozen(stage: str) -> bool:
    """Whether the content can never change again: from publication on."""
    return stage not in UNPUBLISHED_STAGES


def is_locked_for_author(stage: str) -> bool:
    """Whether the author cannot edit the content: under review, or published."""
    return stage not in {Stage.DRAFT, Stage.RETURNED}
