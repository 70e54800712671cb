"""Checks that no release has changed since it was made."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commitments.exports.package import faults_in, releases_in


class Command(BaseCommand):
    """Every archive against its checksums; exit status 1 where one differs."""

    help = "Checks every release under RELEASES_ROOT against its checksums and names what differs."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what differs, or how many are as they were."""
        try:
            faults = faults_in(settings.RELEASES_ROOT)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        if faults:
            raise CommandError("\n".join(faults))
        count = len(releases_in(settings.RELEASES_ROOT))
        self.stdout.write(f"{count} {'release is' if count == 1 else 'releases are'} as on the first day.")
