"""The desk of the office: forms and lists over the models, whose verbs decide."""

from .assignments import AssignmentAdmin
from .declaration import CommitmentAdmin, ParagraphAdmin
from .obligations import DeadlineAdmin, ObligationAdmin
from .people import PersonAdmin
from .progress import ProgressNoteAdmin
from .replies import ReplyAdmin
from .states import StateAdmin

__all__ = [
    "AssignmentAdmin",
    "CommitmentAdmin",
    "DeadlineAdmin",
    "ObligationAdmin",
    "ParagraphAdmin",
    "PersonAdmin",
    "ProgressNoteAdmin",
    "ReplyAdmin",
    "StateAdmin",
]
