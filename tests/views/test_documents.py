"""Documents on the public side: how they are handed out, to whom, and what of them never gets out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commitments.models import Document, ProgressNote
from commitments.rules.roles import CONTRIBUTOR, REVIEWER
from tests.builders import (
    PUBLISHED,
    make_document,
    make_evidence,
    make_member,
    make_note,
    make_returned,
    make_reviewer,
    make_state,
    make_submitted,
    make_user,
    make_writer,
)
from tests.document_files import pdf, picture
from tests.views.site import addresses, body, lines_of

pytestmark = pytest.mark.django_db
LOCKED = {"Cache-Control": "private, no-store"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.DOCUMENT_FOLDER = tmp_path / "documents"


@pytest.fixture
def reader(client) -> Client:
    return Client(raise_request_exception=False)


def on_paper(mark: str, **fields: object) -> dict[str, object]:
    """What a note says that rests on a document and a citation, each with words of its own."""
    content = pdf(f"{mark}content")
    evidence = {
        "url": "",
        "title": f"{mark}title",
        "document": make_document(content),
        "document_name": f"{mark}name.pdf",
        "archive": f"{mark}archive",
        "archive_number": f"{mark}number",
    }
    return {"links": 1, "evidence": evidence, **fields}


def document_of(note: ProgressNote) -> Document:
    return note.evidence.get().document


def test_a_document_is_saved_and_never_shown(reader):
    note = make_note(**on_paper("shown"))
    document = document_of(note)

    answer = reader.get(f"/documents/{document.sha256}/")

    assert answer.getvalue() == pdf("showncontent")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert headers["content-disposition"] == 'attachment; filename="shownname.pdf"'
    assert headers["content-type"] == "application/pdf"
    assert headers["content-length"] == str(document.size)
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["cache-control"] == "public, max-age=0"
    assert "vary" not in headers or "Cookie" not in headers["vary"]
    again = reader.get(f"/documents/{document.sha256}/", headers={"If-None-Match": headers["etag"]})
    assert again.status_code == 304
    assert reader.head(f"/documents/{document.sha256}/").status_code == 200
    assert reader.post(f"/documents/{document.sha256}/").status_code == 405


def test_a_name_in_any_script_reaches_the_reader(reader):
    link = make_note(**on_paper("x")).evidence.get()
    note = make_note(
        links=1,
        evidence={"url": "", "document": make_document(picture("PNG")), "document_name": "رسالة “1”.png"},
    )

    answer = reader.get(document_of(note).get_absolute_url())

    assert "filename*=utf-8''%D8%B1%D8%B3" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "image/png"
    assert link.document_name not in answer.headers["Content-Disposition"]


def test_the_name_is_that_of_a_finding_which_stands(reader):
    """Two people brought the same letter; the name under which one of them drafted is nobody's business."""
    draft = make_note(published=False, **on_paper("unseen"))
    shown = make_note(
        links=1, evidence={"url": "", "document": document_of(draft), "document_name": "letter.pdf"}
    )
    make_evidence(
        note=make_note(published=False),
        url="",
        document=document_of(draft),
        document_name="unseenlater.pdf",
    )

    answer = reader.get(document_of(shown).get_absolute_url())

    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'


def test_a_checksum_in_large_letters_leads_to_the_document(reader):
    """Whether or not somebody may read it, so that the answer tells nothing."""
    public = document_of(make_note(**on_paper("cased"))).sha256

    for checksum in (public, "ab" * 32):
        answer = reader.get(f"/documents/{checksum.upper()}/?as_of=2024-02-01")
        assert answer.status_code == 301
        assert answer["Location"] == f"/documents/{checksum}/?as_of=2024-02-01"


def test_it_follows_both_clocks(reader):
    note = make_note(**on_paper("clocked"))
    address = document_of(note).get_absolute_url()
    note.retract(by=make_reviewer(), at=PUBLISHED + timedelta(days=9), reason="Forged.")
    asked = {
        "": 404,
        "?known_at=2024-01-15": 200,
        "?known_at=2024-01-09": 404,
        "?known_at=2024-01-15&as_of=2020-06-01": 200,
        "?known_at=2024-01-15&as_of=2020-05-31": 404,
        "?known_at=2024-02-01": 404,
        "?known_at=never": 400,
    }

    assert {query: reader.get(f"{address}{query}").status_code for query in asked} == asked
    assert document_of(note).sha256 in body(reader.get(f"{note.get_absolute_url()}?known_at=2024-01-15"))


