"""Moves an installation from SQLite to PostgreSQL."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from commitments.backups.move import move, sqlite_source
from commitments.backups.refusals import BackupRefused
from commitments.management.waiting import WaitingCommand
from commitments.models.installation_lock import installation_lock


class Command(WaitingCommand):
    """All or nothing; the file stays as it is."""

    help = (
        "Moves everything from the SQLite file into the empty PostgreSQL database of DATABASE_URL, with all "
        "numbers, accounts and the history, and compares both. Stop the server first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="the SQLite file, such as cartagena.sqlite3"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what stands there then, and what is to be done next."""
        try:
            with (
                installation_lock(connection, on_wait=self.say_waiting),
                sqlite_source(options["file"]) as source,
            ):
                self.stdout.write(f"Moving {options['file']} …")
                self.stdout.flush()
                moved = move(source, connection)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        except DatabaseError as error:
            raise CommandError(f"Nothing was moved: {str(error).strip()}") from error
        self.stdout.write(
            f"Moved {moved.rows:,} rows of {moved.tables} tables, {len(moved.triggers)} triggers in force. "
            f"Both hold the same content: {moved.content_sha256}"
        )
        self.stdout.write(
            "Now run `manage.py prepare` with this DATABASE_URL, then start the server with it; everybody "
            "signs in again. The file was not changed: keep it until there is a backup of the new database."
        )
