"""The desk of the office: forms and lists over the models, whose verbs decide."""

from .assignments import AssignmentAdmin
from .declaration import CommitmentAdmin, ParagraphAdmin
from .links import LinkCheckAdmin
from .notes.admin import ProgressNoteAdmin
from .obligations import DeadlineAdmin, ObligationAdmin
from .people import PersonAdmin
from .references import ActionPlanAdmin, CasualtyCountAdmin, PlannedActionAdmin
from .replies import ReplyAdmin
from .states import StateAdmin

__all__ = [
    "ActionPlanAdmin",
    "AssignmentAdmin",
    "CasualtyCountAdmin",
    "CommitmentAdmin",
    "DeadlineAdmin",
    "LinkCheckAdmin",
    "ObligationAdmin",
    "ParagraphAdmin",
    "PersonAdmin",
    "PlannedActionAdmin",
    "ProgressNoteAdmin",
    "ReplyAdmin",
    "StateAdmin",
]
