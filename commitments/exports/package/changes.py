"""What changed between two releases: rows added, changed and removed, by their keys."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from zipfile import ZipFile

from django.utils.translation import gettext as _

from .reading import head_of, keys_of, opened, rows_in
from .releases import Release

MAX_SHOWN = 50
COMPARISONS_KEPT = 32
TABLE = "CREATE TABLE {} (key TEXT PRIMARY KEY, digest BLOB)"
FOUND = {
    "added": "FROM new LEFT JOIN old USING (key) WHERE old.key IS NULL",
    "changed": "FROM new JOIN old USING (key) WHERE new.digest <> old.digest",
    "gone": "FROM old LEFT JOIN new USING (key) WHERE new.key IS NULL",
}


@dataclass(frozen=True)
class RowChanges:
    """How many rows, and the keys of the first of them."""

    count: int
    first: tuple[str, ...]


@dataclass(frozen=True)
class TableChange:
    """One table in two releases; only columns that both have are compared."""

    noun: str
    added: RowChanges
    changed: RowChanges
    gone: RowChanges
    new_columns: tuple[str, ...]
    lost_columns: tuple[str, ...]

    @property
    def parts(self) -> list[tuple[str, RowChanges]]:
        """The kinds of change as text, with their rows."""
        return [(_("Added"), self.added), (_("Changed"), self.changed), (_("Gone"), self.gone)]

    @property
    def is_any(self) -> bool:
        return bool(self.new_columns or self.lost_columns or any(rows.count for _words, rows in self.parts))


@lru_cache(maxsize=COMPARISONS_KEPT)
def changes_between(old: Release, new: Release) -> tuple[TableChange, ...]:
    """Table by table; releases never change, so each pair is compared only once. Raises DamagedRelease."""
    with opened(old) as before, opened(new) as after:
        keys = {**keys_of(before), **keys_of(after)}
        return tuple(_change(noun, key, before, after) for noun, key in keys.items())


def _change(noun: str, key: tuple[str, ...], before: ZipFile, after: ZipFile) -> TableChange:
    """Keys and digests go through a database in a temporary file, so that memory use stays constant."""
    old_columns, new_columns = (_head(archive, noun) for archive in (before, after))
    shared = [column for column in new_columns if column in old_columns]
    with closing(sqlite3.connect("")) as scratch:
        for table, archive, columns in (("old", before, old_columns), ("new", after, new_columns)):
            scratch.execute(TABLE.format(table))
            rows = _digests(rows_in(archive, noun), key, shared) if columns else ()
            # the name is one of the two above
            scratch.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", rows)  # noqa: S608  (as said above)
        found = {name: _rows(scratch, of_which) for name, of_which in FOUND.items()}
    return TableChange(
        noun,
        **found,
        new_columns=tuple(column for column in new_columns if old_columns and column not in old_columns),
        lost_columns=tuple(column for column in old_columns if new_columns and column not in new_columns),
    )


def _head(archive: ZipFile, noun: str) -> list[str]:
    return head_of(archive, noun) if f"{noun}.csv" in archive.namelist() else []


def _digests(
    rows: Iterable[dict[str, str]], key: tuple[str, ...], shared: list[str]
) -> Iterator[tuple[str, bytes]]:
    """The key of each row, and a digest of all shared columns."""
    for row in rows:
        content = json.dumps([row[column] for column in shared], ensure_ascii=False)
        yield (
            " ".join(row[column] for column in key),
            hashlib.blake2b(content.encode(), digest_size=16).digest(),
        )


def _rows(scratch: sqlite3.Connection, of_which: str) -> RowChanges:
    (count,) = scratch.execute(f"SELECT count(*) {of_which}").fetchone()
    first = scratch.execute(f"SELECT key {of_which} ORDER BY key LIMIT {MAX_SHOWN}")
    return RowChanges(count, tuple(key for (key,) in first))
