"""Finds sources by their archive and number, and makes the index of PostgreSQL fast for words that many records have.

The name of a document is not searched: it may say who gave it. On PostgreSQL the beginnings of words become words of an
index of their own, so that nothing is gathered from all words that begin alike.
"""

import re

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION cartagena_beginnings(words text) RETURNS tsvector LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE AS $beginnings$ SELECT array_to_tsvector(COALESCE(array_agg(part), '{}')) FROM (
SELECT word AS part FROM unnest(string_to_array(words, ' ')) AS word WHERE word <> '' UNION ALL
SELECT '<' || left(word, letters) FROM unnest(string_to_array(words, ' ')) AS word,
generate_series(1, least(length(word), 12)) AS letters WHERE left(word, 1) <> '=') AS parts $beginnings$
"""
WITH_BEGINNINGS = """
ALTER TABLE {table} ADD COLUMN beginnings tsvector GENERATED ALWAYS AS (cartagena_beginnings(words)) STORED

CREATE INDEX {table}_beginnings ON {table} USING gin (beginnings) WITH (fastupdate = off)

DROP INDEX {table}_vector
"""
WITHOUT_BEGINNINGS = """
ALTER TABLE {table} DROP COLUMN beginnings

CREATE INDEX {table}_vector ON {table} USING gin (vector) WITH (fastupdate = off)
"""
SQLITE = """
CREATE TRIGGER note_words_are_made AFTER INSERT ON commitments_progressnote FOR EACH ROW
BEGIN INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.id;
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.note_id = NEW.id; END

