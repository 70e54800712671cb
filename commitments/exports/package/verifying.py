"""Checks that no release has changed since it was made."""

import hashlib
from pathlib import Path
from zipfile import ZipFile

from django.utils.translation import gettext as _

from commitments.exports.rows import BLOCK_SIZE

from .reading import DamagedRelease, opened
from .releases import Release, folders_in, read_release, sha256_of
from .writing import CHECKSUMS


def faults_in(root: Path) -> list[str]:
    """The differences, with the name of the release; empty if there are none."""
    return [fault for folder in folders_in(root) for fault in _faults_of(folder)]


def _faults_of(folder: Path) -> list[str]:
    release = read_release(folder)
    if release is None:
        return [_("%(name)s: holds no release that can be read.") % {"name": folder.name}]
    said, size, digest = {"name": release.name}, release.path.stat().st_size, sha256_of(release.path)
    if size != release.size:
        words = _("%(name)s: has %(size)s bytes instead of %(expected)s.")
        return [words % {**said, "size": size, "expected": release.size}]
    if digest != release.sha256:
        words = _("%(name)s: has the SHA-256 %(sum)s instead of %(expected)s.")
        return [words % {**said, "sum": digest, "expected": release.sha256}]
    return _faults_inside(release)


def _faults_inside(release: Release) -> list[str]:
    """Compares the files in the archive with its own list."""
    said = {"name": release.name}
    try:
        with opened(release) as archive:
            listed = dict(_listed(archive))
            found = {name: _digest(archive, name) for name in archive.namelist() if name != CHECKSUMS}
    except DamagedRelease:
        return [_("%(name)s: the archive cannot be read.") % said]
    differing = sorted(name for name in listed | found if listed.get(name) != found.get(name))
    words = _("%(name)s: %(file)s inside the archive differs from its checksum.")
    return [words % {**said, "file": name} for name in differing]


def _listed(archive: ZipFile) -> list[tuple[str, str]]:
    lines = archive.read(CHECKSUMS).decode().splitlines()
    return [(name, digest) for digest, name in (line.split("  ", 1) for line in lines)]


def _digest(archive: ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while block := file.read(BLOCK_SIZE):
            digest.update(block)
    return digest.hexdigest()
