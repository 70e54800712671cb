"""What is stored, what must always be true of it, and the verbs that change it."""

from .commitment import Commitment, Paragraph
from .deadline import Deadline
from .evidence import EvidenceLink
from .obligation import Obligation
from .people import Assignment, User
from .progress import ProgressNote
from .reminder import Reminder
from .reply import Reply
from .state import Membership, State

__all__ = [
    "Assignment",
    "Commitment",
    "Deadline",
    "EvidenceLink",
    "Membership",
    "Obligation",
    "Paragraph",
    "ProgressNote",
    "Reminder",
    "Reply",
    "State",
    "User",
]
