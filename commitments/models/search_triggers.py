"""The triggers that keep the words of notes and sources in the index, whoever writes them.

The tables are those of `models/search_words.py`. Nothing but constants of this module enters a statement.
"""

# ruff: noqa: S608  (as said above)

NOTE, LINK = "commitments_progressnote", "commitments_evidencelink"
NOTE_WORDS, LINK_WORDS = "commitments_notewords", "commitments_evidencewords"

# what differs: the number of a day, and how texts of several rows are joined
DAYS = {
    "sqlite": "(CAST(julianday({day}) - 1721425.5 AS INTEGER))",
    "postgresql": "({day} - DATE '0001-01-01')::bigint",
}
JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}
# what of a source is searched; the name of a document says at times who gave it
SOUGHT = ("title", "publisher", "archive", "archive_number")
# By its key alone and not by a join: PostgreSQL plans a function once for a session, perhaps while the tables
# are empty, and may then read all of them for each row of a large load.
MARKS = "(SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = {})"


def _texts(row: str = "") -> str:
    return " || ' ' || ".join(f"{row}{column}" for column in SOUGHT)


def _number(vendor: str, day: str, record: str) -> str:
    return f"COALESCE({DAYS[vendor].format(day=day)}, 0) * 4294967296 + {record}"


def fill_notes(vendor: str, which: str = "1 = 1") -> str:
    """The statement that enters these notes, `n`, in the index."""
    sources = f"(SELECT {JOINED[vendor]}({_texts()}, ' ') FROM {LINK} WHERE note_id = n.id)"
    return (
        f"INSERT INTO {NOTE_WORDS} (rowid, words) SELECT {_number(vendor, 'n.noted_date', 'n.id')}, "
        f"cartagena_words(n.text || ' ' || COALESCE({sources}, '')) || {MARKS.format('n.obligation_id')} "
        f"FROM {NOTE} n WHERE {which}"
    )


def fill_evidence(vendor: str, which: str = "1 = 1") -> str:
    """The statement that enters these sources, `e`, in the index; not those whose note is not there yet."""
    obligation = f"(SELECT obligation_id FROM {NOTE} WHERE id = e.note_id)"
    return (
        f"INSERT INTO {LINK_WORDS} (rowid, words) SELECT {_number(vendor, 'e.published_date', 'e.id')}, "
        f"cartagena_words({_texts('e.')}) || {MARKS.format(obligation)} FROM {LINK} e "
        f"WHERE {obligation} IS NOT NULL AND {which}"
    )


def _leave(vendor: str, table: str, day: str) -> str:
    """The old row leaves the index."""
    return f"DELETE FROM {table} WHERE rowid = {_number(vendor, f'OLD.{day}', 'OLD.id')}"


def _note_again(vendor: str, row: str) -> list[str]:
    """The note of a source is entered again."""
    number = f"(SELECT {_number(vendor, 'noted_date', 'id')} FROM {NOTE} WHERE id = {row}.note_id)"
    return [f"DELETE FROM {NOTE_WORDS} WHERE rowid = {number}", fill_notes(vendor, f"n.id = {row}.note_id")]


def _sources_again(vendor: str) -> list[str]:
    """The sources of a note are entered again: they bear the marks of its obligation."""
    numbers = f"(SELECT {_number(vendor, 'published_date', 'id')} FROM {LINK} WHERE note_id = NEW.id)"
    return [f"DELETE FROM {LINK_WORDS} WHERE rowid IN {numbers}", fill_evidence(vendor, "e.note_id = NEW.id")]


def _steps(vendor: str) -> dict[str, tuple[str, str, list[str]]]:
    """By the name of each trigger its event, its table and what it does."""
    old_note, old_link = (
        _leave(vendor, NOTE_WORDS, "noted_date"),
        _leave(vendor, LINK_WORDS, "published_date"),
    )
    new_note, new_link = fill_notes(vendor, "n.id = NEW.id"), fill_evidence(vendor, "e.id = NEW.id")
    note_again, changed_note = _note_again(vendor, "NEW"), [old_note, new_note, *_sources_again(vendor)]
    of_a_note, of_a_link = "noted_date, text, obligation_id", f"{', '.join(SOUGHT)}, published_date, note_id"
    return {
        "note_words_are_made": ("INSERT", NOTE, [new_note, fill_evidence(vendor, "e.note_id = NEW.id")]),
        "note_words_are_kept": (f"UPDATE OF {of_a_note}", NOTE, changed_note),
        "note_words_go": ("DELETE", NOTE, [old_note]),
        "evidence_words_are_made": ("INSERT", LINK, [new_link, *note_again]),
        "evidence_words_are_kept": (f"UPDATE OF {of_a_link}", LINK, [old_link, new_link, *note_again]),
        "evidence_words_go": ("DELETE", LINK, [old_link, *_note_again(vendor, "OLD")]),
    }


SQLITE_TRIGGER = """\
CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW
BEGIN {steps}; END"""
# for the same reason by indexes, which a plan of empty tables leaves aside
POSTGRESQL_TRIGGER = """\
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET search_path = public, pg_temp AS $$ BEGIN
{steps};
RETURN NULL; END $$

CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW
EXECUTE FUNCTION {name}()"""


def search_triggers(vendor: str) -> list[str]:
    """The statements that make them, for "sqlite" or "postgresql"."""
    template = SQLITE_TRIGGER if vendor == "sqlite" else POSTGRESQL_TRIGGER
    return [
        template.format(name=name, event=event, table=table, steps=";\n".join(steps))
        for name, (event, table, steps) in _steps(vendor).items()
    ]
