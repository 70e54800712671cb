"""Brings a backup back into an empty place, and proves that what is there then is what was backed up.

Everything is checked before anything is touched. The database comes last: while it is empty the restore has
not ended, and what was written before is taken away again.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from pyrage.x25519 import Identity

from commitments.models.installation_lock import own_connection

from .archive import BLOCK, DATABASES, Member, archive_in, refuse_difference, verify
from .content import TableContent, content_of, triggers_of
from .kept_files import folders_that_hold_files, put_back
from .manifest import NAME, KeptFile, Manifest
from .postgresql_programs import run_program
from .refusals import BackupRefused
from .snapshots import refuse_damaged, remove_sqlite, sqlite_file

SUFFIX = "-restore"
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(connection: BaseDatabaseWrapper, path: Path, identities: Sequence[Identity]) -> Manifest:
    """All of the backup, or nothing of it; the caller holds the lock of the installation."""
    manifest = verify(path, identities)
    refuse_other_kind(manifest, connection.vendor)
    refuse_newer(manifest)
    refuse_filled(connection)
    with _taken_back_on_error() as written, _room_for_database(connection) as database:
        found: dict[str, KeptFile] = {}
        with archive_in(path, identities) as members:
            for member in members:
                _unpack(member, database, written)
                found[member.name] = member.content.kept
        refuse_difference(manifest.files, {name: each for name, each in found.items() if name != NAME})
        _put_database_back(connection, database, manifest)
    return manifest


def refuse_other_kind(manifest: Manifest, vendor: str) -> None:
    if manifest.database != vendor:
        raise BackupRefused(
            _(
                "This is a backup of %(other)s, and DATABASE_URL names %(own)s. Restore it on %(other)s; "
                "`manage.py move_to_postgresql` then leads from SQLite to PostgreSQL."
            )
            % {"other": KINDS[manifest.database], "own": KINDS[vendor]}
        )


def refuse_newer(manifest: Manifest) -> None:
    """An older one is no obstacle: `prepare` brings it up to date."""
    newest: dict[str, str] = {}
    known = MigrationLoader(None).disk_migrations
    for app, name in known:
        newest[app] = max(name, newest.get(app, ""))
    for applied in manifest.migrations:
        app, _dot, name = applied.partition(".")
        if app in newest and (app, name) not in known and name > newest[app]:
            raise BackupRefused(
                _("The backup was made by a newer version of the product (%(name)s): install that one first.")
                % {"name": applied}
            )


def refuse_filled(connection: BaseDatabaseWrapper) -> None:
    """Only an empty place can be filled without losing what was there."""
    with own_connection(connection) as own, own.cursor() as cursor:
        tables = own.introspection.table_names(cursor)
    if tables:
        raise BackupRefused(
            _("The database of DATABASE_URL holds %(count)s tables. Restore into an empty one.")
            % {"count": len(tables)}
        )
    for setting, folder in folders_that_hold_files().items():
        raise BackupRefused(
            _(
                "%(setting)s holds files: %(folder)s. Restore into an empty folder: if a restore was "
                "interrupted here, empty it; otherwise choose another."
            )
            % {"setting": setting, "folder": folder}
        )


@contextmanager
def _taken_back_on_error() -> Iterator[list[Path]]:
    """The files that were put back go again where the rest fails."""
    written: list[Path] = []
    try:
        yield written
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
        raise


@contextmanager
def _room_for_database(connection: BaseDatabaseWrapper) -> Iterator[Path]:
    """A file for the database of the backup: SQLite beside its place, a dump of PostgreSQL out of the way."""
    with tempfile.TemporaryDirectory(prefix="cartagena-restore-") as folder:
        is_sqlite = connection.vendor == "sqlite"
        path = Path(f"{connection.settings_dict['NAME']}{SUFFIX}" if is_sqlite else f"{folder}/{SUFFIX}")
        remove_sqlite(path)  # of a run that was killed
        try:
            yield path
        finally:
            remove_sqlite(path)


def _unpack(member: Member, database: Path, written: list[Path]) -> None:
    if member.name in DATABASES.values():
        with os.fdopen(os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while block := member.content.read(BLOCK):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
    elif member.name == NAME:
        member.content.read()
    else:
        written.append(put_back(member))


def _put_database_back(connection: BaseDatabaseWrapper, path: Path, manifest: Manifest) -> None:
    """SQLite is compared before it has its name, PostgreSQL after its one transaction."""
    if connection.vendor == "sqlite":
        with sqlite_file(connection, path) as own:
            refuse_damaged(own)
            refuse_other_content(own, manifest)
        path.rename(connection.settings_dict["NAME"])
        return
    with path.open("rb") as dump, own_connection(connection) as own:
        options = [
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--no-comments",
        ]
        run_program("pg_restore", options, own, stdin=dump)
        refuse_other_content(own, manifest)


def refuse_other_content(connection: BaseDatabaseWrapper, manifest: Manifest) -> None:
    """Row by row what was backed up, and the triggers that keep what is published are in force."""
    found = content_of(connection)
    if found != manifest.tables:
        raise BackupRefused(
            _("What was brought back differs from what was backed up: %(tables)s.")
            % {"tables": ", ".join(differing(found, manifest.tables))}
        )
    if missing := set(manifest.triggers) - set(triggers_of(connection)):
        raise BackupRefused(
            _("These triggers are missing: %(names)s.") % {"names": ", ".join(sorted(missing))}
        )


def differing(one: dict[str, TableContent], other: dict[str, TableContent]) -> list[str]:
    """The tables that do not hold the same."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
