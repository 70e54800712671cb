"""`manage.py check_data`: whether everything stored still agrees with its seals, its rules and itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from commitments.exports.package.writing import one_moment
from commitments.integrity import CHECKS, Check, CheckResult
from commitments.management.options import whole_number

SHOWN = 10


class Command(BaseCommand):
    """Reads only; exit status 1 where something does not agree."""

    help = (
        "Recomputes the chain of seals, compares it with what is stored, and asks the rules of all that is "
        "published. Names the first faults of each check and counts the others. Changes nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--quick",
            action="store_true",
            help="leave out what reads all texts and files; for a timer every hour",
        )
        parser.add_argument(
            "--shown",
            type=whole_number,
            default=SHOWN,
            metavar="N",
            help="how many faults of each check are named",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Every check on one state of the database, whatever is published meanwhile."""
        checks = [check for check in CHECKS if check.is_quick or not options["quick"]]
        try:
            with one_moment():
                counts = [self.ask(check, shown=options["shown"]) for check in checks]
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"The database could not be read: {reason}. Has it been migrated?") from error
        if faults := sum(counts):
            raise CommandError(f"{faults:,} {'fault' if faults == 1 else 'faults'}.")
        self.stdout.write("Everything agrees.")

    def ask(self, check: Check, *, shown: int) -> int:
        """One check; returns how many faults it found."""
        found = check.run(shown=shown)
        if not found.count:
            self.stdout.write(f"{check.title}: yes")
            return 0
        self.tell(check, found)
        return 0 if check.is_remark else found.count

    def tell(self, check: Check, found: CheckResult) -> None:
        verdict = "to be looked at" if check.is_remark else "NO"
        self.stdout.write(f"{check.title}: {verdict}, {found.count:,}")
        for fault in found.first:
            self.stdout.write(f"  {fault}")
        if found.count > len(found.first):
            self.stdout.write(f"  … and {found.count - len(found.first):,} more")
