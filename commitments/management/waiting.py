"""What commands share that take the lock of the installation."""

from django.core.management.base import BaseCommand


class WaitingCommand(BaseCommand):
    """One that waits until another command has ended, and says so at once."""

    def say_waiting(self) -> None:
        self.stdout.write("Another command is at work on this installation; waiting until it has ended …")
        self.stdout.flush()
