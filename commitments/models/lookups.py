"""The lookup `folded_contains`: a search that finds the same on SQLite and PostgreSQL.

Both databases get a function `cartagena_fold` that does what `rules.folds.fold` does: SQLite calls Python,
PostgreSQL has it in SQL, made from the same table. Whoever changes that table writes a migration that calls
`install` again and rebuilds the indexes.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, Lookup, TextField
from django.db.models.lookups import Contains

from commitments.rules.text_search import EARLY, LETTERS, MARKS, PAIRS, fold

FUNCTION = "cartagena_fold"
# Collations that know the cases of all letters whatever the cluster speaks, the best first.
COLLATIONS = ("und-x-icu", "pg_c_utf8", "C.utf8", "C.UTF-8", "en_US.utf8")
PROBE = ("ÉЯΩԱ", "éяωա")
LAST_CHARACTER = 0x1FFFF
PLAIN_LOWER = 'lower(words COLLATE pg_catalog."C")'
GRAVE = {"`": LETTERS["`"]}


class Folded(Func):
    """A text as a search compares it."""

    function = FUNCTION
    arity = 1
    output_field = TextField()


@CharField.register_lookup
@TextField.register_lookup
class FoldedContains(Lookup):
    """`name_en__folded_contains="cote"` finds Côte d'Ivoire; % and _ are ordinary characters."""

    lookup_name = "folded_contains"

    def get_prep_lookup(self) -> str:
        """The words are folded here, because folding can bring forth a % that has to be escaped."""
        return fold(str(self.rhs))

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        """What `contains` makes of two folded texts."""
        return compiler.compile(Contains(Folded(self.lhs), self.rhs))


def _fold_or_null(text: object) -> str | None:
    return None if text is None else fold(str(text))


def teach_sqlite(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Every connection to SQLite learns the function as it opens."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, _fold_or_null, deterministic=True)


connection_created.connect(teach_sqlite, dispatch_uid=FUNCTION)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _cases() -> tuple[str, str]:
    """Every capital letter that has a small one, and the small ones, for a server that knows neither."""
    letters = [chr(code) for code in range(LAST_CHARACTER) if not 0xD800 <= code <= 0xDFFF]
    pairs = [(one, one.lower()) for one in letters if one.lower() != one and len(one.lower()) == 1]
    return "".join(large for large, _small in pairs), "".join(small for _large, small in pairs)


def _lower(cursor: Any, text: str) -> str:
    """SQL for the small letters: by a collation that knows them, or by a table of all letters."""
    for name in COLLATIONS:
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = %s AND collencoding IN (-1, 6)", [name])
        if not cursor.fetchone():
            continue
        cursor.execute(f'SELECT lower(%s COLLATE pg_catalog."{name}")', [PROBE[0]])
        if cursor.fetchone()[0] == PROBE[1]:
            return f'lower({text} COLLATE pg_catalog."{name}")'
    large, small = _cases()
    return f"translate({text}, {_literal(large)}, {_literal(small)})"


def _translated(text: str, letters: dict[str, str]) -> str:
    return f"translate({text}, {_literal(''.join(letters))}, {_literal(''.join(letters.values()))})"


def fold_in_sql(cursor: Any, text: str) -> str:
    """The expression that folds this SQL expression, on the server at hand."""
    marks = "".join(f"\\u{first:04X}-\\u{last:04X}" for first, last in MARKS)
    decomposed = f"normalize({_translated(text, EARLY)}, NFKD)"
    bare = f"regexp_replace({decomposed}, '[{marks}]', '', 'g')"
    folded = _translated(_lower(cursor, bare), LETTERS)
    for letter, pair in PAIRS.items():
        folded = f"replace({folded}, {_literal(letter)}, {_literal(pair)})"
    return folded


def install(connection: BaseDatabaseWrapper) -> None:
    """Give PostgreSQL the function, anew where it stands already; SQLite needs nothing kept."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # in plpgsql, because the planner takes a function in SQL apart and then overlooks the index over it;
        # plain English goes a short way, which is much quicker
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {FUNCTION}(words text) RETURNS text LANGUAGE plpgsql "
            "IMMUTABLE STRICT PARALLEL SAFE AS $fold$ BEGIN "
            "IF octet_length(words) = char_length(words) THEN "
            f"RETURN {_translated(PLAIN_LOWER, GRAVE)}; END IF; "
            f"RETURN {fold_in_sql(cursor, 'words')}; END $fold$"
        )


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the function away, and the indexes over it with it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}(text) CASCADE")
