"""Indexes the words of findings and of their sources, so that a search finds the beginnings of words.

PostgreSQL gets the function that takes a text apart as `rules.text_search.search_text` does, and a table with a column
that GIN indexes; the indexes over letters inside words go. SQLite gets two tables of FTS5, whose own words are all that
stands between blanks. Triggers keep both, whoever writes; what is there already is entered here.
"""

import re

from django.db import migrations, models

# What parts words, as a class of a regular expression.
SEPARATORS = (
    r"\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4-\u00B4\u00B6-\u00B8\u00B"
    r"B-\u00BB\u00BF-\u00BF\u00D7-\u00D7\u00F7-\u00F7\u055A-\u055F\u05BE-\u05BE\u05C0-\u05C0\u05C3-\u0"
    r"5C3\u05F3-\u05F4\u0609-\u060D\u061B-\u061F\u066A-\u066D\u06D4-\u06D4\u0964-\u0965\u2000-\u206F\u"
    r"20A0-\u20CF\u2190-\u2BFF\u3000-\u3003\u3008-\u3020\u30FB-\u30FB\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-"
    r"\uFF40\uFF5B-\uFF65"
)
FUNCTION = f"""
CREATE OR REPLACE FUNCTION cartagena_words(words text) RETURNS text LANGUAGE plpgsql
IMMUTABLE STRICT PARALLEL SAFE AS $words$ DECLARE folded text := cartagena_fold(words); BEGIN
RETURN ' ' || COALESCE((SELECT string_agg(word, ' ' ORDER BY word COLLATE "C") FROM (
SELECT DISTINCT left(regexp_replace(part, '^ال(?=..)', ''), 60) AS word FROM regexp_split_to_table(
folded || ' ' || regexp_replace(folded, '[-''.]', '', 'g'), '[{SEPARATORS}]+') AS part WHERE part <> '') AS found), '')
|| ' '; END $words$
"""
SQLITE = """
CREATE TRIGGER note_words_are_made AFTER INSERT ON commitments_progressnote FOR EACH ROW
BEGIN INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.id; END

CREATE TRIGGER note_words_are_kept AFTER UPDATE OF noted_date, text, obligation_id ON commitments_progressnote FOR EACH ROW
BEGIN DELETE FROM commitments_notewords WHERE rowid = COALESCE((CAST(julianday(OLD.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + OLD.id;
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.id;
DELETE FROM commitments_evidencewords WHERE rowid IN (SELECT COALESCE((CAST(julianday(published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + id FROM commitments_evidencelink WHERE note_id = NEW.id);
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.note_id = NEW.id; END

CREATE TRIGGER note_words_go AFTER DELETE ON commitments_progressnote FOR EACH ROW
BEGIN DELETE FROM commitments_notewords WHERE rowid = COALESCE((CAST(julianday(OLD.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + OLD.id; END

CREATE TRIGGER evidence_words_are_made AFTER INSERT ON commitments_evidencelink FOR EACH ROW
BEGIN INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.id = NEW.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((CAST(julianday(noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + id FROM commitments_progressnote WHERE id = NEW.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.note_id; END

CREATE TRIGGER evidence_words_are_kept AFTER UPDATE OF title, publisher, published_date, note_id ON commitments_evidencelink FOR EACH ROW
BEGIN DELETE FROM commitments_evidencewords WHERE rowid = COALESCE((CAST(julianday(OLD.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + OLD.id;
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.id = NEW.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((CAST(julianday(noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + id FROM commitments_progressnote WHERE id = NEW.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.note_id; END

CREATE TRIGGER evidence_words_go AFTER DELETE ON commitments_evidencelink FOR EACH ROW
BEGIN DELETE FROM commitments_evidencewords WHERE rowid = COALESCE((CAST(julianday(OLD.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + OLD.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((CAST(julianday(noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + id FROM commitments_progressnote WHERE id = OLD.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = OLD.note_id; END
"""

