"""A whole file: looked at first, then imported all or not at all."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from commitments.models.action_log import log_action
from commitments.models.database_errors import reason_of
from commitments.models.history import change_batch

from .loader import ImportReach, NoteBlock
from .reader import FileLimits, FileRow, NoteFile
from .refusals import FileRefused, Refusal
from .results import ImportCount, ImportJob, ImportResult
from .row import RowReader

ROWS_A_BLOCK = 500


class PreviewOutdated(Exception):
    """Something has changed since the preview, so that the file would do something else now."""


def preview(file: NoteFile, job: ImportJob) -> Iterator[ImportResult]:
    """What would become of each row; nothing is saved."""
    return _results(file, job, save=False)


def import_file(
    file: BinaryIO, job: ImportJob, limits: FileLimits, *, expected: str | None = None
) -> Iterator[tuple[UUID, ImportResult]]:
    """Save it in one transaction and one batch; raises FileRefused with the errors, and nothing is saved.

    `expected` is the digest of the preview; raises PreviewOutdated where it would do something else now.
    """
    refusals: list[Refusal] = []
    count = ImportCount()
    file.seek(0)
    with transaction.atomic(), change_batch() as batch:
        for result in _results(NoteFile(file, limits, skip_unknown=job.skip_unknown), job, save=True):
            count.add(result)
            refusals += result.refusals or unasked(result, job)
            yield batch, result
        if refusals:
            raise FileRefused(refusals)
        if expected is not None and count.digest != expected:
            raise PreviewOutdated
        log_action("imported", by=job.by, rows=count.rows)


def unasked(result: ImportResult, job: ImportJob) -> tuple[Refusal, ...]:
    """Why a row is not saved before the person has been asked: it perhaps tells what is there already."""
    found = () if job.all_the_same else result.alike
    return tuple(Refusal(result.row, "", str(likeness)) for likeness in found)


def _results(file: NoteFile, job: ImportJob, *, save: bool) -> Iterator[ImportResult]:
    reach = ImportReach(job.by)
    reader = RowReader(job, file.headings, reach)
    for rows in _blocks(file):
        notes = NoteBlock(rows, reach)
        for row in rows:
            try:
                yield reader.result(row, notes, save=save)
            except (DataError, IntegrityError) as error:
                raise FileRefused([Refusal(row.number, "", str(reason_of(error)))]) from error


def _blocks(rows: Iterable[FileRow]) -> Iterator[list[FileRow]]:
    remaining = iter(rows)
    while block := list(islice(remaining, ROWS_A_BLOCK)):
        yield block
