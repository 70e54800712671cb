"""Where an installation keeps its files and who can read its backups, from its environment, validated."""

import re
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.core.exceptions import ImproperlyConfigured

from .variables import Variables, parts

DOCUMENT_QUOTA_MB = 5_000
QUOTA = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Storage:
    """The folders, the bytes that documents may take, and the public keys of backups."""

    releases_root: Path
    document_folder: Path
    document_quota: int
    backup_keys: list[str]


def storage(variables: Variables, *, base_dir: Path) -> Storage:
    """Relative paths start at `base_dir`."""
    return Storage(
        releases_root=folder(variables, "RELEASES_ROOT", base_dir=base_dir, default="releases"),
        document_folder=folder(variables, "DOCUMENT_FOLDER", base_dir=base_dir, default="documents"),
        document_quota=document_quota(variables),
        backup_keys=backup_keys(variables),
    )


def folder(variables: Variables, name: str, *, base_dir: Path, default: str) -> Path:
    """A folder in which files are stored permanently; it need not be there yet."""
    path = base_dir / (variables.get(name, "").strip() or default)
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"{name} must be a folder, not a file: {path}")
    return path


def document_quota(variables: Variables) -> int:
    """How many bytes all documents together may take."""
    megabytes = variables.get("DOCUMENT_QUOTA_MB", "").strip() or str(DOCUMENT_QUOTA_MB)
    if not QUOTA.fullmatch(megabytes):
        raise ImproperlyConfigured(f"DOCUMENT_QUOTA_MB must be a number of megabytes, not {megabytes!r}.")
    return int(megabytes) * 1024 * 1024


def backup_keys(variables: Variables) -> list[str]:
    """The public keys that backups are encrypted for, any of whose private ones opens them; or none."""
    keys = parts(variables.get("BACKUP_KEY", "").replace(" ", ","))
    for key in keys:
        if key.upper().startswith("AGE-SECRET-KEY-"):
            # not repeated: it opens every backup
            raise ImproperlyConfigured("BACKUP_KEY must be the public key (age1…), never the private one.")
        try:
            pyrage.x25519.Recipient.from_str(key)
        except pyrage.RecipientError as error:
            raise ImproperlyConfigured(
                f"BACKUP_KEY must hold public keys of age, which begin with age1, not {key!r}."
            ) from error
    return keys
