"""The lookup `search_text`: a search with the same results on SQLite and PostgreSQL.

Both databases have the functions `cartagena_fold` and `cartagena_words`, which do what `fold` and
`search_text` of `rules.text_search` do: SQLite calls Python, PostgreSQL got them as SQL from the migrations
0004_search and 0020_search_by_words. Whoever changes the tables of that rule writes a migration that replaces
the functions, fills the index and makes every sort key anew (a test fails until both fold alike).
"""

from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, TextField, Transform

from commitments.rules.text_search import fold, search_text

FUNCTION, WORDS_FUNCTION = "cartagena_fold", "cartagena_words"
TEXTS_KEPT, MAX_KEPT_LENGTH = 8_192, 300  # titles and names, which every word of a query asks about


class Folded(Func):
    """A text as search compares it."""

    function = FUNCTION
    arity = 1
    output_field = TextField()


class SortText(Folded):
    """A text as names are ordered by it: the same on both databases, whatever language they sort for."""

    def as_postgresql(
        self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Compared character by character, as SQLite does."""
        sql, parameters = self.as_sql(compiler, connection, **context)
        return f'{sql} COLLATE "C"', parameters


@CharField.register_lookup
@TextField.register_lookup
class SearchText(Transform):
    """The words of a text as search compares them: `title__search_text__contains=" mine"`."""

    lookup_name = "search_text"
    function = WORDS_FUNCTION
    output_field = TextField()


def _fold_or_null(text: object) -> str | None:
    return None if text is None else fold(str(text))


_kept_words = lru_cache(TEXTS_KEPT)(search_text)


def _words_or_null(text: object) -> str | None:
    if text is None:
        return None
    told = str(text)
    return _kept_words(told) if len(told) <= MAX_KEPT_LENGTH else search_text(told)


def teach_sqlite(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Registers the functions on every new connection to SQLite."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, _fold_or_null, deterministic=True)
        connection.connection.create_function(WORDS_FUNCTION, 1, _words_or_null, deterministic=True)


connection_created.connect(teach_sqlite, dispatch_uid=FUNCTION)
