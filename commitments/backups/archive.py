"""The file of a backup: a tar archive, compressed by gzip, perhaps encrypted by age; those tools open it too.

Nothing is ever unpacked by its name. Whoever reads gets plain files under the few names that a backup has,
one after the other as a stream; everything else (links, devices, other paths) is refused.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from django.utils.translation import gettext as _
from pyrage.x25519 import Identity, Recipient

from commitments.rules.releases import PATTERN as RELEASE

from .encryption import MAGIC, decrypted, encrypted
from .manifest import MAX_BYTES, NAME, KeptFile, Manifest, read_manifest
from .refusals import BackupRefused

BLOCK = 1024 * 1024
# much of it is compressed already: documents, releases, the dump of PostgreSQL
COMPRESSION = 1
GZIP = b"\x1f\x8b"
PLAIN_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE)
MAX_TAIL = 64 * 1024  # zeros after the last file
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
NAMES = re.compile(
    rf"manifest\.json|database\.(sqlite3|dump)|documents/[0-9a-f]{{64}}|"
    rf"releases/{RELEASE}/(release\.json|cartagena-{RELEASE}\.zip)"
)


class HashedFile:
    """Hands a file on and hashes what goes through."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.hashed, self.size = file, sha256(), 0

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self._count(block)
        return block

    def write(self, block: bytes) -> int:
        self._count(block)
        return self.file.write(block)

    def flush(self) -> None:
        """Whoever opened the file does it."""

    def _count(self, block: bytes) -> None:
        self.hashed.update(block)
        self.size += len(block)

    @property
    def kept(self) -> KeptFile:
        return KeptFile(self.size, self.hashed.hexdigest())


class ArchiveWriter:
    """Takes one file after the other; `files` says what was taken."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar, self.files = tar, {}

    def add(self, name: str, file: BinaryIO, *, size: int, moment: float) -> KeptFile:
        """This many bytes of the file."""
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, int(moment), 0o600
        hashed = HashedFile(file)
        self.tar.addfile(member, hashed)
        self.files[name] = hashed.kept
        return hashed.kept

    def add_manifest(self, manifest: Manifest, *, moment: float) -> None:
        """The end of the backup."""
        text = manifest.to_json()
        self.add(NAME, BytesIO(text), size=len(text), moment=moment)


@contextmanager
def archive_into(out: BinaryIO, recipients: Sequence[Recipient]) -> Iterator[ArchiveWriter]:
    """A new archive; what happens in the block decides what is in it."""
    with (
        encrypted(out, recipients) as plain,
        gzip.GzipFile(filename="", fileobj=plain, mode="wb", compresslevel=COMPRESSION) as compressed,
        tarfile.open(fileobj=compressed, mode="w|", bufsize=BLOCK, format=tarfile.GNU_FORMAT) as tar,
    ):
        yield ArchiveWriter(tar)


class PlainMember(tarfile.TarInfo):
    """Refuses all but plain files before the library reads anything that belongs to them."""

    @classmethod
    def frombuf(cls, buf: bytes, encoding: str, errors: str) -> Self:
        member = super().frombuf(buf, encoding, errors)
        if member.type not in PLAIN_FILES or member.size < 0:
            raise BackupRefused(
                _("The archive holds something that is no plain file: “%(name)s”.") % {"name": member.name}
            )
        return member


class Member(NamedTuple):
    """One file in a backup, to be read before the next one."""

    name: str
    size: int
    content: HashedFile


@contextmanager
def archive_in(path: Path, identities: Sequence[Identity]) -> Iterator[Iterator[Member]]:
    """The files in a backup, in their order; raises BackupRefused where it is damaged or no backup."""
    with path.open("rb") as file, _as_refusal():
        start = file.read(len(MAGIC))
        file.seek(0)
        if start == MAGIC:
            if not identities:
                raise BackupRefused(
                    _("This backup is encrypted: name the file of the private key with --key.")
                )
            with decrypted(file, identities) as plain:
                yield _members(plain)
        elif start.startswith(GZIP):
            yield _members(file)
        else:
            raise BackupRefused(_("%(path)s is no backup of this product.") % {"path": path})


def _members(plain: BinaryIO) -> Iterator[Member]:
    """Each is read to its end, whether or not whoever got it did."""
    seen: set[str] = set()
    with (
        _as_refusal(),
        gzip.GzipFile(fileobj=plain) as uncompressed,
        tarfile.open(fileobj=uncompressed, mode="r|", bufsize=BLOCK, tarinfo=PlainMember) as tar,
    ):
        for member in tar:
            if not NAMES.fullmatch(member.name) or member.name in seen:
                raise BackupRefused(
                    _("“%(name)s” does not belong into a backup, or stands in it twice.")
                    % {"name": member.name}
                )
            seen.add(member.name)
            yield Member(member.name, member.size, HashedFile(tar.extractfile(member)))
        # the library has read ahead, so what follows is asked of it
        _read_tail(tar.fileobj)


def _read_tail(rest: BinaryIO) -> None:
    """Zeros; behind them the checksum of gzip and the last block of age are compared."""
    tail = rest.read(MAX_TAIL)
    if tail.strip(b"\0") or rest.read(1):
        raise BackupRefused(_("Something follows the end of the backup."))


@contextmanager
def _as_refusal() -> Iterator[None]:
    """What the libraries say of a damaged file, in words."""
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupRefused(_("The backup is damaged or cut off: %(error)s.") % {"error": error}) from error


def verify(path: Path, identities: Sequence[Identity]) -> Manifest:
    """Read all of it and compare it with its own description; raises BackupRefused where it differs."""
    found, manifest = {}, None
    with archive_in(path, identities) as members:
        for member in members:
            if manifest:
                raise BackupRefused(_("Something follows the end of the backup."))
            if member.name == NAME:
                manifest = read_manifest(_whole(member))
            else:
                while member.content.read(BLOCK):
                    pass
                found[member.name] = member.content.kept
    if manifest is None:
        raise BackupRefused(_("The backup has no end: it was never finished."))
    refuse_difference(manifest.files, found)
    if DATABASES.get(manifest.database) not in found:
        raise BackupRefused(_("The backup holds no database."))
    return manifest


def _whole(member: Member) -> bytes:
    if member.size > MAX_BYTES:
        raise BackupRefused(_("The description in the backup is too large to be one."))
    return member.content.read()


def refuse_difference(expected: dict[str, KeptFile], found: dict[str, KeptFile]) -> None:
    """Raises BackupRefused with the first file that differs."""
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            raise BackupRefused(
                _("“%(name)s” in the backup is not what its description says.") % {"name": name}
            )
