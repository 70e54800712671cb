"""How the models refuse: ValidationError, with reasons for people."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise

from commitments.rules.publication import length_refusals

# why a record is refused, by field
Refusals = dict[str, Sequence[str | Promise]]


def refuse(refusals: Iterable[str | Promise]) -> None:
    """Raises ValidationError with all the reasons, if there are any."""
    reasons = list(refusals)
    if reasons:
        raise ValidationError(reasons)


def too_long(record: models.Model) -> Refusals:
    """Errors for texts that are too long, by field: SQLite stores any length, PostgreSQL fails."""
    found: Refusals = {}
    for field in record._meta.concrete_fields:
        text, longest = getattr(record, field.attname), getattr(field, "max_length", None)
        if longest and isinstance(text, str) and len(text) > longest:
            found[field.name] = length_refusals(field.verbose_name, text, longest=longest)
    return found


def reasons_of(refusals: Refusals) -> list[str | Promise]:
    """The reasons of all fields in one list."""
    return [reason for reasons in refusals.values() for reason in reasons]
