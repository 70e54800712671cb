"""The files of the documents, each under its SHA-256 in the folder of the setting DOCUMENT_FOLDER.

A file is written under another name and then renamed, so that one under its checksum is whole. The same
content is kept once. Nothing here decides who may read it.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

UNFINISHED = ".part"
# The group too: on a server the account that makes backups is another than the one that keeps documents.
FOLDER_MODE, FILE_MODE = 0o770, 0o640


def keep_file(content: bytes) -> str:
    """Store this content, unless it is there; returns its SHA-256."""
    checksum = sha256(content).hexdigest()
    path = path_of(checksum)
    if is_intact(checksum):
        return checksum
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=UNFINISHED, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), FILE_MODE)
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    sync_folder(path.parent)
    return checksum


def open_file(checksum: str) -> BufferedReader:
    """The file, to be read; raises OSError where it is missing."""
    return path_of(checksum).open("rb")


def is_intact(checksum: str) -> bool:
    """Whether the file is there and its content is that of its checksum."""
    try:
        with open_file(checksum) as file:
            return file_digest(file, "sha256").hexdigest() == checksum
    except OSError:
        return False


def remove_file(checksum: str) -> None:
    path_of(checksum).unlink(missing_ok=True)


def files_kept() -> Iterator[Path]:
    """Every file of the folder, unfinished ones too."""
    folder = Path(settings.DOCUMENT_FOLDER)
    return (path for path in sorted(folder.glob("??/*")) if path.is_file())


def bytes_kept() -> int:
    """How much room they take."""
    total = 0
    for path in files_kept():
        with suppress(FileNotFoundError):  # another process has just renamed it
            total += path.stat().st_size
    return total


def path_of(checksum: str) -> Path:
    return Path(settings.DOCUMENT_FOLDER) / checksum[:2] / checksum


def sync_folder(folder: Path) -> None:
    """The name too survives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
