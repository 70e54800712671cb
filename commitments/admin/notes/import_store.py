"""Where a file of notes waits between its preview and its confirmation: on disk, for its person only."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from commitments.imports.results import checksum_of
from commitments.models import User

KEPT_SECONDS = 24 * 60 * 60
CHECKSUM = re.compile(r"[0-9a-f]{64}")


def keep(upload: UploadedFile, person: User) -> str:
    """Put it aside; returns its SHA-256, by which it is found again."""
    folder = _folder()
    _throw_away_old_ones(folder)
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        with Path(file.name).open("rb") as written:
            checksum = checksum_of(written)
    Path(file.name).replace(_path(folder, person, checksum))
    return checksum


@contextmanager
def opened(person: User, checksum: str) -> Iterator[BinaryIO | None]:
    """The file, or None where it is gone."""
    path = _path(_folder(), person, checksum)
    try:
        file = path.open("rb")
    except OSError:
        yield None
        return
    with file:
        yield file


@contextmanager
def claimed(person: User, checksum: str) -> Iterator[BinaryIO | None]:
    """The same for one taker only: gone afterwards, unless what was done with it failed."""
    path = _path(_folder(), person, checksum)
    taken = path.with_suffix(".taken")
    try:
        path.rename(taken)
    except OSError:
        yield None
        return
    try:
        with taken.open("rb") as file:
            yield file
    except BaseException:
        taken.replace(path)
        raise
    taken.unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = settings.IMPORT_FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(folder: Path, person: User, checksum: str) -> Path:
    if not CHECKSUM.fullmatch(checksum):
        raise ValueError(checksum)
    return folder / f"{person.pk}-{checksum}"


def _throw_away_old_ones(folder: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
