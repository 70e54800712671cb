"""Two `prepare` at once, and one that was killed: processes of their own, on both databases."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from commitments.models.installation_lock import installation_lock, own_connection
from tests.installation import Installation, empty_database
from tests.management.editions import BEFORE, FIRST, write_edition, write_ground

# each installation has a database of its own; the mark is for the run on PostgreSQL, which would leave it out
pytestmark = pytest.mark.django_db
WAITING = "Another command is at work on this installation; waiting until it has ended …"
NOTES = len(BEFORE)


@pytest.fixture
def site(tmp_path) -> Iterator[Installation]:
    fixtures = tmp_path / "fixtures"
    fixtures.mkdir()
    write_ground(fixtures)
    write_edition(fixtures, FIRST, BEFORE)
    with empty_database(tmp_path) as database:
        yield Installation(tmp_path, database)


def ask(site: Installation, sql: str) -> object:
    """One value of its database."""
    if site.database.startswith("sqlite"):
        with sqlite3.connect(site.database.removeprefix("sqlite:///")) as asked:
            return asked.execute(sql).fetchone()[0]
    with psycopg.connect(site.database) as asked:
        return asked.execute(sql).fetchone()[0]


def lock_of(site: Installation):
    """The lock that its commands ask for, held by the test."""
    name = site.database.rpartition("/")[2] if connection.vendor == "postgresql" else ""
    with own_connection(connection, NAME=name or site.database.removeprefix("sqlite:///")) as own:
        return installation_lock(own, on_wait=lambda: None)


def read_until(command, words: str) -> None:
    for line in command.stdout:
        if words in line:
            return
    pytest.fail(f"It ended with {command.wait()} and never said: {words}")


def test_two_prepare_at_once_wait_for_one_another_and_both_end_well(site):
    with lock_of(site):
        both = [site.start("prepare"), site.start("prepare")]
        for command in both:
            read_until(command, WAITING)

    told = [command.communicate(timeout=100)[0] for command in both]

    assert [command.returncode for command in both] == [0, 0], told
    assert sorted("Loaded the baseline" in one for one in told) == [False, True], told
    assert sorted(one.strip() for one in told)[0] == "", "the second finds nothing to do"
    assert ask(site, "SELECT count(*) FROM commitments_progressnote") == NOTES
    assert ask(site, "SELECT count(*) FROM commitments_user WHERE is_superuser") == 1


def test_prepare_that_was_killed_is_done_again_and_is_whole(site):
    command = site.start("prepare")
    read_until(command, "Loading the baseline")
    command.kill()
    command.communicate()

    site.run("prepare")

    assert ask(site, "SELECT count(*) FROM commitments_progressnote") == NOTES
    assert ask(site, "SELECT count(*) FROM commitments_user WHERE is_superuser") == 1
    (release,) = (path.name for path in Path(site.releases).iterdir() if path.name[0] != ".")
    assert re.fullmatch(r"\d{4}-\d{2}", release)
