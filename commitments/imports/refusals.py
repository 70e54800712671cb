"""What is wrong with a file, in words, with row and column."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Refusal:
    """One reason; `row` as a spreadsheet numbers it, None for the whole file; `column` may be empty."""

    row: int | None
    column: str
    reason: str

    def __str__(self) -> str:
        if self.row is None:
            return self.reason
        if not self.column:
            return _("Row %(row)s: %(reason)s") % {"row": self.row, "reason": self.reason}
        told = {"row": self.row, "column": self.column, "reason": self.reason}
        return _("Row %(row)s, column %(column)s: %(reason)s") % told


class FileRefused(Exception):
    """Nothing can be taken from this file; `refusals` say why."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = list(refusals)
        super().__init__(" ".join(str(refusal) for refusal in self.refusals))
