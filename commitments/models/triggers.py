"""Which rows and columns never change, which follow others, and the SQL of the triggers that enforce it.

The model methods refuse first, with a message; triggers also bind a shell, a script and a SQL console.
A CHECK sees one row only, so "never changes" needs a trigger.

Migrations install the triggers, with the SQL of their day written in, and import nothing from here. To change
what is kept, change the declarations here and write a migration like 0002_triggers.py with the text of `sql`.
A test fails, and prints that text, until the triggers of the database are those declared.

SQLite drops the triggers of a table that it rebuilds, and cannot rebuild a table that a trigger names: a
migration that changes such a table removes all triggers first and installs them again at its end.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalChanges

from commitments.rules.codes import Status
from commitments.rules.membership import STAYS_OVERLAP

from .progress import CONTENT_FIELDS, ProgressNote
from .seal_triggers import SEAL_REFUSAL_WORDS, seal_triggers
from .search_triggers import search_triggers

NOTE = "commitments_progressnote"
LINK = "commitments_evidencelink"
REPLY = "commitments_reply"
DOCUMENT = "commitments_document"
HISTORY_PREFIX = "commitments_historical"
REFUSAL = "published notes and their evidence never change"
DOCUMENT_REFUSAL = "a document never changes: its checksum is its name"
OVERLAP_REFUSAL = "membership_stays_never_overlap"  # the name of the constraint that PostgreSQL has
PRUNING_REFUSAL = "the history is never pruned"
EVIDENCE_REFUSAL = "a published note cites evidence"
# what each of them says to people
REFUSAL_WORDS = {
    REFUSAL: _("What is published never changes; correct it with a new note."),
    OVERLAP_REFUSAL: STAYS_OVERLAP,
    PRUNING_REFUSAL: _("The history is never pruned."),
    DOCUMENT_REFUSAL: _("A document never changes: its checksum is its name."),
    EVIDENCE_REFUSAL: _("Add a piece of evidence before you publish this note."),
    **SEAL_REFUSAL_WORDS,
}
MARK_COLUMNS = (
    "author_id",
    "created_at",
    "submitted_at",
    "submitted_by_id",
    "published_at",
    "published_by_id",
)
NOTE_COLUMNS = (
    *(field.attname for field in ProgressNote._meta.concrete_fields if field.name in CONTENT_FIELDS),
    "corrects_id",
    *MARK_COLUMNS,
)
REPLY_COLUMNS = ("note_id", "replied_by", "replied_date", "position", "text", "url", *MARK_COLUMNS)

SQLITE_TRIGGER = """\
CREATE TRIGGER {name} {moment} {event} ON {table} FOR EACH ROW
WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
POSTGRESQL_TRIGGER = """\
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF {condition}
THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'check_violation'; END IF;
RETURN {row}; END $$

CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW
EXECUTE FUNCTION {name}()"""


class Trigger(NamedTuple):
    """A trigger that refuses one kind of statement on one table."""

    name: str
    table: str
    event: str
    condition: str
    refusal: str = REFUSAL
    moment: str = "BEFORE"


# PostgreSQL has an exclusion constraint, which two simultaneous transactions cannot pass by either.
OVERLAP = """EXISTS (SELECT 1 FROM commitments_membership
    WHERE state_id = NEW.state_id AND id IS NOT NEW.id AND
    entry_into_force_date < COALESCE(NEW.withdrawal_effective_date, '9999-12-31') AND
    NEW.entry_into_force_date < COALESCE(withdrawal_effective_date, '9999-12-31'))"""
STAY_TRIGGERS = [
    # after the statement: what the constraints of the table say comes first, as on PostgreSQL
    Trigger(name, "commitments_membership", event, OVERLAP, OVERLAP_REFUSAL, moment="AFTER")
    for name, event in (
        ("stay_is_entered_beside_others", "INSERT"),
        ("stay_is_changed_beside_others", "UPDATE"),
    )
]
# The key that States are ordered by follows their name, whoever writes it.
SORT_NAMES = {"state_sort_name_is_made": "INSERT", "state_sort_name_is_kept": "UPDATE"}
SQLITE_SORT_NAME = """\
CREATE TRIGGER {name} AFTER {event} ON commitments_state FOR EACH ROW
WHEN NEW.sort_name IS NOT cartagena_fold(NEW.name_en)
BEGIN UPDATE commitments_state SET sort_name = cartagena_fold(NEW.name_en) WHERE id = NEW.id; END"""
POSTGRESQL_SORT_NAME = """\
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
NEW.sort_name := cartagena_fold(NEW.name_en);
RETURN NEW; END $$

CREATE TRIGGER {name} BEFORE {event} ON commitments_state FOR EACH ROW
EXECUTE FUNCTION {name}()"""


