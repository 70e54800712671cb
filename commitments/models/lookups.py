"""The lookup `folded_contains`: a search with the same results on SQLite and PostgreSQL.

Both databases have a function `cartagena_fold` that does what `rules.text_search.fold` does: SQLite calls
Python, PostgreSQL got it as SQL from the migration 0004_search. Whoever changes the table of that rule writes
a migration that replaces the function, rebuilds the indexes and makes every sort key anew (a test fails until
both fold alike).
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, Lookup, TextField
from django.db.models.lookups import Contains

from commitments.rules.text_search import fold

FUNCTION = "cartagena_fold"


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
class FoldedContains(Lookup):
    """`name_en__folded_contains="cote"` finds Côte d'Ivoire; % and _ are ordinary characters."""

    lookup_name = "folded_contains"

    def get_prep_lookup(self) -> str:
        """Folded here, because folding can produce a % that must be escaped."""
        return fold(str(self.rhs))

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The SQL of `contains` for two folded texts."""
        return compiler.compile(Contains(Folded(self.lhs), self.rhs))


def _fold_or_null(text: object) -> str | None:
    return None if text is None else fold(str(text))


def teach_sqlite(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Registers the function on every new connection to SQLite."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, _fold_or_null, deterministic=True)


connection_created.connect(teach_sqlite, dispatch_uid=FUNCTION)
