"""A document at the desk: chosen in the form, kept through every detour, shown wherever the note is read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commitments.models import Document, EvidenceLink, ProgressNote
from commitments.models.document_files import files_kept
from commitments.rules.roles import CONTRIBUTOR
from tests.builders import make_document, make_evidence, make_member, make_note, make_obligation, make_party
from tests.document_files import pdf, picture, place

pytestmark = pytest.mark.django_db
ADD = "/admin/commitments/progressnote/add/"
NO_ADDRESS = {"evidence-0-url": "", "evidence-0-title": "Letter of the Ministry"}
NAME = "/tmp/letters/Letter \u202efdp.pdf"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.DOCUMENT_FOLDER = tmp_path / "documents"


@pytest.fixture
def form(filled_in):
    """The form of a note on an obligation, with one row that has no address."""
    obligation = make_obligation()
    filled = filled_in(obligation.state, obligation.commitment, **NO_ADDRESS)
    return lambda **changes: filled | changes


def upload(content: bytes, name: str = NAME) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def change(note: ProgressNote, page: str = "change") -> str:
    return reverse(f"admin:commitments_progressnote_{page}", args=[note.pk])


def row_of(response) -> object:
    (formset,) = (each.formset for each in response.context["inline_admin_formsets"])
    return formset.forms[0]


def stored_row(note: ProgressNote, **changes: object) -> dict[str, object]:
    """What a form sends of the row that is stored."""
    link = note.evidence.get()
    return {
        "evidence-INITIAL_FORMS": "1",
        "evidence-0-id": link.pk,
        "evidence-0-note": note.pk,
        "evidence-0-document": link.document_id or "",
        "evidence-0-document_name": link.document_name,
        "version": note.version,
        **changes,
    }


def test_a_letter_is_evidence(researcher, form):
    answer = researcher.post(ADD, form(**{"evidence-0-upload": upload(pdf())}))

    assert answer.status_code == 302
    link = EvidenceLink.objects.get()
    assert (link.url, link.document_name, link.document.content_type) == (
        "",
        "Letter fdp.pdf",
        "application/pdf",
    )
    assert link.document.uploaded_by == researcher.person
    for page in ("change", "preview"):
        shown = researcher.get(change(link.note, page)).content.decode()
        assert "Letter fdp.pdf" in shown
        assert link.document.get_absolute_url() in shown
    assert researcher.get(link.document.get_absolute_url()).getvalue() == pdf()
    assert link.document_id in researcher.get(change(link.note, "history")).content.decode()


def test_a_citation_is_evidence(researcher, form):
    cited = {"evidence-0-archive": "National Archives, Kew", "evidence-0-archive_number": "FO 371/1"}

    researcher.post(ADD, form(**cited))

    link = EvidenceLink.objects.get()
    assert (link.archive, link.archive_number) == ("National Archives, Kew", "FO 371/1")
    assert "National Archives, Kew, FO 371/1" in researcher.get(change(link.note, "preview")).content.decode()


def test_a_row_that_nobody_could_check_is_refused_in_words(researcher, form):
    asked = {
        "Say where this can be checked": {},
        "Say both which archive has it": {"evidence-0-archive": "National Archives"},
    }

    for words, changes in asked.items():
        page = researcher.post(ADD, form(**changes)).content.decode()
        assert words in page
    assert not ProgressNote.objects.exists()


def test_a_form_that_comes_back_still_has_its_document(researcher, form):
    broken = form(**{"text": "", "evidence-0-upload": upload(pdf())})

    page = researcher.post(ADD, broken)

    row = row_of(page)
    assert (row["document"].value(), row["document_name"].value()) == (
        Document.objects.get().sha256,
        "Letter fdp.pdf",
    )
    assert "Another file in its place" in page.content.decode()
    assert researcher.get(Document.objects.get().get_absolute_url()).status_code == 200
    again = form(
        **{"evidence-0-document": row["document"].value(), "evidence-0-document_name": "Letter fdp.pdf"}
    )
    researcher.post(ADD, again)
    assert EvidenceLink.objects.get().document == Document.objects.get()


def test_a_file_that_is_not_kept_says_why_and_the_words_stay(researcher, form, settings):
    refused = {
        "This file is empty.": b"",
        "Only PDF, PNG and JPEG files are kept": b"<script>alert(1)</script>",
        "This file is damaged or cut off": pdf()[:100],
        "where a picture in it was taken": picture("JPEG", exif=place()),
        "This file is larger than 20 MB.": pdf() + b"\0" * 20 * 1024 * 1024,
    }

    for words, content in refused.items():
        page = researcher.post(ADD, form(**{"evidence-0-upload": upload(content)}))
        assert words in str(row_of(page).errors["upload"])
        assert row_of(page).errors.keys() == {"upload"}
        assert "Letter of the Ministry" in page.content.decode()
    settings.DOCUMENT_QUOTA = 10
    page = researcher.post(ADD, form(**{"evidence-0-upload": upload(pdf())}))
    assert "no room left" in str(row_of(page).errors["upload"])
    assert ([*files_kept()], ProgressNote.objects.count()) == ([], 0)


def test_a_folder_that_cannot_be_written_is_said_in_words(researcher, form, settings, tmp_path):
    settings.DOCUMENT_FOLDER = tmp_path / "a file"
    settings.DOCUMENT_FOLDER.write_text("")

    page = researcher.post(ADD, form(**{"evidence-0-upload": upload(pdf())}))

    assert "could not be written down" in str(row_of(page).errors["upload"])


def test_a_document_is_changed_and_taken_away(researcher, form):
    first = make_document()
    note = make_note(published=False, author=researcher.person)
    make_evidence(note=note, url="", document=first, document_name="first.pdf")
    sent = form(state=note.obligation.state_id, commitment=note.obligation.commitment_id)

    researcher.post(change(note), sent | stored_row(note, **{"evidence-0-upload": upload(pdf("Second"))}))
    second = EvidenceLink.objects.get()
    assert (second.document != first, second.document_name) == (True, "Letter fdp.pdf")

    note.refresh_from_db()
    page = researcher.post(change(note), sent | stored_row(note, **{"evidence-0-upload-clear": "on"}))
    assert "Say where this can be checked" in page.content.decode()
    cited = {"evidence-0-archive": "Archive", "evidence-0-archive_number": "1"}
    researcher.post(change(note), sent | cited | stored_row(note, **{"evidence-0-upload-clear": "on"}))
    third = EvidenceLink.objects.get()
    assert (third.document, third.document_name, third.archive) == (None, "", "Archive")


def test_nobody_cites_a_document_by_its_checksum_alone(form, client):
    """A checksum is public once a finding was; it does not give the file of a hidden note to who knows it."""
    hidden = make_note(published=False)
    make_evidence(note=hidden, url="", document=make_document(), document_name="hidden.pdf")
    own = make_obligation(state=make_party())
    client.force_login(make_member(CONTRIBUTOR, own.state))
    forged = {
        "state": own.state_id,
        "commitment": own.commitment_id,
        "evidence-0-document": hidden.evidence.get().document_id,
        "evidence-0-document_name": "hidden.pdf",
    }

    page = client.post(ADD, form(**forged))

    assert "This document is not here any more" in page.content.decode()
    assert EvidenceLink.objects.count() == 1
    brought = forged | {"evidence-0-upload": upload(open_bytes(hidden))}
    assert client.post(ADD, form(**brought)).status_code == 302
    assert EvidenceLink.objects.count() == 2


def open_bytes(note: ProgressNote) -> bytes:
    (path,) = (path for path in files_kept() if path.name == note.evidence.get().document_id)
    return path.read_bytes()


def test_who_may_not_write_brings_nothing(reviewer, form):
    assert reviewer.post(ADD, form(**{"evidence-0-upload": upload(pdf())})).status_code == 403

    assert ([*files_kept()], Document.objects.count()) == ([], 0)


def test_a_reviewer_sees_and_opens_it(reviewer):
    note = make_note(published=False)
    make_evidence(note=note, url="", document=make_document(), document_name="letter.pdf")
    note.submit(by=note.author, at=note.created_at)

    pages = [reviewer.get(change(note, page)).content.decode() for page in ("review", "change")]

    document = note.evidence.get().document
    assert all("letter.pdf" in page and document.sha256 in page for page in pages)
    assert reviewer.get(document.get_absolute_url()).status_code == 200


def test_two_people_who_amend_one_draft_keep_the_file_in_its_row(researcher, form):
    """Somebody took the first row away meanwhile; the new file stays with the row that it came with."""
    note = make_note(published=False, author=researcher.person)
    gone = make_evidence(note=note, title="Gone")
    sent = form(state=note.obligation.state_id, commitment=note.obligation.commitment_id)
    rows = {
        "evidence-TOTAL_FORMS": "2",
        "evidence-INITIAL_FORMS": "1",
        "evidence-0-id": gone.pk,
        "evidence-0-note": note.pk,
        "evidence-0-url": gone.url,
        "evidence-0-title": "Gone",
        "evidence-1-title": "Letter",
        "evidence-1-kind": "other",
        "evidence-1-published_precision": "day",
        "evidence-1-upload": upload(pdf()),
        "version": note.version,
    }
    gone.take_away(by=note.author)
    note.write(by=note.author)

    page = researcher.post(change(note), sent | rows)

    found = {
        form["title"].value(): form["document_name"].value()
        for form in page.context["inline_admin_formsets"][0].formset.forms
    }
    assert found["Letter"] == "Letter fdp.pdf"
    assert found.get("Gone", "") == ""
