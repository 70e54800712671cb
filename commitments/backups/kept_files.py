"""The documents and the releases of an installation, as they go into a backup and come out of it."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from commitments.exports.package import releases
from commitments.models import Document, document_files

from .archive import BLOCK, Member

DOCUMENTS, RELEASES = "documents", "releases"
OF_A_FILE_SYSTEM = "lost+found"  # where the folder is a disk of its own


class FileToKeep(NamedTuple):
    """Its name in the backup, and where it lies."""

    name: str
    path: Path


def release_files() -> list[FileToKeep]:
    """Those of every release that is readable; they never change."""
    return [
        FileToKeep(f"{RELEASES}/{release.name}/{name}", release.folder / name)
        for release in releases.releases_in(Path(settings.RELEASES_ROOT))
        for name in (releases.RECORD, release.file_name)
    ]


def document_files_of(connection: BaseDatabaseWrapper) -> Iterator[FileToKeep]:
    """Those that the database of this connection names; others are leftovers of a form that nobody saved."""
    with connection.cursor() as cursor:
        table = Document._meta.db_table
        if table not in connection.introspection.table_names(cursor):
            return
        cursor.execute(f"SELECT sha256 FROM {table} ORDER BY sha256")  # noqa: S608  (a name of ours)
        checksums = [checksum for (checksum,) in cursor.fetchall()]
    for checksum in checksums:
        yield FileToKeep(f"{DOCUMENTS}/{checksum}", document_files.path_of(checksum))


def folders_that_hold_files() -> dict[str, Path]:
    """By the name of its setting each folder in which something lies."""
    folders = {
        "DOCUMENT_FOLDER": Path(settings.DOCUMENT_FOLDER),
        "RELEASES_ROOT": Path(settings.RELEASES_ROOT),
    }
    return {
        name: folder
        for name, folder in folders.items()
        if folder.is_dir() and any(path.name != OF_A_FILE_SYSTEM for path in folder.iterdir())
    }


def place_of(name: str) -> Path:
    """Where a file of a backup belongs; the name has been matched with those that a backup may have."""
    folder, _, rest = name.partition("/")
    return document_files.path_of(rest) if folder == DOCUMENTS else Path(settings.RELEASES_ROOT) / rest


def put_back(member: Member) -> Path:
    """Write it under another name first; returns where it lies."""
    path = place_of(member.name)
    kind = releases if member.name.startswith(f"{RELEASES}/") else document_files
    path.parent.mkdir(mode=kind.FOLDER_MODE, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            while block := member.content.read(BLOCK):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(kind.FILE_MODE)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    document_files.sync_folder(path.parent)
    return path
