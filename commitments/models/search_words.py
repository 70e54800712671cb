"""The words of findings and of their sources, indexed by the database: FTS5 on SQLite, GIN on PostgreSQL.

Triggers (`models/search_triggers.py`) keep both tables, whoever writes. They hold drafts too: whoever asks
them narrows what is found to what the reader may see.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from commitments.rules.search_index import (
    RECORDS_A_DAY,
    IndexedWord,
    postgresql_queries,
    postgresql_query,
    sqlite_query,
)

ROWS_AT_ONCE = 1_001  # one more than a page counts
ROWS_LOOKED_AT = 3_000  # on PostgreSQL, before GIN is asked
FURTHER, MANY_MARKS = 4, 50  # so many times more, where they promise enough
OTHER_PLANS = "SELECT set_config('enable_seqscan', %s, true) || set_config('enable_indexscan', %s, true)"


class WordsQuerySet(models.QuerySet):
    def found(self, words: Sequence[IndexedWord]) -> RawSQL:
        """The keys of the records that hold every word, to filter by."""
        condition, queries = self._condition(words)
        sql = f"SELECT rowid & {RECORDS_A_DAY - 1} FROM {self._table} WHERE {condition}"  # noqa: S608  (constants)
        return RawSQL(sql, queries)  # noqa: S611  (what was typed is a parameter)

    def newest(self, words: Sequence[IndexedWord], *, before: int) -> Iterator[list[int]]:
        """Their numbers in the index below `before`, the newest first, in lists of `ROWS_AT_ONCE`."""
        numbers = [before]
        while numbers:
            numbers = self._numbers(words, numbers[-1])
            if numbers:
                yield numbers
            if len(numbers) < ROWS_AT_ONCE:
                return

    @property
    def _table(self) -> str:
        return self.model._meta.db_table

    def _condition(self, words: Sequence[IndexedWord]) -> tuple[str, list[str]]:
        if connection.vendor == "postgresql":
            queries = postgresql_queries(words)
            return " AND ".join(["beginnings @@ %s::tsquery"] * len(queries)), queries
        return f"{self._table} MATCH %s", [sqlite_query(words)]

    def _numbers(self, words: Sequence[IndexedWord], before: int) -> list[int]:
        """The next `ROWS_AT_ONCE` of the index, the newest first: the order in which FTS5 finds them."""
        if connection.vendor == "postgresql":
            return self._among_newest(words, before) or self._by_gin(words, before)
        condition, queries = self._condition(words)
        sql = f"SELECT rowid FROM {self._table} WHERE {condition} AND rowid < %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608  (constants)
        return _first_column(sql, [*queries, before, ROWS_AT_ONCE])

    def _among_newest(self, words: Sequence[IndexedWord], before: int) -> list[int]:
        """`ROWS_AT_ONCE` of the newest rows, if so many are soon found: words that many records have.

        Looks further where a word means many States, whose marks GIN would compare one by one.
        """
        newest = f"SELECT rowid, vector FROM {self._table} WHERE rowid < %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608  (constants)
        sql = (
            f"SELECT rowid FROM ({newest}) AS newest WHERE vector @@ %s::tsquery ORDER BY rowid DESC LIMIT %s"  # noqa: S608  (constants)
        )
        found = _first_column(sql, [before, ROWS_LOOKED_AT, postgresql_query(words), ROWS_AT_ONCE])
        has_many_marks = any(len(word.whole) > MANY_MARKS for word in words)
        if has_many_marks and ROWS_AT_ONCE / FURTHER <= len(found) < ROWS_AT_ONCE:
            further = ROWS_LOOKED_AT * FURTHER
            found = _first_column(sql, [before, further, postgresql_query(words), ROWS_AT_ONCE])
        return found if len(found) == ROWS_AT_ONCE else []

    def _by_gin(self, words: Sequence[IndexedWord], before: int) -> list[int]:
        """Those that GIN finds, without the choice of the planner.

        It cannot tell words that are rare together from those that many records have.
        """
        condition, queries = self._condition(words)
        sql = (
            f"SELECT rowid FROM {self._table} WHERE {condition} AND rowid + 0 < %s "  # noqa: S608  (constants)
            "ORDER BY rowid + 0 DESC LIMIT %s"
        )
        with transaction.atomic():
            _first_column(OTHER_PLANS, ["off", "off"])
            numbers = _first_column(sql, [*queries, before, ROWS_AT_ONCE])
            _first_column(OTHER_PLANS, ["on", "on"])
        return numbers


def among(keys: list[int]) -> list[int] | RawSQL:
    """These keys to filter by: PostgreSQL reads an array sooner than as many values."""
    if connection.vendor != "postgresql":
        return keys
    return RawSQL("SELECT unnest(%s::bigint[])", [keys])


def _first_column(sql: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [value for (value,) in cursor.fetchall()]


class IndexedRecord(models.Model):
    """One row of an index: numbered by day and record, with all words of the record."""

    number = models.BigIntegerField(primary_key=True, db_column="rowid")
    words = models.TextField()

    objects = WordsQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.words


class NoteWords(IndexedRecord):
    """The words of a note and of title, publisher and archive of its sources; its day is that of the fact."""

    class Meta:
        verbose_name = "words of a note"
        verbose_name_plural = "words of notes"


class EvidenceWords(IndexedRecord):
    """The words of the title, publisher and archive of a source; its day is that of the source, or none."""

    class Meta:
        verbose_name = "words of a source"
        verbose_name_plural = "words of sources"
