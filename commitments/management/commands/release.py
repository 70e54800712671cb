"""Freezes the data of today as a release that can be cited for good."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commitments.exports.package import Edition, ReleaseRefused, freeze
from commitments.models.action_log import log_action
from commitments.rules.clocks import read_clocks


class Command(BaseCommand):
    """The package of this moment, kept under a name."""

    help = "Freezes all public data under RELEASES_ROOT as a release that /data/releases/ shows for good."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="small letters and digits, such as 2026-11")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, whole or not at all."""
        now = timezone.now()
        edition = Edition(read_clocks({}, now=now), settings.SITE_ROOT, now, options["name"])
        try:
            release = freeze(settings.RELEASES_ROOT, edition)
        except ReleaseRefused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{settings.RELEASES_ROOT}: {error.strerror}") from error
        log_action("released", name=options["name"], sha256=release.sha256)
        self.stdout.write(f"{release.path}: {release.row_count:,} rows, {release.size:,} bytes")
        self.stdout.write(f"SHA-256 {release.sha256}")
