"""What a reader may ask of a list. The names are the public query string: renaming one breaks links."""

from .base import StrictFilterSet
from .commitments import CommitmentFilter
from .deadlines import DeadlineFilter
from .evidence import EvidenceFilter
from .matrix import MatrixFilter
from .memberships import MembershipFilter
from .obligations import ObligationFilter
from .progress import ProgressFilter
from .replies import ReplyFilter
from .states import StateFilter

__all__ = [
    "CommitmentFilter",
    "DeadlineFilter",
    "EvidenceFilter",
    "MatrixFilter",
    "MembershipFilter",
    "ObligationFilter",
    "ProgressFilter",
    "ReplyFilter",
    "StateFilter",
    "StrictFilterSet",
]
