"""A release that every test finds: it is empty, and it is made once, without a database."""

from datetime import UTC, datetime
from pathlib import Path

from commitments.exports import csv_of
from commitments.exports.package import Edition, freeze, release_named
from commitments.rules.clocks import read_clocks

RELEASE = "2024-02"
RELEASED = datetime(2024, 2, 1, 12, 0, tzinfo=UTC)


def make_empty_release(root: Path, name: str = RELEASE) -> None:
    """Freeze the heads of all tables, unless that has been done."""
    if release_named(root, name) is None:
        edition = Edition(read_clocks({}, now=RELEASED), "http://127.0.0.1:8000", RELEASED, name)
        freeze(root, edition, lambda table: csv_of(table.columns, []))
