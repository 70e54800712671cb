"""What is wrong with a file, in words, with row and column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from commitments.models.validation import Refusals

# Reasons by column; those of the whole row stand under the empty name.
Errors = Refusals


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
        parts = {"row": self.row, "column": self.column, "reason": self.reason}
        return _("Row %(row)s, column %(column)s: %(reason)s") % parts


class FileRefused(Exception):
    """Nothing can be taken from this file; `refusals` say why."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = list(refusals)
        super().__init__(" ".join(str(refusal) for refusal in self.refusals))


def errors_of(refused: ValidationError) -> Errors:
    """What a verb of the models refused."""
    by_field = (
        refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
    )
    return {"" if name == NON_FIELD_ERRORS else name: reasons for name, reasons in by_field.items()}


def refusals_of(row: int, errors: Mapping[str, Sequence[object]]) -> tuple[Refusal, ...]:
    """The same of a row, one by one."""
    return tuple(
        Refusal(row, column, str(reason)) for column, reasons in errors.items() for reason in reasons
    )
