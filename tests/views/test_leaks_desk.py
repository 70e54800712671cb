"""Nothing of the desk reaches anyone who has not signed in: no page, file, header or error, warm or cold.

The addresses are taken from the site map, so that a new one is tested before anybody thinks of it. Every
word below is in the data, and staff read it: it could have leaked.
"""

import gzip
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from commitments.lists.registry import LISTS
from commitments.models import ProgressNote
from tests.builders import (
    PUBLISHED,
    make_commitment,
    make_document,
    make_note,
    make_obligation,
    make_party,
    make_reply,
    make_returned,
    make_reviewer,
    make_submitted,
    make_user,
    make_writer,
)
from tests.document_files import pdf
from tests.site_map import site_map
from tests.views.site import parts_of

RETRACTED = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
# before the first publication there is nothing, and a day alone is asked for in `test_leaks`
CLOCKS = (
    {"as_of": "2099-12-31", "known_at": "2099-12-31"},
    {"known_at": "2024-03-01"},
    {"known_at": "2026-01-01", "as_of": "2020-06-01"},
)
# a search for a part of a word: the form echoes what was asked, and the echo must not hide a leak
QUERIES = ({"search": "waxwing"}, {"q": "waxwing"}, {"sort": "-noted_date", "per_page": "100"})
INTERNAL = "returnedcommentwaxwing"
REPLY = "replytextwaxwing"
TELLING = "retractionreasonkestrel"

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def words_of(stage: str) -> dict[str, str]:
    """A word for every place of a note where somebody writes."""
    places = ("text", "title", "quotation", "publisher", "locator", "url", "archive", "disputer", "dispute")
    places += ("document", "file", "holder", "number")
    return {place: f"{stage}{place}waxwing" for place in places}


def content(stage: str) -> dict:
    words = words_of(stage)
    evidence = {
        "title": words["title"],
        "quotation": words["quotation"],
        "publisher": words["publisher"],
        "locator": words["locator"],
        "url": f"https://example.org/{words['url']}",
        "archived_url": f"https://example.org/{words['archive']}",
        "document": make_document(pdf(words["document"])),
        "document_name": f"{words['file']}.pdf",
        "archive": words["holder"],
        "archive_number": words["number"],
    }
    said = {"text": words["text"], "disputed_by": words["disputer"], "dispute": words["dispute"]}
    return {**said, "evidence": evidence, "status": "contradicted"}


@pytest.fixture(scope="module")
def secrets(standing) -> set[str]:
    """One note in every stage that the public does not read, a draft reply, and one note that it reads."""
    with standing():
        return store_secrets()


def store_secrets() -> set[str]:
    state = make_party(iso3="XLK")
    owed = [make_obligation(state=state, commitment=make_commitment(code=code)) for code in ("16b", "16c")]
    author = make_writer(username="usernamewaxwing", email="mailwaxwing@example.org")
    public = make_note(obligation=owed[0], author=author)
    make_note(obligation=owed[0], author=author, published=False, links=1, **content("draft"))
    make_submitted(obligation=owed[0], author=author, **content("submitted"))
    make_returned(obligation=owed[1], author=author, comment=INTERNAL, **content("returned"))
    retracted = make_note(obligation=owed[1], author=author, **content("retracted"))
    retracted.retract(by=make_reviewer(username="reviewerwaxwing"), at=RETRACTED, reason=TELLING)
    make_reply(note=public, text=REPLY, replied_by="replierwaxwing", published=False)
    make_reply(note=public, text="retractedreplywaxwing", published_at=PUBLISHED).retract(
        by=make_reviewer(), at=RETRACTED, reason=TELLING
    )
    words = {
        word for stage in ("draft", "submitted", "returned", "retracted") for word in words_of(stage).values()
    }
    return (
        words
        | {INTERNAL, REPLY, "replierwaxwing", "retractedreplywaxwing"}
        | {
            "usernamewaxwing",
            "mailwaxwing",
            "reviewerwaxwing",
        }
    )


def everything(answer) -> str:
    """Status line, headers and body, as they go over the wire."""
    body = b"".join(answer) if answer.streaming else answer.content
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    # a workbook or a package hides words from whoever looks at its bytes
    text = "\n".join(parts_of(body).values()) if body[:2] == b"PK" else body.decode("utf-8", "replace")
    cookies = answer.cookies.output()
    return "\n".join([*(f"{name}: {value}" for name, value in answer.headers.items()), cookies, text])


