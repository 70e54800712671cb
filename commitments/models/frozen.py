"""Triggers that keep a published note as it was published, and every history whole, whoever writes.

The verbs refuse first and in words; these are the last line, for a shell, a script or a SQL console.
A CHECK sees one row only, so "never changes" needs a trigger. SQLite drops triggers with the table
that a later migration rebuilds: such a migration calls `install` again (a test notices a missing one).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

NOTE = "commitments_progressnote"
LINK = "commitments_evidencelink"
REPLY = "commitments_reply"
REFUSAL = "published notes and their evidence never change"
PRUNING_REFUSAL = "the history is never pruned"
ALWAYS = "1 = 1"
HISTORIES = (
    "actionplan",
    "assignment",
    "casualtycount",
    "commitment",
    "deadline",
    "evidencelink",
    "membership",
    "obligation",
    "paragraph",
    "plannedaction",
    "progressnote",
    "reply",
    "state",
    "user",
    "user_groups",
)
MARK_COLUMNS = (
    "author_id",
    "created_at",
    "submitted_at",
    "submitted_by_id",
    "published_at",
    "published_by_id",
)
NOTE_COLUMNS = (
    "obligation_id",
    "noted_date",
    "noted_precision",
    "text",
    "status",
    "certainty",
    "disputed_by",
    "dispute",
    "corrects_id",
    *MARK_COLUMNS,
)
REPLY_COLUMNS = ("note_id", "replied_by", "replied_date", "position", "text", "url", *MARK_COLUMNS)


def _conditions(distinct: str) -> dict[str, tuple[str, str, str]]:
    """Each trigger: the table, the event, and when it refuses."""

    def changed(columns: tuple[str, ...]) -> str:
        differences = " OR ".join(f"OLD.{column} {distinct} NEW.{column}" for column in columns)
        return f"OLD.published_at IS NOT NULL AND ({differences})"

    # every name below is a constant of this module, so nothing can be injected
    published = f"EXISTS (SELECT 1 FROM {NOTE} WHERE id = {{row}}.note_id AND published_at IS NOT NULL)"  # noqa: S608  (as said above)
    return {
        "note_is_frozen": (NOTE, "UPDATE", changed(NOTE_COLUMNS)),
        "note_is_kept": (NOTE, "DELETE", "OLD.published_at IS NOT NULL"),
        "reply_is_frozen": (REPLY, "UPDATE", changed(REPLY_COLUMNS)),
        "reply_is_kept": (REPLY, "DELETE", "OLD.published_at IS NOT NULL"),
        "evidence_is_not_added": (LINK, "INSERT", published.format(row="NEW")),
        "evidence_is_not_moved_in": (LINK, "UPDATE", published.format(row="NEW")),
        "evidence_is_frozen": (LINK, "UPDATE", published.format(row="OLD")),
        "evidence_is_kept": (LINK, "DELETE", published.format(row="OLD")),
        **{
            f"history_of_{noun}_is_kept": (f"commitments_historical{noun}", "DELETE", ALWAYS)
            for noun in HISTORIES
        },
    }


def _refusal(condition: str) -> str:
    return PRUNING_REFUSAL if condition == ALWAYS else REFUSAL


def _sqlite_statements(tables: set[str]) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{_refusal(condition)}'); END"
        for name, (table, event, condition) in _conditions("IS NOT").items()
        if table in tables
    ]


def _postgresql_statements(tables: set[str]) -> list[str]:
    statements = []
    for name, (table, event, condition) in _conditions("IS DISTINCT FROM").items():
        if table not in tables:
            continue
        row = "OLD" if event == "DELETE" else "NEW"
        statements += [
            (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} "
                f"THEN RAISE EXCEPTION '{_refusal(condition)}' USING ERRCODE = 'check_violation'; END IF; "
                f"RETURN {row}; END $$"
            ),
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, anew where one stands already."""
    lift(connection)
    # an early migration runs before later tables are there
    tables = set(connection.introspection.table_names())
    build = _postgresql_statements if connection.vendor == "postgresql" else _sqlite_statements
    statements = build(tables)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away; only for a migration that rebuilds a table and a test that empties one."""
    with connection.cursor() as cursor:
        for name, (table, _event, _condition) in _conditions("IS NOT").items():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
