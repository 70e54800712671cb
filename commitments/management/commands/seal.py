"""`manage.py seal`: seals what fixtures, statements and older versions have stored past the models."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from commitments.models.sealing import seal_unsealed


class Command(BaseCommand):
    """Rows are only added to the chain."""

    help = (
        "Seals public records that were never sealed, as they stand now. With --changed also reference rows "
        "that were changed or removed past the models; what was published is never sealed anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--changed", action="store_true", help="also reference rows that differ from their newest seal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many there were."""
        count = seal_unsealed(at=timezone.now(), changed=options["changed"])
        self.stdout.write(f"{count:,} new {'seal' if count == 1 else 'seals'}.")
