"""The SQL of all triggers: those that refuse, those that keep what follows other columns, and the search.

The model methods refuse first, with a message; triggers also bind a shell, a script and a SQL console.
A CHECK sees one row only, so "never changes" needs a trigger.

`kept_records.py` says which rows and columns are kept, `refusing_triggers.py` by which triggers. Migrations
install them, with the SQL of their day written in, and import nothing from here. To change what is kept,
change the declarations and write a migration like 0002_triggers.py with the text of `sql`. A test fails, and
prints that text, until the triggers of the database are those declared.

PostgreSQL empties a table (TRUNCATE) without asking the triggers of rows, so each table has one for that
statement. Its functions look for tables in the schema of the app alone, never among the temporary ones of
whoever is asking.

SQLite drops the triggers of a table that it rebuilds, and cannot rebuild a table that a trigger names: a
migration that changes such a table removes all triggers first and installs them again at its end.
"""

from .kept_records import all_tables
from .refusing_triggers import refusing_triggers
from .seal_triggers import seal_triggers
from .search_triggers import search_triggers
from .trigger_refusals import EMPTYING_REFUSAL

SQLITE_TRIGGER = """\
CREATE TRIGGER {name} {moment} {event} ON {table} FOR EACH ROW
WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
POSTGRESQL_TRIGGER = """\
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
IF {condition}
THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'check_violation'; END IF;
RETURN {row}; END $$

CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW
EXECUTE FUNCTION {name}()"""
EMPTYING = "table_is_never_emptied"
POSTGRESQL_EMPTYING_FUNCTION = f"""\
CREATE FUNCTION {EMPTYING}() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$ BEGIN
RAISE EXCEPTION '{EMPTYING_REFUSAL}' USING ERRCODE = 'check_violation'; END $$"""
POSTGRESQL_EMPTYING_TRIGGER = f"""\
CREATE TRIGGER {EMPTYING} BEFORE TRUNCATE ON {{table}} FOR EACH STATEMENT
EXECUTE FUNCTION {EMPTYING}()"""

# The key that States are ordered by follows their name, whoever writes it.
SORT_NAMES = {"state_sort_name_is_made": "INSERT", "state_sort_name_is_kept": "UPDATE"}
SQLITE_SORT_NAME = """\
CREATE TRIGGER {name} AFTER {event} ON commitments_state FOR EACH ROW
WHEN NEW.sort_name IS NOT cartagena_fold(NEW.name_en)
BEGIN UPDATE commitments_state SET sort_name = cartagena_fold(NEW.name_en) WHERE id = NEW.id; END"""
POSTGRESQL_SORT_NAME = """\
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
NEW.sort_name := cartagena_fold(NEW.name_en);
RETURN NEW; END $$

CREATE TRIGGER {name} BEFORE {event} ON commitments_state FOR EACH ROW
EXECUTE FUNCTION {name}()"""


def sql(vendor: str) -> str:
    """The statements for "sqlite" or "postgresql", separated by an empty line, to copy into a migration."""
    on_sqlite = vendor == "sqlite"
    template = SQLITE_TRIGGER if on_sqlite else POSTGRESQL_TRIGGER
    refusing = [
        template.format(**trigger._asdict(), row="OLD" if trigger.event == "DELETE" else "NEW")
        for trigger in refusing_triggers(vendor)
    ]
    if not on_sqlite:
        refusing.append(POSTGRESQL_EMPTYING_FUNCTION)
        refusing += [POSTGRESQL_EMPTYING_TRIGGER.format(table=table) for table in all_tables()]
    template = SQLITE_SORT_NAME if on_sqlite else POSTGRESQL_SORT_NAME
    filling = [template.format(name=name, event=event) for name, event in SORT_NAMES.items()]
    return "\n\n".join([*refusing, *filling, *search_triggers(vendor), *seal_triggers(vendor)])
