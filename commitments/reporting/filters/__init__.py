"""What a reader may ask of a list. The names are the public query string: renaming one breaks links."""

from .base import StrictFilterSet
from .evidence import EvidenceFilter
from .matrix import MatrixFilter
from .obligations import ObligationFilter
from .progress import ProgressFilter
from .states import StateFilter

__all__ = [
    "EvidenceFilter",
    "MatrixFilter",
    "ObligationFilter",
    "ProgressFilter",
    "StateFilter",
    "StrictFilterSet",
]
