"""What a file that claims to be a backup may hold, and how a damaged one is told."""

import gzip
import json
import os
import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from commitments.backups.archive import archive_into, verify
from commitments.backups.content import TableContent
from commitments.backups.manifest import Manifest
from commitments.backups.refusals import BackupRefused

DOCUMENT = f"documents/{'a' * 64}"
WORDS = b"A letter. " * 20_000


def described(files: dict) -> Manifest:
    return Manifest(
        made_at="2026-11-28T03:00:00+00:00",
        site="https://tracker.example.org",
        version="1",
        commit="",
        database="sqlite",
        database_version="3.40.1",
        migrations=["commitments.0001_tables"],
        triggers=[],
        seal="",
        tables={"commitments_state": TableContent(1, "b" * 64)},
        missing=[],
        files=files,
    )


def write(path: Path, *recipients) -> Path:
    """A backup as the product writes it."""
    with path.open("wb") as out, archive_into(out, recipients) as archive:
        for name, content in (("database.sqlite3", b"rows"), (DOCUMENT, WORDS)):
            archive.add(name, BytesIO(content), size=len(content), moment=0)
        archive.add_manifest(described(archive.files), moment=0)
    return path


def refusal_of(path: Path, *identities: Identity) -> str:
    try:
        verify(path, identities)
    except BackupRefused as refused:
        return str(refused)
    return ""


def test_archive_is_read_as_it_was_written_encrypted_or_not(tmp_path):
    own, other = Identity.generate(), Identity.generate()
    plain = write(tmp_path / "plain")
    encrypted = write(tmp_path / "encrypted", own.to_public(), other.to_public())

    assert verify(plain, []) == verify(encrypted, [own]) == verify(encrypted, [other])
    assert b"database" not in encrypted.read_bytes()


def test_archive_that_is_damaged_cut_off_or_of_another_key_is_refused_in_words(tmp_path):
    own = Identity.generate()
    plain, encrypted = (
        write(tmp_path / "plain").read_bytes(),
        write(tmp_path / "age", own.to_public()).read_bytes(),
    )
    middle = len(encrypted) // 2
    cases = {
        "cut off": (plain[:-9], [], "damaged or cut off"),
        "half": (plain[: len(plain) // 2], [], "damaged or cut off"),
        "one bit": (plain[:90] + bytes([plain[90] ^ 1]) + plain[91:], [], ""),
        "twice": (plain + plain, [], "follows the end"),
        "encrypted, cut off": (encrypted[:-1], [own], "damaged or cut off"),
        "encrypted, half": (encrypted[:middle], [own], "damaged or cut off"),
        "encrypted, one bit": (
            encrypted[:middle] + bytes([encrypted[middle] ^ 1]) + encrypted[middle + 1 :],
            [own],
            "damaged or cut off",
        ),
        "no key": (encrypted, [], "--key"),
        "another key": (encrypted, [Identity.generate()], "another key"),
        "a text": (b"Dear all, ", [], "no backup of this product"),
        "nothing": (b"", [], "no backup of this product"),
    }
    for name, (content, identities, words) in cases.items():
        path = tmp_path / "case"
        path.write_bytes(content)
        told = refusal_of(path, *identities)
        assert told, name
        assert words in told, (name, told)


def hostile(path: Path, *members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.GNU_FORMAT) -> Path:
    """An archive whose members are taken as they are, with a description that fits."""
    with gzip.open(path, "wb") as out, tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, BytesIO(content))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, **fields: object) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type = kind
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def test_archive_with_anything_but_the_plain_files_of_a_backup_is_refused(tmp_path):
    database = (member("database.sqlite3"), b"rows")
    cases = {
        "path upwards": member("documents/../../etc/passwd"),
        "whole path": member("/etc/passwd"),
        "release upwards": member("releases/../../x/release.json"),
        "capitals": member(f"documents/{'A' * 64}"),
        "symbolic link": member(DOCUMENT, tarfile.SYMTYPE, linkname="/etc/passwd"),
        "hard link": member(DOCUMENT, tarfile.LNKTYPE, linkname="/etc/passwd"),
        "device": member(DOCUMENT, tarfile.CHRTYPE, devmajor=1, devminor=5),
        "pipe": member(DOCUMENT, tarfile.FIFOTYPE),
        "folder": member("documents", tarfile.DIRTYPE),
        "sparse": member(DOCUMENT, tarfile.GNUTYPE_SPARSE),
        "long name": member("documents/" + "a" * 300),
        "header of its own": member(DOCUMENT, tarfile.XHDTYPE),
    }
    for name, made in cases.items():
        told = refusal_of(hostile(tmp_path / "case", database, (made, b"")))
        assert "no plain file" in told or "does not belong" in told, (name, told)
    assert "twice" in refusal_of(hostile(tmp_path / "case", database, database))


def test_archive_whose_description_is_missing_or_wrong_is_refused(tmp_path):
    rows = (member("database.sqlite3"), b"rows")
    whole = json.loads(described({}).to_json())
    cases = {
        "none": (None, "never finished"),
        "no JSON": (b"{", "cannot be read"),
        "a list": (b"[]", "cannot be read"),
        "other product": (json.dumps({**whole, "product": "other"}).encode(), "cannot be read"),
        "newer format": (json.dumps({**whole, "format": 9}).encode(), "format 9"),
        "other content": (json.dumps({**whole, "content_sha256": "0"}).encode(), "cannot be read"),
        "other files": (json.dumps(whole).encode(), "is not what its description says"),
    }
    for name, (text, words) in cases.items():
        members = [rows, *([(member("manifest.json"), text)] if text else [])]
        told = refusal_of(hostile(tmp_path / "case", *members))
        assert words in told, (name, told)


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_archive_on_a_full_disk_ends_with_the_error_of_the_disk(is_encrypted):
    class Full(BytesIO):
        def write(self, block):
            if self.tell() > 2_000:
                raise OSError(28, "No space left on device")
            return super().write(block)

    recipients, noise = [Identity.generate().to_public()] if is_encrypted else [], os.urandom(500_000)

    def fill():
        with archive_into(Full(), recipients) as archive:
            archive.add("database.sqlite3", BytesIO(noise), size=len(noise), moment=0)

    with pytest.raises(OSError, match="No space left"):
        fill()
