"""By which text each trigger refuses, and what that says to people."""

from django.utils.translation import gettext_lazy as _

from commitments.rules.membership import STAYS_OVERLAP

from .people import KEPT
from .seal_triggers import SEAL_REFUSAL_WORDS

REFUSAL = "published notes and their evidence never change"
DOCUMENT_REFUSAL = "a document never changes: its checksum is its name"
OVERLAP_REFUSAL = "membership_stays_never_overlap"  # the name of the constraint that PostgreSQL has
PRUNING_REFUSAL = "the history is never pruned"
REWRITING_REFUSAL = "the history is never rewritten"
EVIDENCE_REFUSAL = "a published note cites evidence"
STEP_REFUSAL = "what was corrected or retracted stays so"
EARLY_REFUSAL = "nothing is corrected or retracted before it was published"
CORRECTION_REFUSAL = "a note is corrected by another note"
IDENTITY_REFUSAL = "what a record is known by and belongs to never changes"
BEARING_REFUSAL = "findings or evidence hang on this record"
PERSON_REFUSAL = "people are never deleted"
REPLACEMENT_REFUSAL = "a kept record is never replaced"
CORRECTED_ONCE = "note_is_corrected_once"  # the name of the unique constraint
EMPTYING_REFUSAL = "tables are never emptied"
# what each of them says to people; the constraints have their own sentences
REFUSAL_WORDS = {
    REFUSAL: _("What is published never changes; correct it with a new note."),
    OVERLAP_REFUSAL: STAYS_OVERLAP,
    PRUNING_REFUSAL: _("The history is never pruned."),
    REWRITING_REFUSAL: _("The history never changes."),
    DOCUMENT_REFUSAL: _("A document never changes: its checksum is its name."),
    EVIDENCE_REFUSAL: _("Add a piece of evidence before you publish this note."),
    STEP_REFUSAL: _("What was corrected or retracted stays so, with its day, its person and its reason."),
    EARLY_REFUSAL: _("Nothing is corrected or retracted before it was published."),
    CORRECTION_REFUSAL: _("A note is corrected by another note, which has to be there first."),
    IDENTITY_REFUSAL: _("What a record is known by, and what it belongs to, never changes."),
    BEARING_REFUSAL: _("Published findings or evidence hang on it, so it is never deleted."),
    PERSON_REFUSAL: KEPT,
    REPLACEMENT_REFUSAL: _("Another record holds this value already, and it may stand only once."),
    EMPTYING_REFUSAL: _("The tables of this site are never emptied."),
    **SEAL_REFUSAL_WORDS,
}
