"""Writes the archive table by table, so that memory use stays constant."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import connection

from commitments.exports import csv_blocks, one_snapshot
from commitments.lists.declaration import PublicList
from commitments.lists.registry import LISTS

from .descriptor import WrittenTable, descriptor
from .edition import Edition
from .readme import readme
from .sealed import SCRIPT, SealedEdition, described, sealed_edition

DESCRIPTOR, README, CHECKSUMS, SEAL = "datapackage.json", "README.txt", "CHECKSUMS.txt", "seal.json"
READABLE = 0o644 << 16
UNIX = 3

Blocks = Callable[[PublicList], Iterable[str]]


class WrittenPackage(NamedTuple):
    """What an archive holds: its tables by their nouns, and the newest seal."""

    tables: dict[str, WrittenTable]
    seal: SealedEdition


def write_package(file: BinaryIO, edition: Edition, blocks: Blocks | None = None) -> WrittenPackage:
    """Write the archive; the same data under the same clocks make the same bytes.

    `blocks` gives the CSV of a table; by default its rows under both clocks, all from one
    snapshot.
    """
    moment = nullcontext() if blocks else one_moment()
    given = blocks or (lambda table: csv_blocks(table.columns, table.rows(edition.clocks)))
    with moment, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        tables = [(table, _written(archive, edition, f"{table.noun}.csv", given(table))) for table in LISTS]
        seal = SealedEdition() if blocks else sealed_edition(edition.clocks, LISTS)
        beside = {
            DESCRIPTOR: _json(descriptor(edition, tables, seal)),
            SEAL: _json(described(seal, LISTS)),
            README: readme(edition, tables),
            SCRIPT.name: SCRIPT.read_text(encoding="utf-8"),
        }
        every = [written for _table, written in tables]
        every += [_written(archive, edition, name, [text]) for name, text in beside.items()]
        sums = "".join(f"{written.sha256}  {written.name}\n" for written in every)
        _written(archive, edition, CHECKSUMS, [sums])
    return WrittenPackage({table.noun: written for table, written in tables}, seal)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _written(archive: ZipFile, edition: Edition, name: str, blocks: Iterable[str]) -> WrittenTable:
    """One file of the archive; its timestamp is the day up to which it knows, not that of the download."""
    day = edition.clocks.known_date
    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, READABLE, UNIX
    digest, size, rows = hashlib.sha256(), 0, RowCounter()
    with archive.open(entry, "w", force_zip64=True) as target:
        for block in blocks:
            content = block.encode()
            digest.update(content)
            size += target.write(content)
            rows.read(block)
    return WrittenTable(name, size, digest.hexdigest(), rows.count)


class RowCounter:
    """Counts the rows of a CSV as it is written: line ends outside quotes, without the header."""

    def __init__(self) -> None:
        self.ends, self.is_quoted = 0, False

    def read(self, block: str) -> None:
        """Takes a block of whole rows."""
        for number, part in enumerate(block.split('"')):
            if number:
                self.is_quoted = not self.is_quoted
            if not self.is_quoted:
                self.ends += part.count("\r\n")

    @property
    def count(self) -> int:
        return max(self.ends - 1, 0)


@contextmanager
def one_moment() -> Iterator[None]:
    """Lets all tables see the same rows, so that every reference resolves, without locking writers out."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with one_snapshot():
            yield
        return
    with connection.cursor() as cursor:
        # a transaction of Django would lock writers out at once; this one only reads
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
