"""Nothing unpublished reaches any public address: it is there in words of its own, and could have leaked."""

import pytest
from django.db import DEFAULT_DB_ALIAS
from django.http import QueryDict
from django.test import Client

from commitments.models import EvidenceLink, ProgressNote
from commitments.rules.clocks import CLOCK_PARAMETERS
from tests.builders import (
    make_note,
    make_returned,
    make_reviewer,
    make_submitted,
    make_writer,
)
from tests.views.site import (
    FILES_OF_LISTS,
    LISTS,
    NAMES,
    NAMES_OF_ROWS,
    PATTERNS,
    addresses,
    body,
    lines_of,
    parameters,
    public_list_of,
)

QUERIES = (
    "",
    "as_of=2026-01-01",
    "known_at=2100-12-31",
    "as_of=2100-12-31&known_at=2100-12-31",
    "sort=-noted_date&per_page=100",
    "sort=-newest_note_date&per_page=100",
    "status=fulfilled",
    "disputed=true",
)


def words(mark: str) -> dict[str, object]:
    """Content in which every field has a word of its own that begins with the mark."""
    return {
        "text": f"{mark}text was found somewhere in the archive.",
        "disputed_by": f"{mark}who",
        "dispute": f"{mark}dispute",
        "status": "fulfilled",
        "links": 1,
        "evidence": {
            "url": f"https://{mark}.example/{mark}path",
            "title": f"{mark}title",
            "publisher": f"{mark}publisher",
            "locator": f"{mark}locator",
            "quotation": f"{mark}quotation",
            "archived_url": f"https://archive.example/{mark}",
            "archive": f"{mark}archive",
            "archive_number": f"{mark}number",
        },
    }


@pytest.fixture
def hidden(note) -> list[ProgressNote]:
    """A draft, a submitted note, a returned one and a draft of a correction, beside a published note."""
    here = {"obligation": note.obligation}
    correction = note.correct(by=make_writer(public_name="unseencorrector"))
    ProgressNote.objects.filter(pk=correction.pk).update(text="unseencorrection of the text.")
    return [
        make_note(
            published=False, author=make_writer(public_name="unseenauthor"), **here, **words("unseendraft")
        ),
        make_submitted(**here, **words("unseensubmitted")),
        make_returned(comment="unseencomment: name the page.", **here, **words("unseenreturned")),
        correction,
    ]


@pytest.fixture
def reader(client) -> Client:
    return Client(raise_request_exception=False)


def reads(name: str, query: str) -> bool:
    """Whether an address may answer otherwise for this query."""
    asked = {*QueryDict(query)}.difference(CLOCK_PARAMETERS)
    return asked <= {*parameters(name)} and ("sort" not in asked or public_list_of(name) is not None)


@pytest.mark.one_database
@pytest.mark.parametrize("query", QUERIES)
def test_no_address_shows_a_word_of_what_is_not_published(query, reader, note, hidden):
    # the page of the published note shows it whatever is asked, so words of a note are found where they stand
    some = [name for name in NAMES_OF_ROWS if reads(name, query) or name == "progress_detail"]
    names = some if query else NAMES
    paths = [*addresses(note, *hidden, names=names)]

    pages = {path: body(reader.get(path, QUERY_STRING=query)) for path in paths}

    assert [path for path, page in pages.items() if "unseen" in page] == []
    assert any(note.text in page for page in pages.values())


def test_what_is_not_published_has_no_page(reader, hidden):
    answers = [reader.get(one.get_absolute_url()) for one in hidden]

    assert [answer.status_code for answer in answers] == [404] * len(hidden)
    assert not any("unseen" in body(answer) for answer in answers)


def test_nothing_is_counted_filtered_or_decided_by_what_is_not_published(reader, note, hidden):
    """The same pages as in a world without it, but for the number of rows that nobody sees."""
    with_it = {path: body(reader.get(path)) for path in addresses(note)}

    EvidenceLink.objects.filter(note__in=hidden)._raw_delete(DEFAULT_DB_ALIAS)
    ProgressNote.objects.filter(pk__in=[one.pk for one in hidden])._raw_delete(DEFAULT_DB_ALIAS)
    without = {path: body(reader.get(path)) for path in addresses(note)}

    assert with_it == without


@pytest.mark.parametrize("name", [name for name in LISTS if "progress" in name])
def test_a_search_for_its_words_finds_nothing(name, reader, note, hidden):
    for query in ("unseen", "unseendrafttext", "unseensubmittedtitle", "unseencorrection"):
        table = reader.get(f"/{PATTERNS[name].pattern}", {"q": query}).context["table"]
        assert [*table.rows] == []


@pytest.mark.parametrize("name", FILES_OF_LISTS)
def test_a_file_of_a_search_for_its_words_has_no_rows(name, reader, note, hidden):
    for query in ("unseen", "unseendrafttext", "unseensubmittedtitle"):
        assert lines_of(reader.get(f"/{PATTERNS[name].pattern}", {"q": query})) == 0


def test_a_retracted_note_leaves_every_list_and_keeps_its_page(reader, note):
    gone = make_note(obligation=note.obligation, **words("waxwing"))
    gone.retract(by=make_reviewer(), at=gone.published_at, reason="waxwingreason")

    pages = {path: body(reader.get(path)) for path in addresses(note, gone)}

    telling = [path for path, page in pages.items() if "waxwingreason" in page and not path.endswith(".atom")]
    quoting = [path for path, page in pages.items() if "waxwing" in page.replace("waxwingreason", "")]
    assert (set(telling), quoting) == ({gone.get_absolute_url(), gone.obligation.get_absolute_url()}, [])


NAMES_OF_PEOPLE = {"username": "hushedlogin", "first_name": "Hushedfirst", "last_name": "Hushedlast"}


@pytest.mark.one_database
def test_no_address_names_a_person_who_did_not_ask_for_it(reader, note):
    author = make_writer(**NAMES_OF_PEOPLE, email="hushed@example.org")
    reviewer = make_reviewer(username="hushedreviewer", public_name="Hushedpublic")
    shown = make_note(published=False, obligation=note.obligation, author=author, links=1)
    shown.submit(by=author, at=note.published_at)
    shown.publish(by=reviewer, at=note.published_at)

    pages = [body(reader.get(path)).lower() for path in addresses(note, shown)]

    assert not any("hushed" in page for page in pages)
    assert any("cartagena staff" in page for page in pages)


def test_a_person_who_asked_for_it_is_named_as_they_wish(reader, note):
    shown = make_note(
        obligation=note.obligation, author=make_writer(username="hushed", public_name="M. García")
    )

    page = body(reader.get(shown.get_absolute_url()))

    assert "M. García" in page
    assert "hushed" not in page


@pytest.mark.one_database
def test_staff_see_what_the_public_sees_and_a_link_to_the_desk(reader, note, hidden):
    administrator = make_writer(is_staff=True, is_superuser=True, username="hushedadmin")
    public = {path: body(reader.get(path)) for path in addresses(note, *hidden)}

    reader.force_login(administrator)
    theirs = {path: body(reader.get(path)) for path in addresses(note, *hidden)}

    changed = {path for path in public if theirs[path] != public[path]}
    words = {
        note.obligation.state.get_absolute_url(): "Log progress",
        note.obligation.get_absolute_url(): "Log progress",
        "/coverage/": "Work on them at the desk",
    }
    assert changed == {*words}
    assert all(words[path] in theirs[path] and words[path] not in public[path] for path in changed)
    assert not any("unseen" in page for page in theirs.values())
