"""Makes the pair of keys that backups are encrypted with."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from pyrage.x25519 import Identity


class Command(BaseCommand):
    """The private half goes into a file, the public half is shown."""

    help = (
        "Writes a new private key for backups into FILE and shows the public one for the setting BACKUP_KEY."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="where the private key goes; not there yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """In the form of age-keygen, which any age program reads."""
        path: Path = options["file"]
        identity = Identity.generate()
        public = identity.to_public()
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(f"# public key: {public}\n{identity}\n")
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write(f"BACKUP_KEY={public}")
        self.stdout.write(
            f"The private key is in {path}. Keep it in two places that are not this server, and remove it "
            "here: without it no backup can be opened."
        )
