"""The command that compares the documents with their files."""

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from commitments.models import Document
from commitments.models.document_files import files_kept, keep_file
from tests.builders import make_document, make_evidence

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=3)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.DOCUMENT_FOLDER = tmp_path / "documents"


def check(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("check_documents", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def cited(**fields: object) -> Document:
    document = make_document(**fields)
    make_evidence(url="", document=document, document_name="letter.pdf")
    return document


def file_of(document: Document) -> Path:
    (path,) = (path for path in files_kept() if path.name == document.sha256)
    return path


def test_whole_documents_are_counted():
    cited()
    cited()

    assert check() == ("Documents that are whole: 2.\n", "")


def test_what_is_missing_or_damaged_is_named_and_is_an_error():
    lost, rotten, _whole = cited(), cited(), cited()
    file_of(lost).unlink()
    file_of(rotten).write_bytes(b"rotten")

    told, errors = check()

    assert told == "Documents that are whole: 1.\n"
    assert errors.splitlines() == [
        f"missing: {lost.sha256}",
        f"damaged: {rotten.sha256}",
        "Bring these files back from a backup of the folder of documents.",
    ]


def test_what_no_note_cites_is_named_and_removed_only_on_request():
    used, old, new = cited(at=LONG_AGO), make_document(at=LONG_AGO), make_document(at=timezone.now())
    keep_file(b"of a form that was never saved")
    (stray,) = (path for path in files_kept() if not Document.objects.filter(pk=path.name).exists())
    os.utime(stray, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))

    told, _errors = check()
    assert told.splitlines()[1:] == [f"not cited: {old.sha256}", f"of no document: {stray}"]
    assert Document.objects.count() == 3

    check("--remove-orphans")

    assert {*Document.objects.all()} == {used, new}
    assert {path.name for path in files_kept()} == {used.sha256, new.sha256}
    assert [entry.history_type for entry in Document.history.filter(sha256=old.sha256)] == ["-", "+"]
