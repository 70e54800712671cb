"""Brings notes in from a file that an export gave, or that somebody wrote in its shape."""

import sys
from argparse import ArgumentParser
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commitments.imports.marked import write_marked
from commitments.imports.reader import FileLimits, NoteFile
from commitments.imports.refusals import FileRefused, Refusal
from commitments.imports.results import ImportCount, ImportJob, ImportResult, Outcome, checksum_of
from commitments.imports.runner import import_file, preview, unasked
from commitments.models import User
from commitments.rules.date_reading import DayOrder

ASK = "Say with --dates day-first or --dates month-first how the file writes its dates. "
ALIKE = "rows perhaps tell what is there already. Nothing was saved: take them out, or say --all-the-same."
BAR = 30
STEP = 100


class Command(BaseCommand):
    """Looks at every row first; then all of them by the verbs, or none. Nothing is published by it."""

    help = (
        "Imports notes from CSV, XLSX or ODS: a row with a number changes a draft or opens a correction, "
        "a row without one makes a draft. Exits with 1 and every error, and then nothing was saved."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file: .csv, .xlsx or .ods")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--by", metavar="USER", help="in whose name; the only superuser if left out")
        parser.add_argument(
            "--submit", action="store_true", help="hand every new or changed note to a reviewer"
        )
        parser.add_argument(
            "--dates",
            choices=[order.replace("_", "-") for order in DayOrder],
            help="what comes first in dates such as 03/02/2026",
        )
        parser.add_argument(
            "--skip-unknown", action="store_true", help="pass over columns that are not known"
        )
        parser.add_argument(
            "--all-the-same",
            action="store_true",
            help="import also what perhaps is there already: same State, commitment, day and source",
        )
        parser.add_argument(
            "--marked", type=Path, metavar="XLSX", help="write the file here with its errors marked"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, then do."""
        path: Path = options["file"]
        person = self.person(options["by"])
        try:
            with path.open("rb") as file:
                order = DayOrder(options["dates"].replace("-", "_")) if options["dates"] else None
                now, checksum = timezone.now(), checksum_of(file)
                chosen = {name: options[name] for name in ("submit", "skip_unknown", "all_the_same")}
                job = ImportJob(person, now, path.name, checksum, order=order, **chosen)
                self.run(file, job, dry_run=options["dry_run"], marked=options["marked"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except FileRefused as refused:
            self.tell(refused.refusals)
            raise CommandError("Nothing was saved.") from refused

    def run(self, file: BinaryIO, job: ImportJob, *, dry_run: bool, marked: Path | None) -> None:
        """Two passes over the file, so that every error is known before anything is written."""
        limits = FileLimits(settings.IMPORT_COMMAND_MAX_ROWS, settings.IMPORT_COMMAND_MAX_BYTES)
        table, looked_at = NoteFile(file, limits, skip_unknown=job.skip_unknown), ImportCount()
        found: list[Refusal] = []
        for entry in self.watched("Checking", preview(table, job), lambda: None):
            looked_at.add(entry)
            self.tell(entry.refusals or unasked(entry, job))
            found += entry.refusals if marked else ()
            if dry_run:
                self.show(entry)
        for remark in table.remarks:
            self.stdout.write(remark)
        if looked_at.errors or looked_at.questions:
            self.mark(table, found, marked)
        self.refuse(looked_at, job)
        if dry_run or not looked_at.changing:
            self.stdout.write(f"{self.counted(looked_at)} Nothing was saved.")
            return
        made = self.watched("Saving", import_file(file, job, limits), lambda: looked_at.rows)
        batch, _entry = deque(made, maxlen=1).pop()
        self.stdout.write(f"{self.counted(looked_at)} Saved as batch {batch}.")

    def refuse(self, count: ImportCount, job: ImportJob) -> None:
        """Raises CommandError where something stands in the way, or has to be answered first."""
        if count.errors or count.questions:
            raise CommandError(f"{self.counted(count)} {ASK if count.questions else ''}Nothing was saved.")
        if count.alike and not job.all_the_same:
            raise CommandError(f"{count.alike:,} {ALIKE}")

    def person(self, username: str | None) -> User:
        """In whose name; nobody is guessed where there are several."""
        if username:
            found = User.objects.filter(username=username, is_active=True).first()
            if found is None:
                raise CommandError(f"There is no open account with the name {username}.")
            return found
        superusers = User.objects.filter(is_superuser=True, is_active=True)[:2]
        if len(superusers) != 1:
            raise CommandError("Say with --by in whose name the notes are imported.")
        return superusers[0]

    def tell(self, refusals: Iterable[Refusal]) -> None:
        """Every error as soon as it is found, so that none is kept in memory."""
        for refusal in refusals:
            self.stderr.write(str(refusal))

    def mark(self, table: NoteFile, refusals: list[Refusal], path: Path | None) -> None:
        """Write the marked copy, if somebody wants it."""
        if path:
            with path.open("wb") as file:
                write_marked(table, refusals, file)
            self.stdout.write(f"{path} has the errors in its cells.")

    def show(self, entry: ImportResult) -> None:
        """What would be done with a row."""
        if entry.outcome in {Outcome.UNCHANGED, Outcome.ERROR, Outcome.QUESTION}:
            return
        self.stdout.write(f"Row {entry.row}: {entry.title} ({entry.outcome.label})")
        for change in entry.changes if entry.note else ():
            self.stdout.write(f"  {change.column}: “{change.before}” → “{change.after}”")
        for remark in entry.remarks:
            self.stdout.write(f"  {remark}")

    def counted(self, count: ImportCount) -> str:
        counted = [f"{number:,} {outcome.label}" for outcome, number in count.shown]
        return f"{count.rows:,} rows: {', '.join(counted)}."

    def watched(self, doing: str, rows: Iterable, total: Callable[[], int | None]) -> Iterator:
        """The rows as they come; whoever sits before a terminal sees how far they are."""
        terminal, number = sys.stderr.isatty(), 0
        for number, row in enumerate(rows, start=1):
            if terminal and number % STEP == 0:
                sys.stderr.write(f"\r{doing} … {progress(number, total())}")
                sys.stderr.flush()
            yield row
        if terminal and number >= STEP:
            sys.stderr.write(f"\r{doing} … {progress(number, number)}\n")


def progress(number: int, total: int | None) -> str:
    """How far it is: a bar where the end is known."""
    if not total:
        return f"{number:,} rows"
    filled = BAR * number // total
    return f"[{'#' * filled}{'.' * (BAR - filled)}] {number:,} of {total:,} rows"
