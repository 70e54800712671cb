"""Documents are kept once, whole, and are public only while a note cites them that stands."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from commitments.models import Document, EvidenceLink
from commitments.models.document_files import bytes_kept, files_kept, is_intact, keep_file, open_file
from commitments.rules.clocks import Clocks
from commitments.rules.document_reading import UnreadableDocument
from tests.builders import (
    PUBLISHED,
    SUBMITTED,
    make_document,
    make_note,
    make_returned,
    make_reviewer,
    make_submitted,
    make_writer,
)
from tests.document_files import pdf, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.DOCUMENT_FOLDER = tmp_path / "documents"
    return settings.DOCUMENT_FOLDER


def citing(document: Document, **fields: object) -> dict[str, object]:
    """What a note says that rests on this document alone."""
    return {"links": 1, "evidence": {"url": "", "document": document, "document_name": "a.pdf"}, **fields}


def test_the_same_file_is_kept_once(folder):
    writer = make_writer()

    first = Document.keep(pdf(), by=writer, at=SUBMITTED)
    again = Document.keep(pdf(), by=make_writer(), at=PUBLISHED)

    assert (again, again.uploaded_by, again.uploaded_at) == (first, writer, SUBMITTED)
    assert [path.name for path in files_kept()] == [first.sha256]
    with open_file(first.sha256) as file:
        assert file.read() == pdf()
    assert (first.size, first.content_type) == (len(pdf()), "application/pdf")
    assert bytes_kept() == len(pdf())
    assert [entry.history_user for entry in first.history.all()] == [writer]


def test_a_file_that_was_damaged_is_mended_by_whoever_brings_it_again(folder):
    document = make_document(pdf())
    (path,) = files_kept()
    path.write_bytes(b"rotten")
    assert not is_intact(document.sha256)

    make_document(pdf())

    assert is_intact(document.sha256)


def test_documents_can_be_read_by_their_group_that_makes_the_backups_and_by_nobody_else():
    make_document(pdf())

    (path,) = files_kept()
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.parent.stat().st_mode & 0o757 == 0o750


def test_a_write_that_fails_leaves_nothing_behind(monkeypatch):
    def fail(_descriptor: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("commitments.models.document_files.os.fsync", fail)
    with pytest.raises(OSError, match="no space"):
        keep_file(pdf())

    assert [*files_kept()] == []


def test_a_full_folder_takes_no_more(settings):
    make_document(picture("PNG"))
    settings.DOCUMENT_QUOTA = bytes_kept() + len(pdf()) - 1

    with pytest.raises(UnreadableDocument, match="no room left"):
        make_document(pdf())
    assert Document.objects.count() == 1


def test_a_document_never_changes_and_is_not_deleted_under_a_note():
    document = make_document()
    make_note(**citing(document))

    with pytest.raises((IntegrityError, DatabaseError), match="never changes"), transaction.atomic():
        Document.objects.update(size=1)
    with pytest.raises(ProtectedError):
        document.delete()


def test_a_document_is_public_only_while_a_note_stands_that_cites_it():
    now = Clocks(PUBLISHED.date(), PUBLISHED + timedelta(days=30))
    hidden = {
        "draft": make_note(published=False, **citing(make_document())),
        "submitted": make_submitted(**citing(make_document())),
        "returned": make_returned(**citing(make_document())),
        "retracted": make_note(**citing(make_document())),
        "corrected": make_note(**citing(make_document())),
    }
    hidden["retracted"].retract(by=make_reviewer(), at=PUBLISHED + timedelta(days=5), reason="Forged.")
    author, reviewer = make_writer(), make_reviewer()
    correction = hidden["corrected"].correct(by=author)
    kept_along = correction.evidence.get()
    assert (kept_along.document, kept_along.document_name) == (
        hidden["corrected"].evidence.get().document,
        "a.pdf",
    )
    EvidenceLink.objects.filter(pk=kept_along.pk).update(document=make_document())
    correction.submit(by=author, at=PUBLISHED + timedelta(days=4))
    correction.publish(by=reviewer, at=PUBLISHED + timedelta(days=5))
    stands = [make_note(**citing(make_document())), correction]

    public = Document.objects.public_at(now)
    before = Document.objects.public_at(Clocks(now.day, PUBLISHED + timedelta(days=4)))

    assert {*public} == {note.evidence.get().document for note in stands}
    assert {*before} == {
        note.evidence.get().document for note in (stands[0], hidden["retracted"], hidden["corrected"])
    }
    assert not Document.objects.public_at(Clocks(stands[0].noted_date - timedelta(days=1), now.known_at))
