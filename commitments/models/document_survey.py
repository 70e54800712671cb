"""Whether the documents and their files fit, for instance after a backup was brought back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from .document import Document
from .document_files import files_kept, is_intact, remove_file


@dataclass(frozen=True)
class DocumentSurvey:
    """What does not fit: checksums without a file, files that are not what their name says, and leftovers.

    `uncited` are documents that no note cites, `strays` files that belong to no document; of both only those
    of before the given moment, because a form may be open that will cite the others.
    """

    whole: int
    missing: list[str]
    damaged: list[str]
    uncited: list[Document]
    strays: list[Path]


def survey_documents(*, before: datetime) -> DocumentSurvey:
    """Read every file and compare it with its checksum."""
    files = {path.name: path for path in files_kept()}
    known = list(Document.objects.values_list("pk", flat=True))
    damaged = [checksum for checksum in known if checksum in files and not is_intact(checksum)]
    missing = [checksum for checksum in known if checksum not in files]
    strays = [path for name, path in files.items() if name not in set(known) and _is_older(path, before)]
    return DocumentSurvey(
        whole=len(known) - len(missing) - len(damaged),
        missing=missing,
        damaged=damaged,
        uncited=list(Document.objects.never_cited().filter(uploaded_at__lt=before)),
        strays=strays,
    )


def remove_leftovers(found: DocumentSurvey) -> None:
    """Delete what no note cites; the history keeps who brought it, and when."""
    for document in found.uncited:
        checksum = document.sha256
        with transaction.atomic():
            document.delete()
        remove_file(checksum)
    for path in found.strays:
        path.unlink(missing_ok=True)


def _is_older(path: Path, moment: datetime) -> bool:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment
