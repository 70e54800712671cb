"""Writes notes into a file that `import_notes` takes back."""

import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from commitments.imports.writer import notes_csv, write_notes_xlsx
from commitments.models import ProgressNote


class Command(BaseCommand):
    """Every note, drafts included: the file is for staff, who keep it to themselves."""

    help = "Exports all notes, drafts included, with all their evidence, as CSV or XLSX for import_notes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, metavar="FILE", help="the file; to the output if left out")
        parser.add_argument("--format", choices=("csv", "xlsx"), help="by the name of the file if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file whole, or leave what was there."""
        out: Path | None = options["out"]
        form = options["format"] or ("xlsx" if out and out.suffix == ".xlsx" else "csv")
        write = {"csv": write_csv, "xlsx": write_workbook}[form]
        if out is None and form == "xlsx":
            raise CommandError("A workbook needs a file: name it with --out.")
        if out is None:
            for block in notes_csv(ProgressNote.objects.all()):
                self.stdout.write(block, ending="")
            return
        try:
            replace(out, write)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error
        print(f"{ProgressNote.objects.count():,} notes in {out}", file=sys.stderr)


def replace(out: Path, write: Callable[[BinaryIO], None]) -> None:
    """Beside it first; it holds drafts, so nobody else reads it."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_csv(file: BinaryIO) -> None:
    for block in notes_csv(ProgressNote.objects.all()):
        file.write(block.encode())


def write_workbook(file: BinaryIO) -> None:
    """In constant memory."""
    write_notes_xlsx(ProgressNote.objects.all(), file)
