"""How the models refuse: ValidationError, with reasons for people."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, models
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


class TableChecks(NamedTuple):
    """The checks of one table as a question: their SQL over values in the place of the columns."""

    question: str
    fields: Sequence[models.Field]
    constraints: Sequence[models.CheckConstraint]


def broken_constraints(record: models.Model) -> list[str | Promise]:
    """Why the database would refuse this record, without storing it: each check that does not hold.

    Asked in the SQL of the constraints themselves, in one query, so that a preview says what saving would.
    """
    asked = _checks_of(type(record), connection.vendor)
    if not asked.constraints:
        return []
    values = [field.get_db_prep_save(getattr(record, field.attname), connection) for field in asked.fields]
    with connection.cursor() as cursor:
        cursor.execute(asked.question, values)
        held = cursor.fetchone()
    checked = zip(asked.constraints, held, strict=True)
    return [constraint.violation_error_message or "" for constraint, holds in checked if not holds]


@cache
def _checks_of(model: type[models.Model], vendor: str) -> TableChecks:
    constraints = [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]
    editor, quote = connection.schema_editor(collect_sql=True), connection.ops.quote_name
    checks = [str(each.constraint_sql(model, editor)).partition(" CHECK ")[2] for each in constraints]
    columns = {quote(str(field.column)): field for field in model._meta.concrete_fields}
    named = {column: field for column, field in columns.items() if column in "".join(checks)}
    values = ", ".join(f"{_typed(field, vendor)} AS {column}" for column, field in named.items())
    # a comparison with NULL is neither true nor false, and a check lets it pass
    asked = ", ".join(f"COALESCE({sql}, TRUE)" for sql in checks).replace("%", "%%")
    return TableChecks(f"SELECT {asked} FROM (SELECT {values}) AS one", [*named.values()], constraints)  # noqa: S608  (our own names)


def _typed(field: models.Field, vendor: str) -> str:
    # without its length, for a cast would cut a text off; SQLite keeps what it is given
    kind = (field.db_type(connection) or "").partition("(")[0]
    return f"CAST(%s AS {kind})" if vendor == "postgresql" else "%s"