def readings() -> list[tuple[str, dict[str, str]]]:
    """Each public address with each clock, a list with what a reader may ask of it.

    The other files of a list read the address as its CSV does, as `test_equality` shows.
    """
    public = [
        address
        for address in site_map()
        if not address.startswith("/admin/") and not address.endswith((".xlsx", ".json"))
    ]
    lists = [reverse(each.page_name) for each in LISTS] + [
        reverse(each.file_page_name("csv")) for each in LISTS
    ]
    return [*product(public, CLOCKS), *product([*lists, "/", "/search/", "/matrix/"], QUERIES)]


Answers = dict[str, tuple[Mapping[str, str], str]]


def answers_to(client: Client) -> Answers:
    """The headers of every address, and everything that goes over the wire."""
    asked = ((address, client.get(address)) for address in site_map())
    return {address: (answer.headers, everything(answer)) for address, answer in asked}


@pytest.fixture(scope="module")
def seen_by_staff(secrets, standing) -> Answers:
    """What an administrator gets, who sees all that there is."""
    with standing():
        person, client = make_user(is_staff=True, is_superuser=True), Client()
        person.groups.add(Group.objects.get(name="Administrator"))
        client.force_login(person)
        return answers_to(client)


@pytest.fixture(scope="module")
def seen_by_anyone(seen_by_staff, standing) -> Answers:
    """The same without signing in, and afterwards: what was kept for staff could then be sent to others."""
    with standing():
        return answers_to(Client(headers={"accept-encoding": "gzip"}))


# The tests


def test_the_site_map_is_read_whole():
    state, commitment = make_party(iso3="XLK"), make_commitment(code="16c")
    make_note(obligation=make_obligation(state=state, commitment=commitment))

    found = site_map()

    number = ProgressNote.objects.get().pk
    assert {
        "/",
        "/states/XLK/16c/",
        "/progress.csv",
        f"/progress/{number}/",
        f"/admin/commitments/progressnote/{number}/change/",
        f"/admin/commitments/progressnote/{number}/history/",
        "/admin/autocomplete/",
    } <= set(found)


def test_nothing_unpublished_is_anywhere_after_staff_have_read_all_of_it(
    secrets, seen_by_staff, seen_by_anyone
):
    read = "\n".join(text for _headers, text in seen_by_staff.values())
    told = [(address, {}, text) for address, (_headers, text) in seen_by_anyone.items()]
    reader = Client(headers={"accept-encoding": "gzip"})
    told += [(address, query, everything(reader.get(address, query))) for address, query in readings()]

    assert [word for word in secrets if word not in read] == []
    assert [(address, query, word) for address, query, text in told for word in secrets if word in text] == []


def test_a_retracted_note_was_read_until_its_day_and_its_reason_after_it(secrets, client):
    note = ProgressNote.objects.get(stage="retracted")
    address, words = note.get_absolute_url(), set(words_of("retracted").values())

    letter = note.evidence.get().document.get_absolute_url()

    before = everything(client.get(address, {"known_at": "2024-02-29"}))
    before += everything(client.get(letter, {"known_at": "2024-02-29"}))
    after = everything(client.get(address, {"known_at": "2024-03-01"}))

    assert {word for word in words if word in before} == words
    assert TELLING not in before
    assert TELLING in after


def test_nothing_unpublished_counts(secrets, client):
    """A number leaks too: the file of the obligations is what it is without all that is not published."""
    with_secrets = everything(client.get("/obligations.csv"))

    assert "contradicted" not in with_secrets
    assert everything(client.get("/progress.csv")).count("\r\n") == 2
    assert date(2020, 6, 1).isoformat() in with_secrets


def test_what_staff_see_is_kept_by_no_cache_that_others_read(secrets, seen_by_staff, seen_by_anyone):
    """What differs for who signed in is theirs alone; what is not published is kept by no cache at all."""
    for address, (headers, read) in seen_by_staff.items():
        _headers, public = seen_by_anyone[address]
        if any(word in read for word in secrets):
            assert "no-store" in headers.get("Cache-Control", ""), address
        elif public.partition("<main")[2] != read.partition("<main")[2]:
            assert "Cookie" in headers["Vary"], address
            assert address.startswith("/admin/") or "private" in headers["Cache-Control"], address
