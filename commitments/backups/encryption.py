"""Encryption of a backup by age (age-encryption.org/v1): authenticated block by block, and its end as well.

The server holds only the public half of a key, so whoever breaks into it cannot read the backups made there.
Any age program opens the file with the other half: this product is not needed for it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import pyrage
from django.utils.translation import gettext as _
from pyrage.x25519 import Identity, Recipient

from .refusals import BackupRefused

MAGIC = b"age-encryption.org/v1"
SECRET = "AGE-SECRET-KEY-"  # noqa: S105  (how each begins, not one)


def recipients_of(keys: Sequence[str]) -> list[Recipient]:
    """The public keys of the setting BACKUP_KEY, which `environment.py` has read."""
    return [Recipient.from_str(key) for key in keys]


def identities_in(path: Path) -> list[Identity]:
    """The private keys in a file, as `backup_key` and age-keygen write it."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        found = [Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except OSError as error:
        raise BackupRefused(f"{path}: {error.strerror}") from error
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise BackupRefused(_("%(path)s holds something that is no key of age.") % {"path": path}) from error
    if not found:
        raise BackupRefused(
            _("%(path)s holds no private key; it would begin with %(secret)s.")
            % {"path": path, "secret": SECRET}
        )
    return found


class RememberingFile:
    """A file whose error is kept as it was: age gives back only its words."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.error = file, None

    def write(self, block: bytes) -> int:
        try:
            return self.file.write(block)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Age asks for it; whoever opened the file does it."""


class Worker(Thread):
    """The half of a pipe that age works on; it closes its end whatever happens."""

    def __init__(self, work: Callable[[BinaryIO], None], end: BinaryIO) -> None:
        super().__init__(daemon=True)
        self.work, self.end = work, end
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.work(self.end)
        except BaseException as error:  # noqa: BLE001  (raised again in the thread that waits for this one)
            self.error = error
        finally:
            with suppress(OSError):
                self.end.close()


@contextmanager
def encrypted(out: BinaryIO, recipients: Sequence[Recipient]) -> Iterator[BinaryIO]:
    """What is written here arrives in `out` encrypted; without recipients as it is."""
    if not recipients:
        yield out
        return
    reading, writing = os.pipe()
    sink, target = os.fdopen(writing, "wb"), RememberingFile(out)
    worker = Worker(lambda plain: pyrage.encrypt_io(plain, target, recipients), os.fdopen(reading, "rb"))
    worker.start()
    try:
        yield sink
    except BrokenPipeError:
        pass  # the worker has ended, and says below why
    finally:
        with suppress(BrokenPipeError):
            sink.close()
        worker.join()
    if worker.error:
        raise target.error or worker.error


@contextmanager
def decrypted(file: BinaryIO, identities: Sequence[Identity]) -> Iterator[BinaryIO]:
    """The content of an encrypted file, whole: a file that was cut off or changed raises BackupRefused.

    Whoever reads to the end knows so only after the block, because the last piece is checked last.
    """
    reading, writing = os.pipe()
    source = os.fdopen(reading, "rb")
    worker = Worker(lambda plain: pyrage.decrypt_io(file, plain, identities), os.fdopen(writing, "wb"))
    worker.start()
    try:
        yield source
    except Exception:
        source.close()
        worker.join()
        if worker.error and "Broken pipe" not in str(worker.error):
            raise _refusal(worker.error) from worker.error  # what was read ended because of it
        raise
    finally:
        source.close()
        worker.join()
    if worker.error:
        raise _refusal(worker.error) from worker.error


def _refusal(error: BaseException) -> BackupRefused:
    if "No matching keys" in str(error):
        return BackupRefused(_("The backup is encrypted for another key than the one that was given."))
    return BackupRefused(_("The encrypted file is damaged or cut off: %(error)s.") % {"error": error})
