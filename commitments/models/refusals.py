"""How the models say no: ValidationError, with the reasons in words."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.rules.publication import length_refusals

if TYPE_CHECKING:
    from .reviewed import Reviewed


def refuse(refusals: Iterable[str]) -> None:
    """Raises ValidationError with all the reasons, if there are any."""
    reasons = list(refusals)
    if reasons:
        raise ValidationError(reasons)


def too_long(record: models.Model) -> dict[str, list[str]]:
    """Why its texts are not kept, by field: SQLite keeps any length, and PostgreSQL breaks off."""
    found = {}
    for field in record._meta.concrete_fields:
        text, longest = getattr(record, field.attname), getattr(field, "max_length", None)
        if longest and isinstance(text, str) and len(text) > longest:
            found[field.name] = length_refusals(field.verbose_name, text, longest=longest)
    return found


def empty_text(record: "Reviewed") -> dict[str, list[str]]:
    """Why a record without a text is not kept."""
    return {} if record.text.strip() else {"text": [_("The text is empty.")]}


def reasons_of(refusals: Mapping[str, list[str]]) -> list[str]:
    """The reasons of all fields in one list."""
    return [reason for reasons in refusals.values() for reason in reasons]


class StaleDraft(ValidationError):
    """Somebody saved this draft while it was open here; `stored` is what they left."""

    def __init__(self, stored: "Reviewed") -> None:
        super().__init__(_("Somebody else has saved this draft since you opened it."))
        self.stored = stored
