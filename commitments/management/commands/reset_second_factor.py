"""For the last administrator who lost the device; this command line reaches the database anyway."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commitments.accounts import events
from commitments.accounts.second_factor import take_away
from commitments.models import User


class Command(BaseCommand):
    help = "Takes the second factor from an account whose owner lost the device, and ends its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        """Written to the log and to the history of the account."""
        try:
            person = User.objects.get_by_natural_key(username)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody has the user name {username}.") from error
        if not take_away(person, by=None):
            raise CommandError(f"{person.username} has no second factor.")
        events.log("second factor reset", None, person)
        self.stdout.write(f"{person.username} signs in with the password alone now, and can set up another.")
