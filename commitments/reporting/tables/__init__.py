"""Which columns a list shows and how each sorts. Every order ends in something unique."""

from .base import ListTable
from .commitments import CommitmentTable
from .deadlines import DeadlineTable
from .evidence import EvidenceTable
from .memberships import MembershipTable
from .obligations import ObligationTable
from .progress import ProgressTable
from .replies import ReplyTable
from .states import StateTable

__all__ = [
    "CommitmentTable",
    "DeadlineTable",
    "EvidenceTable",
    "ListTable",
    "MembershipTable",
    "ObligationTable",
    "ProgressTable",
    "ReplyTable",
    "StateTable",
]
