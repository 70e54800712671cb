"""What is refused before anything is moved to PostgreSQL; `make drill` moves a whole installation."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commitments.backups.move import (
    refuse_unfit_source,
    refuse_unfit_target,
    refuse_zero_characters,
    sqlite_source,
)
from commitments.backups.refusals import BackupRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def source_file(tmp_path) -> Path:
    """An SQLite file with one table, whose second row holds a character that PostgreSQL has no room for."""
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE notes (id integer PRIMARY KEY, text text, number integer)")
        made.executemany("INSERT INTO notes (text) VALUES (?)", [("as people write",), ("zero \0 here",)])
    return path


def test_move_refuses_a_target_that_is_no_empty_postgresql(connected):
    words = "is in use" if connected.vendor == "postgresql" else "has to name the PostgreSQL database"

    with pytest.raises(BackupRefused, match=words):
        refuse_unfit_target(connected)


def test_move_refuses_a_source_that_is_missing_older_or_holds_zero_characters(source_file, tmp_path):
    with pytest.raises(BackupRefused, match="is not there"), sqlite_source(tmp_path / "none.sqlite3"):
        pass
    with sqlite_source(source_file) as source:
        with pytest.raises(BackupRefused, match="older version"):
            refuse_unfit_source(source)
        with pytest.raises(BackupRefused, match="notes, row 2"):
            refuse_zero_characters(source, "notes")
    assert list(tmp_path.iterdir()) == [source_file]


def test_move_keeps_writers_out_and_leaves_the_source_as_it_was(source_file):
    before = source_file.read_bytes()

    with (
        sqlite_source(source_file),
        closing(sqlite3.connect(source_file, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("INSERT INTO notes (text) VALUES ('late')")

    assert source_file.read_bytes() == before
