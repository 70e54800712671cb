"""Releases: packages frozen under a name, each in its own folder with a record of its contents."""

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from commitments.rules.releases import is_release_name

from .edition import Edition
from .writing import Blocks, write_package

RECORD = "release.json"
FOLDER_MODE, FILE_MODE = 0o755, 0o444


class ReleaseRefused(ValueError):
    """Why the release cannot be made, for people."""


@dataclass(frozen=True)
class Release:
    """One frozen package: when, for which day, rows per table, and the checksum of its bytes."""

    name: str
    released_at: datetime
    as_of: str
    rows: dict[str, int] = field(compare=False)
    size: int
    sha256: str
    folder: Path = field(compare=False)
    # the newest seal in it, by number and checksum; none in a release that is older than the seals
    seals: int = 0
    seal_sha256: str = ""

    @property
    def file_name(self) -> str:
        return f"cartagena-{self.name}.zip"

    @property
    def path(self) -> Path:
        return self.folder / self.file_name

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())


def releases_in(root: Path) -> list[Release]:
    """Every readable release, newest first."""
    found = [release for folder in folders_in(root) if (release := read_release(folder))]
    return sorted(found, key=lambda release: (release.released_at, release.name), reverse=True)


def folders_in(root: Path) -> list[Path]:
    """The folders of releases, by name; one that begins with a dot is still being written."""
    return sorted(path for path in root.iterdir() if path.name[0] != ".") if root.is_dir() else []


def has_release(root: Path) -> bool:
    """Whether any release has been made here, readable or not; tells by the names of the folders alone."""
    return any(is_release_name(folder.name) for folder in folders_in(root))


def read_release(folder: Path) -> Release | None:
    """The release in a folder; None if there is none or it is unreadable."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        record["released_at"] = datetime.fromisoformat(record["released_at"])
        release = Release(**record, folder=folder)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    is_own = release.name == folder.name and is_release_name(folder.name)
    return release if is_own and release.path.is_file() and not release.path.is_symlink() else None


def release_named(root: Path, name: str) -> Release | None:
    """The release of this name, looked up in the existing ones: no name is ever used as a path."""
    return next((release for release in releases_in(root) if release.name == name), None)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def freeze(root: Path, edition: Edition, blocks: Blocks | None = None) -> Release:
    """Make a release, completely or not at all; an existing one is never replaced."""
    name = edition.release
    if not is_release_name(name):
        raise ReleaseRefused(
            _("“%(name)s” is no name: write small letters and digits, such as 2026-11.") % {"name": name}
        )
    if name in {folder.name for folder in folders_in(root)}:
        raise ReleaseRefused(
            _("The release %(name)s exists already, and its bytes never change.") % {"name": name}
        )
    root.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=root, prefix=f".{name}-"))
    try:
        release = _frozen(draft, edition, blocks)
        # fails if another process made this name first, because that folder is not empty
        draft.rename(root / name)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Release(**{**vars(release), "folder": root / name})


def _frozen(draft: Path, edition: Edition, blocks: Blocks | None) -> Release:
    """The archive and its record, in a hidden folder."""
    path = draft / f"cartagena-{edition.release}.zip"
    with path.open("w+b") as file:
        written = write_package(file, edition, blocks)
        file.flush()
        os.fsync(file.fileno())
    release = Release(
        name=edition.release,
        released_at=edition.created_at or edition.clocks.known_at,
        as_of=edition.clocks.day.isoformat(),
        rows={noun: table.rows for noun, table in written.tables.items()},
        size=path.stat().st_size,
        sha256=sha256_of(path),
        folder=draft,
        seals=written.seal.seals,
        seal_sha256=written.seal.sha256,
    )
    record = {name: value for name, value in asdict(release).items() if name != "folder"}
    record["released_at"] = release.released_at.isoformat()
    (draft / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    for kept, mode in ((path, FILE_MODE), (draft / RECORD, FILE_MODE), (draft, FOLDER_MODE)):
        kept.chmod(mode)
    return release
