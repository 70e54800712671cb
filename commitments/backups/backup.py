"""Makes a backup: the database of one moment, the documents that it names and the releases made before it.

The file gets its name only once it was read back and found whole; until then it is unfinished, and the next
backup removes it. Older backups go only after that, and never a file that this installation did not make.
"""

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from pyrage.x25519 import Identity

from commitments.models.document_files import sync_folder

from .archive import DATABASES, ArchiveWriter, HashedFile, archive_into, verify
from .content import content_of, last_seal_of, migrations_of, triggers_of
from .encryption import recipients_of
from .kept_files import DOCUMENTS, FileToKeep, document_files_of, release_files
from .manifest import KeptFile, Manifest
from .product import product_commit, product_version
from .refusals import BackupRefused
from .rotation import Keep, kept
from .snapshots import Snapshot, server_version, snapshot_of

MOMENT = "%Y-%m-%dT%H-%M-%SZ"
UNFINISHED = ".unfinished"
FILE_MODE = 0o600


class Backup(NamedTuple):
    """A backup that was made and read back."""

    path: Path
    file: KeptFile
    manifest: Manifest


class BackupNames:
    """The names of the backups of one site, and which of the files in a folder bear them."""

    def __init__(self, site: str) -> None:
        self.site = re.sub(r"[^a-z0-9.-]", "-", urlsplit(site).netloc.lower())
        self.pattern = re.compile(rf"cartagena_{re.escape(self.site)}_(.+Z)\.tar\.gz(\.age)?")

    def name(self, moment: datetime, *, is_encrypted: bool) -> str:
        ending = ".tar.gz.age" if is_encrypted else ".tar.gz"
        return f"cartagena_{self.site}_{moment.astimezone(UTC).strftime(MOMENT)}{ending}"

    def backups_in(self, folder: Path) -> dict[Path, datetime]:
        """Every finished one, and the moment in its name; what is called otherwise is somebody else's."""
        found = {}
        for path in folder.iterdir():
            named = self.pattern.fullmatch(path.name)
            if named and path.is_file() and not path.is_symlink():
                try:
                    found[path] = datetime.strptime(named[1], MOMENT).replace(tzinfo=UTC)
                except ValueError:
                    continue
        return found

    def unfinished_in(self, folder: Path) -> list[Path]:
        return list(folder.glob(f".cartagena_{self.site}_*{UNFINISHED}"))


def make_backup(
    connection: BaseDatabaseWrapper, folder: Path, *, site: str, keys: Sequence[str], now: datetime
) -> Backup:
    """One file in this folder; the caller holds the lock of the installation."""
    names = BackupNames(site)
    path = folder / names.name(now, is_encrypted=bool(keys))
    _refuse_place(folder, path)
    remove_unfinished(names, folder)
    with _unfinished(folder, path.name) as (file, draft):
        # a key of this run alone, kept nowhere: with it the encrypted file is read back, once
        own = Identity.generate() if keys else None
        recipients = [*recipients_of(keys), own.to_public()] if own else []
        hashed = HashedFile(file)
        with archive_into(hashed, recipients) as archive:
            _fill(archive, connection, site=site, now=now)
        _to_disk(file)
        manifest = verify(draft, [own] if own else [])
        draft.rename(path)
    sync_folder(folder)
    return Backup(path, hashed.kept, manifest)


def _refuse_place(folder: Path, path: Path) -> None:
    """A folder that is not there is often a disk that is not mounted: it is not made."""
    if not folder.is_dir():
        raise BackupRefused(
            _("The folder %(folder)s is not there: make it first, or mount its disk.") % {"folder": folder}
        )
    if path.exists():
        raise BackupRefused(_("%(path)s is there already.") % {"path": path})


def remove_older(folder: Path, *, made: Backup, site: str, keep: Keep) -> list[Path]:
    """Delete the backups of this site that are too old to be kept; returns them. Never the one just made."""
    found = BackupNames(site).backups_in(folder)
    stay = kept(found.values(), keep)
    older = sorted(path for path, moment in found.items() if moment not in stay and path != made.path)
    for path in older:
        path.unlink()
    return older


def remove_unfinished(names: BackupNames, folder: Path) -> None:
    """What a run that was killed left behind; one that is still being written is locked."""
    for path in names.unfinished_in(folder):
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            path.unlink(missing_ok=True)


@contextmanager
def _unfinished(folder: Path, name: str) -> Iterator[tuple[BinaryIO, Path]]:
    """A hidden file, locked; gone unless it was given its name."""
    handle, draft = tempfile.mkstemp(dir=folder, prefix=f".{name}-", suffix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, FILE_MODE)
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file, Path(draft)
    finally:
        Path(draft).unlink(missing_ok=True)


def _fill(archive: ArchiveWriter, connection: BaseDatabaseWrapper, *, site: str, now: datetime) -> None:
    """Releases are listed before the moment of the database, so that none tells what it does not hold."""
    releases = release_files()
    moment = now.timestamp()
    with snapshot_of(connection) as snapshot:
        _refuse_empty(snapshot.connection)
        size = snapshot.file.seek(0, os.SEEK_END)
        snapshot.file.seek(0)
        archive.add(DATABASES[connection.vendor], snapshot.file, size=size, moment=moment)
        missing = [
            kept.path.name for kept in document_files_of(snapshot.connection) if not _add(archive, kept)
        ]
        for kept_file in releases:
            _add(archive, kept_file)
        archive.add_manifest(_manifest(snapshot, archive, missing, site=site, now=now), moment=moment)


def _add(archive: ArchiveWriter, kept_file: FileToKeep) -> bool:
    """Whether it was there and, where its name is its checksum, whole. A damaged one is kept all the same."""
    try:
        file = kept_file.path.open("rb")
    except FileNotFoundError:
        return False
    with file:
        stat = os.fstat(file.fileno())
        added = archive.add(kept_file.name, file, size=stat.st_size, moment=stat.st_mtime)
    return not kept_file.name.startswith(f"{DOCUMENTS}/") or added.sha256 == kept_file.path.name


def _refuse_empty(connection: BaseDatabaseWrapper) -> None:
    """A wrong DATABASE_URL must not look like a backup."""
    with connection.cursor() as cursor:
        if not connection.introspection.table_names(cursor):
            raise BackupRefused(_("The database of DATABASE_URL holds no tables: is it the right one?"))


def _manifest(
    snapshot: Snapshot, archive: ArchiveWriter, missing: list[str], *, site: str, now: datetime
) -> Manifest:
    return Manifest(
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        site=site,
        version=product_version(),
        commit=product_commit(),
        database=snapshot.connection.vendor,
        database_version=server_version(snapshot.connection),
        migrations=migrations_of(snapshot.connection),
        triggers=triggers_of(snapshot.connection),
        seal=last_seal_of(snapshot.connection),
        tables=content_of(snapshot.connection),
        missing=missing,
        files=archive.files,
    )


def _to_disk(file: BinaryIO) -> None:
    """All of it, and out of the memory of the system, so that reading it back asks the disk."""
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
