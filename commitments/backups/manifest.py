"""What a backup holds, told by the last file in it; a backup without it was never finished."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from .content import TableContent, hash_of
from .refusals import BackupRefused

NAME, PRODUCT, FORMAT = "manifest.json", "cartagena", 1
MAX_BYTES = 256 * 1024 * 1024  # it names every document, and is read into memory


@dataclass(frozen=True)
class KeptFile:
    """The size and the SHA-256 of one file of the backup."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Where and when the backup was made, of which version, and all that is in it.

    `version` and `commit` are those of the product; `commit` is empty where no git tells it. `database` is
    sqlite or postgresql. `seal` is the SHA-256 of the last seal, empty where nothing is sealed yet. `missing`
    are documents that the database names and whose file was not there, or not whole, at that time.
    """

    made_at: str
    site: str
    version: str
    commit: str
    database: str
    database_version: str
    migrations: list[str]
    triggers: list[str]
    seal: str
    tables: dict[str, TableContent]
    missing: list[str]
    files: dict[str, KeptFile]

    @property
    def content_sha256(self) -> str:
        return hash_of(self.tables)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def count(self, folder: str) -> int:
        """How many files of one kind it holds: documents or releases."""
        return sum(name.startswith(f"{folder}/") for name in self.files)

    def to_json(self) -> bytes:
        head = {"product": PRODUCT, "format": FORMAT, "content_sha256": self.content_sha256}
        return json.dumps({**head, **asdict(self)}, indent=1).encode()


def read_manifest(text: bytes) -> Manifest:
    """What `to_json` wrote; raises BackupRefused where it is anything else."""
    try:
        held: dict[str, Any] = json.loads(text)
        if held["product"] != PRODUCT:
            raise KeyError("product")
        if held["format"] != FORMAT:
            raise BackupRefused(
                _("This backup has format %(format)s; this version of the product reads %(known)s.")
                % {"format": held["format"], "known": FORMAT}
            )
        read = {field.name: held[field.name] for field in fields(Manifest)}
        read["tables"] = {name: TableContent(**each) for name, each in held["tables"].items()}
        read["files"] = {name: KeptFile(**each) for name, each in held["files"].items()}
        manifest = Manifest(**read)
        if manifest.content_sha256 != held["content_sha256"]:
            raise KeyError("content_sha256")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupRefused(
            _("The description in the backup cannot be read: %(error)s.") % {"error": error}
        ) from error
    return manifest


def told(manifest: Manifest) -> str:
    """What it holds, for whoever made it or brings it back."""
    sentence = _(
        "%(rows)s rows in %(tables)s tables, %(documents)s documents, %(releases)s releases; "
        "content %(content)s."
    )
    return sentence % {
        "rows": f"{manifest.rows:,}",
        "tables": len(manifest.tables),
        "documents": f"{manifest.count('documents'):,}",
        "releases": sum(name.endswith("/release.json") for name in manifest.files),
        "content": manifest.content_sha256,
    }
