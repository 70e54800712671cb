"""The models, their constraints, and the methods that change them."""

from . import checks, lookups  # noqa: F401  (what they register is there as soon as models are)
from .commitment import Commitment, Paragraph
from .contribution import Contribution
from .deadline import Deadline
from .document import Document
from .evidence import EvidenceLink
from .instrument import Instrument, InstrumentMembership
from .link_check import LinkCheck
from .meeting import Meeting
from .membership import Membership
from .obligation import Obligation
from .other_name import OtherName
from .people import Assignment, User
from .progress import ProgressNote
from .reference import ActionPlan, CasualtyCount, PlannedAction
from .reminder import Reminder
from .reply import Reply
from .seal import Seal
from .search_words import EvidenceWords, NoteWords
from .state import State
from .state_casualties import StateCasualtyCount

__all__ = [
    "ActionPlan",
    "Assignment",
    "CasualtyCount",
    "Commitment",
    "Contribution",
    "Deadline",
    "Document",
    "EvidenceLink",
    "EvidenceWords",
    "Instrument",
    "InstrumentMembership",
    "LinkCheck",
    "Meeting",
    "Membership",
    "NoteWords",
    "Obligation",
    "OtherName",
    "Paragraph",
    "PlannedAction",
    "ProgressNote",
    "Reminder",
    "Reply",
    "Seal",
    "State",
    "StateCasualtyCount",
    "User",
]
