"""Brings a backup back into an empty place, or only checks it."""

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from commitments.backups.archive import verify
from commitments.backups.encryption import identities_in
from commitments.backups.manifest import Manifest, told
from commitments.backups.refusals import BackupRefused
from commitments.backups.restore import restore
from commitments.management.waiting import WaitingCommand
from commitments.models.installation_lock import installation_lock


class Command(WaitingCommand):
    """Nothing that is there is ever replaced."""

    help = (
        "Brings the database, the documents and the releases of a backup back, where there are none yet, and "
        "compares them with what was backed up. With --check it only reads the backup."
    )
    # it may stand on an empty machine, before anything else works
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
        parser.add_argument(
            "--key", type=Path, metavar="FILE", help="the file of the private key, if it is encrypted"
        )
        parser.add_argument(
            "--check", action="store_true", help="only read it and compare it with its checksums"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what it is, and what is to be done next."""
        signal.signal(
            signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM)
        )  # so that nothing half-made stays
        path: Path = options["file"]
        try:
            identities = identities_in(options["key"]) if options["key"] else []
            if options["check"]:
                self.tell("Whole", verify(path, identities))
                return
            with installation_lock(connection, on_wait=self.say_waiting):
                self.tell("Restored", restore(connection, path, identities))
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        except (OSError, DatabaseError) as error:
            raise CommandError(f"{path}: {str(error).strip()}") from error
        self.stdout.write("Now run `manage.py prepare`, then start the server. Everybody signs in again.")

    def tell(self, done: str, manifest: Manifest) -> None:
        version = f" by version {manifest.version}" if manifest.version else ""
        self.stdout.write(f"{done}: the backup of {manifest.site}, made at {manifest.made_at}{version}.")
        self.stdout.write(told(manifest))
        for checksum in manifest.missing:
            self.stderr.write(f"missing or damaged when the backup was made: {checksum}")
