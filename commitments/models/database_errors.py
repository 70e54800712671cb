"""What the database has refused, in the words of its constraints and triggers."""

import re
from functools import cache
from typing import Any

from django.apps import apps
from django.db import DataError, IntegrityError
from django.db.models import UniqueConstraint
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .trigger_refusals import REFUSAL_WORDS

Words = str | Promise

TOO_LARGE = _("A value is longer or larger than can be kept.")
UNKNOWN = _("Something that must always be true would not be true any more.")
# by the SQLSTATE of PostgreSQL, and by how SQLite begins its message
KINDS: dict[str, Words] = {
    "23505": _("Another record holds this value already, and it may stand only once."),
    "23503": _("It refers to something that is not there any more, or something still refers to it."),
    "23502": _("A value is missing."),
}
SQLITE_KINDS = {"UNIQUE": "23505", "FOREIGN KEY": "23503", "NOT NULL": "23502"}
FAILED = re.compile(r"(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (.+))?")


def reason_of(error: DataError | IntegrityError) -> Words:
    """Why the database refused a statement: the sentence of the constraint or trigger, never its name."""
    if isinstance(error, DataError):
        return TOO_LARGE
    name, kind = _refused_by(error)
    return _sentences().get(name) or KINDS.get(kind) or UNKNOWN


def _refused_by(error: IntegrityError) -> tuple[str, str]:
    """The name of the constraint (for SQLite its columns) or the text of the trigger, and the SQLSTATE."""
    told: Any = getattr(error.__cause__, "diag", None)
    if told is not None:
        return told.constraint_name or told.message_primary or "", told.sqlstate or ""
    failed = FAILED.match(str(error))
    if failed is None:
        return str(error), ""
    return failed[2] or "", SQLITE_KINDS.get(failed[1], "")


@cache
def _sentences() -> dict[str, Words]:
    found: dict[str, Words] = dict(REFUSAL_WORDS)
    for model in apps.get_app_config("commitments").get_models():
        columns = {
            field.name: f"{model._meta.db_table}.{field.column}" for field in model._meta.concrete_fields
        }
        for constraint in model._meta.constraints:
            words = constraint.violation_error_message or UNKNOWN
            found[constraint.name] = words
            if isinstance(constraint, UniqueConstraint):
                found[", ".join(columns[name] for name in constraint.fields)] = words
    return found