def history_tables() -> list[str]:
    """The history tables of all tracked models, in alphabetical order."""
    models = apps.get_app_config("commitments").get_models()
    return sorted(model._meta.db_table for model in models if issubclass(model, HistoricalChanges))


def _evidence_triggers() -> Iterator[Trigger]:
    """What keeps a note from being entered as published, or being published, without evidence."""
    unfounded = (
        f"NEW.published_at IS NOT NULL AND NEW.status <> '{Status.NO_EVIDENCE.value}' AND\n"  # noqa: S608  (constants of this module)
        f"    NOT EXISTS (SELECT 1 FROM {LINK} WHERE note_id = NEW.id)"
    )
    yield Trigger("note_is_entered_with_evidence", NOTE, "INSERT", unfounded, EVIDENCE_REFUSAL)
    yield Trigger(
        "note_is_published_with_evidence",
        NOTE,
        "UPDATE",
        f"OLD.published_at IS NULL AND {unfounded}",
        EVIDENCE_REFUSAL,
    )


def _triggers(distinct: str) -> Iterator[Trigger]:
    """Every trigger; `distinct` is the database's operator for "differs from", with null as a value."""

    def changed(columns: tuple[str, ...]) -> str:
        differences = " OR\n    ".join(f"OLD.{column} {distinct} NEW.{column}" for column in columns)
        return f"OLD.published_at IS NOT NULL AND ({differences})"

    # every name below is a constant of this module, so nothing can be injected
    published = f"EXISTS (SELECT 1 FROM {NOTE} WHERE id = {{row}}.note_id AND published_at IS NOT NULL)"  # noqa: S608  (as said above)
    yield from _evidence_triggers()
    yield Trigger("note_is_frozen", NOTE, "UPDATE", changed(NOTE_COLUMNS))
    yield Trigger("note_is_kept", NOTE, "DELETE", "OLD.published_at IS NOT NULL")
    yield Trigger("reply_is_frozen", REPLY, "UPDATE", changed(REPLY_COLUMNS))
    yield Trigger("reply_is_kept", REPLY, "DELETE", "OLD.published_at IS NOT NULL")
    yield Trigger("evidence_is_not_added", LINK, "INSERT", published.format(row="NEW"))
    yield Trigger("evidence_is_not_moved_in", LINK, "UPDATE", published.format(row="NEW"))
    yield Trigger("evidence_is_frozen", LINK, "UPDATE", published.format(row="OLD"))
    yield Trigger("evidence_is_kept", LINK, "DELETE", published.format(row="OLD"))
    yield Trigger("document_is_frozen", DOCUMENT, "UPDATE", "1 = 1", DOCUMENT_REFUSAL)
    for table in history_tables():
        name = f"history_of_{table.removeprefix(HISTORY_PREFIX)}_is_kept"
        yield Trigger(name, table, "DELETE", "1 = 1", PRUNING_REFUSAL)


def sql(vendor: str) -> str:
    """The statements for "sqlite" or "postgresql", separated by an empty line, to copy into a migration."""
    on_sqlite = vendor == "sqlite"
    template = SQLITE_TRIGGER if on_sqlite else POSTGRESQL_TRIGGER
    refusing = [
        template.format(**trigger._asdict(), row="OLD" if trigger.event == "DELETE" else "NEW")
        for trigger in [
            *_triggers("IS NOT" if on_sqlite else "IS DISTINCT FROM"),
            *(STAY_TRIGGERS if on_sqlite else ()),
        ]
    ]
    template = SQLITE_SORT_NAME if on_sqlite else POSTGRESQL_SORT_NAME
    filling = [template.format(name=name, event=event) for name, event in SORT_NAMES.items()]
    return "\n\n".join([*refusing, *filling, *search_triggers(vendor), *seal_triggers(vendor)])
