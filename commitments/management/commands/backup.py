"""Copies the whole installation into one file, while it is in use."""

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from commitments.backups.backup import Backup, make_backup, remove_older
from commitments.backups.manifest import told
from commitments.backups.refusals import BackupRefused
from commitments.backups.rotation import Keep
from commitments.management.options import whole_number
from commitments.management.waiting import WaitingCommand
from commitments.models.installation_lock import installation_lock

KEEP = Keep(daily=7, weekly=4, monthly=12)


class Command(WaitingCommand):
    """Ends with 1 and one sentence where no backup was made, or a document is missing in it."""

    help = (
        "Writes the database, the documents and the releases into one file in FOLDER, encrypted where "
        "BACKUP_KEY is set, reads it back, and then removes backups that are too old to be kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, metavar="FOLDER", help="where the backups are; it has to be there"
        )
        for period, many in KEEP._asdict().items():
            parser.add_argument(
                f"--keep-{period}",
                type=whole_number,
                default=many,
                metavar="N",
                help=f"keep the newest {period} backups of so many (default: {many})",
            )
        parser.add_argument("--keep-all", action="store_true", help="remove no older backup")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, say so, clear away."""
        signal.signal(
            signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM)
        )  # so that nothing unfinished stays
        folder: Path = options["folder"]
        try:
            with installation_lock(connection, on_wait=self.say_waiting):
                made = make_backup(
                    connection, folder, site=settings.SITE_ROOT, keys=settings.BACKUP_KEYS, now=timezone.now()
                )
                self.tell(made)
                self.refuse_missing(made)
                if not options["keep_all"]:
                    keep = Keep(*(options[f"keep_{period}"] for period in Keep._fields))
                    for path in remove_older(folder, made=made, site=settings.SITE_ROOT, keep=keep):
                        self.stdout.write(f"Removed {path.name}, which is older than what is kept.")
        except BackupRefused as refused:
            raise CommandError(f"No backup was made. {refused}") from refused
        except (OSError, DatabaseError) as error:
            raise CommandError(f"No backup was made: {str(error).strip()}") from error

    def tell(self, made: Backup) -> None:
        manifest = made.manifest
        self.stdout.write(f"{made.path}: {made.file.size:,} bytes, read back and whole.")
        self.stdout.write(told(manifest))
        self.stdout.write(f"SHA-256 {made.file.sha256}")
        if not settings.BACKUP_KEYS:
            self.stdout.write(
                "It is not encrypted: whoever has the file reads drafts and names. See BACKUP_KEY."
            )

    def refuse_missing(self, made: Backup) -> None:
        """The backup is there, but an older one may hold what it lacks: none goes."""
        if missing := made.manifest.missing:
            for checksum in missing:
                self.stderr.write(f"missing or damaged: {checksum}")
            raise CommandError(
                f"The backup was made, but {len(missing)} documents are missing or damaged in its folder."
                " Older backups were kept: they may hold them. See `manage.py check_documents`."
            )
