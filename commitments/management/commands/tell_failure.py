"""Mails the operator that a job of the machine failed, which would otherwise be seen by nobody."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError

WORDS = """{unit} failed at {site}.

What it said:    journalctl -u {unit} --since -1d
Whether it runs: systemctl status {unit}
Once more:       systemctl start {unit}
"""


class Command(BaseCommand):
    """`cartagena-failed@.service` of `deploy/systemd` runs it; the words of the job stay in the log."""

    help = "Tells ERROR_MAIL that a unit of systemd failed, and where its words are."
    # it may be the settings that are wrong, and then the mail matters most
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", help="its name, such as cartagena-backup")

    def handle(self, *args: Any, **options: Any) -> None:
        """One mail, or the reason why there is none."""
        unit = options["unit"]
        if not settings.ERROR_MAIL:
            raise CommandError(f"{unit} failed, and ERROR_MAIL names nobody who is told.")
        words = WORDS.format(unit=unit, site=settings.SITE_ROOT)
        try:
            send_mail(f"[Cartagena] {unit} failed", words, None, settings.ERROR_MAIL)
        except OSError as error:  # smtplib's errors are OSErrors
            raise CommandError(f"{unit} failed, and so did the mail about it: {error}") from error
