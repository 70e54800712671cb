"""Gives PostgreSQL the function that a search compares texts by, and the indexes over it.

SQLite needs nothing kept: every connection learns the function as it opens. The indexes need the extension pg_trgm,
which comes with the server and which the owner of a database may add since PostgreSQL 13. Where it cannot be added
the search finds the same and reads every row. States and commitments have no index: they are so few that the
planner would pass it over.
"""

import sys

from django.db import DatabaseError, migrations, transaction

# Marks that a search leaves out, as a class of a regular expression.
MARKS = (
    r"\u00AD-\u00AD\u0300-\u036F\u0483-\u0487\u0591-\u05BD\u05BF-\u05BF\u05C1-\u05C2\u05C4-\u05C5\u05C7-\u05C7"
    r"\u0610-\u061A\u061C-\u061C\u0640-\u0640\u064B-\u065F\u0670-\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7-\u06E8"
    r"\u06EA-\u06ED\u1AB0-\u1ABD\u1DC0-\u1DFF\u200B-\u200F\u202A-\u202E\u2060-\u2060\u2066-\u2069\u20D0-\u20DC"
    r"\uFE00-\uFE0F\uFE20-\uFE2F\uFEFF-\uFEFF"
)
WITHOUT_MARKS = f"regexp_replace(normalize(translate(words, '´', ''''), NFKD), '[{MARKS}]', '', 'g')"
# In plpgsql, because the planner takes a function in SQL apart and then overlooks the index over it;
# plain English goes a short way, which is much quicker.
FUNCTION = (
    "CREATE OR REPLACE FUNCTION cartagena_fold(words text) RETURNS text LANGUAGE plpgsql "
    "IMMUTABLE STRICT PARALLEL SAFE AS $fold$ BEGIN "
    "IF octet_length(words) = char_length(words) THEN "
    """RETURN translate(lower(words COLLATE pg_catalog."C"), '`', ''''); END IF; """
    "RETURN replace(replace(replace(replace(translate({small}, "
    "'‘’‚‛‹›`ʹʻʼʽˈ′“”„‟«»‐‒–—―−ςıȷøłđðħŧ', "
    "'''''''''''''''''''''''''''\"\"\"\"\"\"------σijolddht'), "
    "'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'); END $fold$"
)
# Collations that know the cases of all letters whatever the cluster speaks, the best first.
COLLATIONS = ("und-x-icu", "pg_c_utf8", "C.utf8", "C.UTF-8", "en_US.utf8")
PROBE = ("ÉЯΩԱ", "éяωա")
LAST_CHARACTER = 0x1FFFF

INDEXES = """
CREATE INDEX commitments_progressnote_text_folded ON commitments_progressnote
USING gin (cartagena_fold(text) gin_trgm_ops) WITH (fastupdate = off)

CREATE INDEX commitments_evidencelink_title_folded ON commitments_evidencelink
USING gin (cartagena_fold(title) gin_trgm_ops) WITH (fastupdate = off)

CREATE INDEX commitments_evidencelink_publisher_folded ON commitments_evidencelink
USING gin (cartagena_fold(publisher) gin_trgm_ops) WITH (fastupdate = off)
"""
WITHOUT_INDEX = (
    "The extension pg_trgm could not be added to this database, so searches read every row: the pages are "
    "the same, only slower. To mend it, let the owner of the database or a superuser run "
    "CREATE EXTENSION pg_trgm; and then migrate back to 0003 and forward again.\n"
)


def table_of_cases():
    """Every capital letter that has a small one, and the small ones, for a server that knows neither."""
    letters = [chr(code) for code in range(LAST_CHARACTER) if not 0xD800 <= code <= 0xDFFF]
    pairs = [(one, one.lower()) for one in letters if one.lower() != one and len(one.lower()) == 1]
    return "".join(large for large, _small in pairs), "".join(small for _large, small in pairs)


def small_letters(cursor):
    """SQL for the small letters: by a collation that knows them, or by a table of all letters."""
    for name in COLLATIONS:
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = %s AND collencoding IN (-1, 6)", [name])
        if not cursor.fetchone():
            continue
        cursor.execute(f'SELECT lower(%s COLLATE pg_catalog."{name}")', [PROBE[0]])
        if cursor.fetchone()[0] == PROBE[1]:
            return f'lower({WITHOUT_MARKS} COLLATE pg_catalog."{name}")'
    large, small = table_of_cases()
    return f"translate({WITHOUT_MARKS}, '{large}', '{small}')"


def make_function(connection):
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION.format(small=small_letters(cursor)))


def add_trigrams(connection):
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        sys.stderr.write(WITHOUT_INDEX)
        return False
    return True


def install(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    make_function(connection)
    if add_trigrams(connection):
        # without fastupdate, or the planner takes the list of what a load of thousands left pending
        # for a slow index, and reads every row instead
        for statement in INDEXES.strip().split("\n\n"):
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # its indexes go with it
        schema_editor.execute("DROP FUNCTION IF EXISTS cartagena_fold(text) CASCADE")


class Migration(migrations.Migration):
    replaces = [("commitments", "0010_search")]
    dependencies = [("commitments", "0003_roles")]
    operations = [migrations.RunPython(install, remove)]
