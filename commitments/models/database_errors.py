"""What the database has refused, in the words of its constraints and triggers, and when it cannot answer."""

import errno
import re
import sqlite3
from functools import cache
from typing import Any

from django.apps import apps
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from django.db.models import UniqueConstraint
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.outages import AWAY, LOCKED, NO_ROOM, TOO_LONG, UNPREPARED, Outage

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
# by how a SQLSTATE begins: https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRESQL_OUTAGES = {
    "08": AWAY,  # the connection failed
    "25006": AWAY,  # a standby that only reads
    "40": LOCKED,  # rolled back in favour of another transaction
    "42703": UNPREPARED,  # a column that a migration has still to bring
    "42P01": UNPREPARED,  # a table, likewise
    "53100": NO_ROOM,
    "53": AWAY,  # no memory, or no connection left
    "55P03": LOCKED,
    "57014": TOO_LONG,
    "57": AWAY,  # shutting down, or starting
    "58": AWAY,  # its disk or its system failed
}
SQLITE_OUTAGES = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_INTERRUPT: TOO_LONG,
    sqlite3.SQLITE_FULL: NO_ROOM,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_IOERR: AWAY,
    sqlite3.SQLITE_READONLY: AWAY,
    sqlite3.SQLITE_CORRUPT: AWAY,
    sqlite3.SQLITE_NOTADB: AWAY,
}
PRIMARY_CODE = 0xFF  # the rest of an SQLite code says more exactly what failed
FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})
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


def outage_of(error: BaseException | None) -> Outage | None:
    """Why nothing could be asked or written; None where the fault is in the question, and so in the code."""
    if isinstance(error, OSError):
        return NO_ROOM if error.errno in FULL_DISK else None
    if not isinstance(error, (DatabaseError, InterfaceError)):
        return None
    cause: Any = error.__cause__
    if isinstance(cause, sqlite3.Error):
        if str(cause).startswith(("no such table", "no such column")):
            return UNPREPARED
        return SQLITE_OUTAGES.get(getattr(cause, "sqlite_errorcode", 0) & PRIMARY_CODE)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # said by the driver and not by the server: there was none
        return AWAY if isinstance(error, (OperationalError, InterfaceError)) else None
    return next((outage for start, outage in POSTGRESQL_OUTAGES.items() if state.startswith(start)), None)