def test_what_does_not_stand_is_not_there_in_the_same_words(reader, note):
    hidden = [
        make_note(published=False, **on_paper("unseendraft", obligation=note.obligation)),
        make_submitted(**on_paper("unseensubmitted", obligation=note.obligation)),
        make_returned(**on_paper("unseenreturned", obligation=note.obligation)),
        make_note(**on_paper("unseenretracted", obligation=note.obligation)),
    ]
    hidden[-1].retract(by=make_reviewer(), at=timezone.now(), reason="Forged.")
    unknown = reader.get(f"/documents/{'0' * 64}/")
    answers = {note.pk: reader.get(document_of(note).get_absolute_url()) for note in hidden}

    assert {answer.status_code for answer in answers.values()} == {404}
    assert {
        body(answer).replace(document_of(note).sha256, "0" * 64)
        for note, answer in zip(hidden, answers.values(), strict=True)
    } == {body(unknown)}
    sums = [document_of(one).sha256 for one in hidden]
    pages = {path: body(reader.get(path)) for path in addresses(note, *hidden)}
    told = [path for path, page in pages.items() if "unseen" in page or any(s in page for s in sums)]
    # the answer that a document is not there names its own address, as every page that is not there does
    assert [path for path in told if not path.startswith("/documents/")] == []


def test_a_search_for_words_of_what_does_not_stand_finds_nothing(reader, note):
    make_submitted(**on_paper("unseen", obligation=note.obligation))

    found = [
        lines_of(reader.get("/evidence.csv", {name: value}))
        for name, value in (
            ("q", "unseentitle"),
            ("q", "unseenarchive"),
            ("source", "unseenarchive, unseennumber"),
            ("source", document_of(ProgressNote.objects.get(stage="submitted")).sha256),
        )
    ]

    assert found == [0, 0, 0, 0]


def test_staff_read_what_they_may_read_and_nobody_keeps_it(reader):
    note = make_note(published=False, **on_paper("desk"))
    address, state = document_of(note).get_absolute_url(), note.obligation.state
    people = {
        "of the State": (make_member(CONTRIBUTOR, state), 200),
        "a reviewer": (make_member(REVIEWER), 200),
        "of another State": (make_member(CONTRIBUTOR, make_state()), 404),
        "no member of staff": (make_writer(), 404),
        "without a role": (make_user(is_staff=True), 404),
    }

    for who, (person, status) in people.items():
        reader.force_login(person)
        answer = reader.get(address)
        assert (who, answer.status_code) == (who, status)
        if status == 200:
            assert answer.getvalue() == pdf("deskcontent")
            assert answer.headers.items() >= LOCKED.items()
            assert answer.headers["Content-Disposition"] == 'attachment; filename="deskname.pdf"'
            assert "Cookie" in answer.headers["Vary"]


def test_a_file_that_is_lost_is_not_there_and_is_told_to_the_operator(reader, settings, tmp_path, caplog):
    note = make_note(**on_paper("lost"))
    settings.DOCUMENT_FOLDER = tmp_path / "elsewhere"

    assert reader.get(document_of(note).get_absolute_url()).status_code == 404
    assert "is missing" in caplog.text


def test_every_place_that_names_sources_copes_with_one_that_is_not_on_the_web(reader, note):
    """Pages, files, feeds, embeds, API and package show the title; no link leads nowhere."""
    paper = make_note(obligation=note.obligation, **on_paper("papers"), status="fulfilled")
    cited = make_note(
        obligation=note.obligation,
        links=1,
        evidence={"url": "", "title": "papertitle", "archive": "Paper Archive", "archive_number": "FO 1/2"},
    )

    pages = {path: body(reader.get(path)) for path in addresses(paper, cited)}

    assert [path for path, page in pages.items() if 'href=""' in page] == []
    telling = {path.split("?")[0] for path, page in pages.items() if "papertitle" in page}
    assert {"/evidence/", "/evidence/sources/", "/evidence.csv", "/feeds/progress.atom"} <= telling
    page = pages[paper.get_absolute_url()]
    for words in ("paperstitle", "papersname.pdf", document_of(paper).sha256, "papersarchive, papersnumber"):
        assert words in page
    assert f'href="{document_of(paper).get_absolute_url()}"' in page


def test_figures_of_a_source_lead_to_its_rows(reader, note):
    document = make_document()
    for name in ("a.pdf", "b.pdf"):
        make_note(links=1, evidence={"url": "", "document": document, "document_name": name})
    citation = {"url": "", "archive": "National Archives, Kew", "archive_number": "FO 1/2"}
    make_note(links=3, evidence=citation)

    sources = reader.get("/evidence/sources/").context["sources"]

    found = {source.link.own_source: (source.link_count, source.note_count) for source in sources}
    assert found[document.sha256] == (2, 2)
    assert found["National Archives, Kew, FO 1/2"] == (3, 1)
    for source in sources:
        rows = reader.get(source.address).context["table"].rows
        assert len(rows) == source.link_count
    once = reader.get("/evidence.csv", {"each_source_once": "true"})
    assert lines_of(once) == len(sources)
