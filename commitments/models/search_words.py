"""The words of findings and of their sources, indexed by the database: FTS5 on SQLite, GIN on PostgreSQL.

Triggers (`models/search_triggers.py`) keep both tables, whoever writes. They hold drafts too: whoever asks
them narrows what is found to what the reader may see.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from commitments.rules.search_index import RECORDS_A_DAY, IndexedWord, postgresql_query, records, sqlite_query

ROWS_AT_ONCE = 1_001  # one more than a page counts
ROWS_LOOKED_AT = 3_000  # on PostgreSQL, before GIN is asked


class WordsQuerySet(models.QuerySet):
    def found(self, words: Sequence[IndexedWord]) -> RawSQL:
        """The keys of the records that hold every word, to filter by."""
        condition, query = self._condition(words)
        sql = f"SELECT rowid & {RECORDS_A_DAY - 1} FROM {self._table} WHERE {condition}"  # noqa: S608  (constants)
        return RawSQL(sql, [query])  # noqa: S611  (what was typed is a parameter)

    def newest(self, words: Sequence[IndexedWord], *, before: int) -> Iterator[list[int]]:
        """The same, the newest first, in lists of `ROWS_AT_ONCE`; `before` is a number of the index."""
        numbers = [before]
        while numbers:
            numbers = self._numbers(words, numbers[-1])
            if numbers:
                yield records(numbers)
            if len(numbers) < ROWS_AT_ONCE:
                return

    @property
    def _table(self) -> str:
        return self.model._meta.db_table

    def _condition(self, words: Sequence[IndexedWord]) -> tuple[str, str]:
        if connection.vendor == "postgresql":
            return "vector @@ %s::tsquery", postgresql_query(words)
        return f"{self._table} MATCH %s", sqlite_query(words)

    def _numbers(self, words: Sequence[IndexedWord], before: int) -> list[int]:
        """The next `ROWS_AT_ONCE` of the index, the newest first: the order in which FTS5 finds them."""
        condition, query = self._condition(words)
        if connection.vendor == "postgresql":
            return self._numbers_of_postgresql(query, before)
        sql = f"SELECT rowid FROM {self._table} WHERE {condition} AND rowid < %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608
        return _first_column(sql, [query, before, ROWS_AT_ONCE])

    def _numbers_of_postgresql(self, query: str, before: int) -> list[int]:
        """Words that many records have are soon found among the newest; for all others GIN is asked.

        The planner cannot tell them apart where words are rare together only, and would read all rows.
        """
        newest = f"SELECT rowid, vector FROM {self._table} WHERE rowid < %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608
        sql = f"SELECT rowid FROM ({newest}) AS newest WHERE vector @@ %s::tsquery LIMIT %s"  # noqa: S608
        numbers = _first_column(sql, [before, ROWS_LOOKED_AT, query, ROWS_AT_ONCE])
        if len(numbers) == ROWS_AT_ONCE:
            return sorted(numbers, reverse=True)
        sql = (
            f"SELECT rowid FROM {self._table} WHERE vector @@ %s::tsquery AND rowid < %s "  # noqa: S608
            "ORDER BY rowid + 0 DESC LIMIT %s"
        )
        with transaction.atomic():
            _first_column("SELECT set_config('enable_seqscan', 'off', true)", [])
            numbers = _first_column(sql, [query, before, ROWS_AT_ONCE])
            _first_column("SELECT set_config('enable_seqscan', 'on', true)", [])
        return numbers


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
    """The words of a note and of the titles and publishers of its sources; its day is that of the fact."""

    class Meta:
        verbose_name = "words of a note"
        verbose_name_plural = "words of notes"


class EvidenceWords(IndexedRecord):
    """The words of the title and publisher of a source; its day is that of the source, or none."""

    class Meta:
        verbose_name = "words of a source"
        verbose_name_plural = "words of sources"
