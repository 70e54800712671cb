"""What a reader may ask of the matrix: which columns, which statuses, which order, how dense."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

COMPACT, ROOMY = "compact", "roomy"
DENSITIES = [(COMPACT, _("compact")), (ROOMY, _("roomy"))]
BY_STATE, BY_ASSESSED, BY_OWED = "state", "assessed", "owed"
OF_EVERY_STATE = (BY_STATE, BY_ASSESSED, BY_OWED)


@dataclass(frozen=True)
class MatrixOrder:
    """By which column the rows stand, and which way; then always by name."""

    column: str = BY_STATE
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> "MatrixOrder":
        """`16b` or `-16b`, as in the address."""
        return cls(text.removeprefix("-"), text.startswith("-")) if text else cls()

    def is_known(self, codes: Iterable[str]) -> bool:
        """Whether the matrix has this column."""
        return self.column in {*OF_EVERY_STATE, *codes}

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column


@dataclass(frozen=True)
class MatrixOptions:
    """What to draw of the States that the filter left.

    `kept` are the filters of States that the list of obligations understands as well, in its own words;
    `by_name` says that the States were searched, so that only their codes say which they are.
    """

    commitments: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    order: MatrixOrder = MatrixOrder()
    density: str = COMPACT
    kept: tuple[tuple[str, str], ...] = ()
    by_name: bool = False