POSTGRESQL = """
CREATE FUNCTION note_words_are_made() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.id;
RETURN NULL; END $$

CREATE TRIGGER note_words_are_made AFTER INSERT ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_words_are_made()

CREATE FUNCTION note_words_are_kept() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
DELETE FROM commitments_notewords WHERE rowid = COALESCE((OLD.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + OLD.id;
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.id;
DELETE FROM commitments_evidencewords WHERE rowid IN (SELECT COALESCE((published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + id FROM commitments_evidencelink WHERE note_id = NEW.id);
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.note_id = NEW.id;
RETURN NULL; END $$

CREATE TRIGGER note_words_are_kept AFTER UPDATE OF noted_date, text, obligation_id ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_words_are_kept()

CREATE FUNCTION note_words_go() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
DELETE FROM commitments_notewords WHERE rowid = COALESCE((OLD.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + OLD.id;
RETURN NULL; END $$

CREATE TRIGGER note_words_go AFTER DELETE ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_words_go()

CREATE FUNCTION evidence_words_are_made() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.id = NEW.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + id FROM commitments_progressnote WHERE id = NEW.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.note_id;
RETURN NULL; END $$

CREATE TRIGGER evidence_words_are_made AFTER INSERT ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_words_are_made()

CREATE FUNCTION evidence_words_are_kept() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
DELETE FROM commitments_evidencewords WHERE rowid = COALESCE((OLD.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + OLD.id;
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.id = NEW.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + id FROM commitments_progressnote WHERE id = NEW.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.note_id;
RETURN NULL; END $$

CREATE TRIGGER evidence_words_are_kept AFTER UPDATE OF title, publisher, published_date, note_id ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_words_are_kept()

CREATE FUNCTION evidence_words_go() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
DELETE FROM commitments_evidencewords WHERE rowid = COALESCE((OLD.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + OLD.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + id FROM commitments_progressnote WHERE id = OLD.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = OLD.note_id;
RETURN NULL; END $$

CREATE TRIGGER evidence_words_go AFTER DELETE ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_words_go()
"""
NAMES = re.findall(r"CREATE TRIGGER (\w+)", SQLITE)
TABLES = ("commitments_notewords", "commitments_evidencewords")
SQLITE_TABLE = """
CREATE VIRTUAL TABLE {table} USING fts5(words, detail=none, prefix='1 2 3 4 5 6 7 8 9 10 11 12',
tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'")
"""
POSTGRESQL_TABLE = """
CREATE TABLE {table} (rowid bigint PRIMARY KEY, words text NOT NULL, vector tsvector GENERATED ALWAYS AS
(array_to_tsvector(array_remove(string_to_array(words, ' '), ''))) STORED)

CREATE INDEX {table}_vector ON {table} USING gin (vector) WITH (fastupdate = off)
"""
FILL = {
    "sqlite": (
        """INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE 1 = 1""",
        """INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND 1 = 1""",
    ),
    "postgresql": (
        """INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE 1 = 1""",
        """INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND 1 = 1""",
    ),
}
OLD_INDEXES = (
    "commitments_progressnote_text_folded",
    "commitments_evidencelink_title_folded",
    "commitments_evidencelink_publisher_folded",
)


def run(schema_editor, text):
    for statement in text.strip().split("\n\n"):
        schema_editor.execute(" ".join(statement.split()), params=None)


def remove(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in NAMES:
        # a trigger of PostgreSQL goes with its function
        schema_editor.execute(
            f"DROP FUNCTION IF EXISTS {name}() CASCADE" if on_postgresql else f"DROP TRIGGER IF EXISTS {name}"
        )


def install(apps, schema_editor):
    remove(apps, schema_editor)
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def make_tables(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(" ".join(FUNCTION.split()), params=None)
        for index in OLD_INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {index}")
    for table in TABLES:
        run(schema_editor, (POSTGRESQL_TABLE if vendor == "postgresql" else SQLITE_TABLE).format(table=table))


def fill(apps, schema_editor):
    for statement in FILL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_tables(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS cartagena_words(text)")


def words_of(name, one, many):
    fields = [
        ("number", models.BigIntegerField(db_column="rowid", primary_key=True, serialize=False)),
        ("words", models.TextField()),
    ]
    return migrations.CreateModel(name, fields, options={"verbose_name": one, "verbose_name_plural": many})


class Migration(migrations.Migration):
    dependencies = [("commitments", "0019_publication_needs_evidence")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make_tables, drop_tables)],
            state_operations=[
                words_of("NoteWords", "words of a note", "words of notes"),
                words_of("EvidenceWords", "words of a source", "words of sources"),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