CREATE TRIGGER note_words_are_kept AFTER UPDATE OF noted_date, text, obligation_id ON commitments_progressnote FOR EACH ROW
BEGIN DELETE FROM commitments_notewords WHERE rowid = COALESCE((CAST(julianday(OLD.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + OLD.id;
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.id;
DELETE FROM commitments_evidencewords WHERE rowid IN (SELECT COALESCE((CAST(julianday(published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + id FROM commitments_evidencelink WHERE note_id = NEW.id);
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.note_id = NEW.id; END

CREATE TRIGGER evidence_words_are_made AFTER INSERT ON commitments_evidencelink FOR EACH ROW
BEGIN INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.id = NEW.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((CAST(julianday(noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + id FROM commitments_progressnote WHERE id = NEW.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.note_id; END

CREATE TRIGGER evidence_words_are_kept AFTER UPDATE OF title, publisher, archive, archive_number, published_date, note_id ON commitments_evidencelink FOR EACH ROW
BEGIN DELETE FROM commitments_evidencewords WHERE rowid = COALESCE((CAST(julianday(OLD.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + OLD.id;
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.id = NEW.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((CAST(julianday(noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + id FROM commitments_progressnote WHERE id = NEW.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.note_id; END

CREATE TRIGGER evidence_words_go AFTER DELETE ON commitments_evidencelink FOR EACH ROW
BEGIN DELETE FROM commitments_evidencewords WHERE rowid = COALESCE((CAST(julianday(OLD.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + OLD.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((CAST(julianday(noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + id FROM commitments_progressnote WHERE id = OLD.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = OLD.note_id; END
"""

POSTGRESQL = """
CREATE FUNCTION note_words_are_made() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.id;
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.note_id = NEW.id;
RETURN NULL; END $$

CREATE TRIGGER note_words_are_made AFTER INSERT ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_words_are_made()

CREATE FUNCTION note_words_are_kept() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
DELETE FROM commitments_notewords WHERE rowid = COALESCE((OLD.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + OLD.id;
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.id;
DELETE FROM commitments_evidencewords WHERE rowid IN (SELECT COALESCE((published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + id FROM commitments_evidencelink WHERE note_id = NEW.id);
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.note_id = NEW.id;
RETURN NULL; END $$

CREATE TRIGGER note_words_are_kept AFTER UPDATE OF noted_date, text, obligation_id ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_words_are_kept()

CREATE FUNCTION evidence_words_are_made() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.id = NEW.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + id FROM commitments_progressnote WHERE id = NEW.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.note_id;
RETURN NULL; END $$

CREATE TRIGGER evidence_words_are_made AFTER INSERT ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_words_are_made()

CREATE FUNCTION evidence_words_are_kept() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
DELETE FROM commitments_evidencewords WHERE rowid = COALESCE((OLD.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + OLD.id;
INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.id = NEW.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + id FROM commitments_progressnote WHERE id = NEW.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = NEW.note_id;
RETURN NULL; END $$

CREATE TRIGGER evidence_words_are_kept AFTER UPDATE OF title, publisher, archive, archive_number, published_date, note_id ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_words_are_kept()

CREATE FUNCTION evidence_words_go() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
DELETE FROM commitments_evidencewords WHERE rowid = COALESCE((OLD.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + OLD.id;
DELETE FROM commitments_notewords WHERE rowid = (SELECT COALESCE((noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + id FROM commitments_progressnote WHERE id = OLD.note_id);
INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id = OLD.note_id;
RETURN NULL; END $$

CREATE TRIGGER evidence_words_go AFTER DELETE ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_words_go()
"""
NAMES = re.findall(r"CREATE TRIGGER (\w+)", SQLITE)
TABLES = ("commitments_notewords", "commitments_evidencewords")
# the words of sources in archives, and of the notes that cite them, are entered again
AGAIN = {
    "sqlite": (
        """DELETE FROM commitments_evidencewords WHERE rowid IN (SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.archive <> '')""",
        """INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((CAST(julianday(e.published_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.archive <> ''""",
        """DELETE FROM commitments_notewords WHERE rowid IN (SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id FROM commitments_progressnote n WHERE n.id IN (SELECT note_id FROM commitments_evidencelink WHERE archive <> ''))""",
        """INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((CAST(julianday(n.noted_date) - 1721425.5 AS INTEGER)), 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT group_concat(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id IN (SELECT note_id FROM commitments_evidencelink WHERE archive <> '')""",
    ),
    "postgresql": (
        """DELETE FROM commitments_evidencewords WHERE rowid IN (SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.archive <> '')""",
        """INSERT INTO commitments_evidencewords (rowid, words) SELECT COALESCE((e.published_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + e.id, cartagena_words(e.title || ' ' || e.publisher || ' ' || e.archive || ' ' || e.archive_number) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id)) FROM commitments_evidencelink e WHERE (SELECT obligation_id FROM commitments_progressnote WHERE id = e.note_id) IS NOT NULL AND e.archive <> ''""",
        """DELETE FROM commitments_notewords WHERE rowid IN (SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id FROM commitments_progressnote n WHERE n.id IN (SELECT note_id FROM commitments_evidencelink WHERE archive <> ''))""",
        """INSERT INTO commitments_notewords (rowid, words) SELECT COALESCE((n.noted_date - DATE '0001-01-01')::bigint, 0) * 4294967296 + n.id, cartagena_words(n.text || ' ' || COALESCE((SELECT string_agg(title || ' ' || publisher || ' ' || archive || ' ' || archive_number, ' ') FROM commitments_evidencelink WHERE note_id = n.id), '')) || (SELECT '=s' || state_id || ' =c' || commitment_id || ' ' FROM commitments_obligation WHERE id = n.obligation_id) FROM commitments_progressnote n WHERE n.id IN (SELECT note_id FROM commitments_evidencelink WHERE archive <> '')""",
    ),
}


def run(schema_editor, text):
    for statement in text.strip().split("\n\n"):
        schema_editor.execute(" ".join(statement.split()), params=None)


def index_beginnings(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(" ".join(FUNCTION.split()), params=None)
        for table in TABLES:
            run(schema_editor, WITH_BEGINNINGS.format(table=table))


def index_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            run(schema_editor, WITHOUT_BEGINNINGS.format(table=table))
        schema_editor.execute("DROP FUNCTION cartagena_beginnings(text)")


def install(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in NAMES:
        # a trigger of PostgreSQL goes with its function
        schema_editor.execute(
            f"DROP FUNCTION IF EXISTS {name}() CASCADE" if on_postgresql else f"DROP TRIGGER IF EXISTS {name}"
        )
    run(schema_editor, POSTGRESQL if on_postgresql else SQLITE)


def enter_again(apps, schema_editor):
    for statement in AGAIN[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0020_search_by_words")]
    operations = [
        migrations.RunPython(enter_again, migrations.RunPython.noop),
        migrations.RunPython(index_beginnings, index_words),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
