"""The data page, the package and the releases as they are served."""

import hashlib
import io
import json
import re
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.urls import reverse

from commitments.exports.package import release_named
from commitments.lists.registry import LISTS
from tests.builders import make_note
from tests.releases import RELEASE, make_empty_release
from tests.views.site import body

# the package is written from both databases in exports/test_package
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PACKAGE = "/data/cartagena.zip"


@pytest.fixture
def releases(settings, tmp_path, note):
    """An empty release and one with the note in it, in a folder of their own."""
    settings.RELEASES_ROOT = tmp_path
    make_empty_release(tmp_path)
    call_command("release", "2026-11", verbosity=0)
    return tmp_path


def test_the_page_shows_every_table_with_every_column_and_value(client, note):
    page = body(client.get("/data/"))

    for table in LISTS:
        assert f'id="{table.noun}"' in page
        for column in table.columns:
            assert f"<code>{column.name}</code>" in page
            assert all(f"<code>{code}</code>" in page for code, _word in column.values if code)


def test_every_file_of_every_table_is_linked(client, note):
    page = body(client.get("/data/"))

    for name in ("obligations", "progress", "evidence", "states"):
        for kind in ("csv", "xlsx", "json", "metadata"):
            assert f'href="{reverse(f"{name}_{kind}")}"' in page
    assert f'href="{PACKAGE}"' in page
    assert 'href="/data/releases/"' in page


def test_the_counts_are_those_under_the_clocks(client, note):
    make_note(obligation=note.obligation)

    now = {each.list.noun: each.count for each in client.get("/data/").context["lists"]}
    past = {each.list.noun: each.count for each in client.get("/data/?known_at=2020-01-01").context["lists"]}

    assert (now["progress"], past["progress"]) == (2, 0)
    assert now["obligations"] == past["obligations"] == 2


def test_a_change_is_dated_by_what_was_known(client, note):
    made = {each.list.noun: each.changed_at for each in client.get("/data/").context["lists"]}
    before = client.get("/data/?known_at=2024-01-09").context["lists"]

    assert made["progress"] == note.published_at
    assert all(each.changed_at is None for each in before if each.list.noun in {"progress", "evidence"})


def test_the_three_citations_hold_both_days(client, note):
    citation = client.get("/data/?as_of=2015-12-31&known_at=2026-06-30").context["citation"]
    (entry,) = json.loads(citation.csl_json)

    assert entry["type"] == "dataset"
    for written in (citation.text, citation.bibtex, entry["URL"]):
        assert "as_of=2015-12-31&known_at=2026-06-30" in written
    assert citation.bibtex.count("{") == citation.bibtex.count("}")


def test_the_package_is_an_archive_with_length_name_and_checksum(client, note):
    answer = client.get(PACKAGE)
    content = answer.getvalue()

    assert answer.headers["Content-Type"] == "application/zip"
    assert int(answer.headers["Content-Length"]) == len(content)
    assert answer.headers["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert re.search(
        r'filename="cartagena-[0-9-]+-known-[0-9-]+\.zip"', answer.headers["Content-Disposition"]
    )
    assert "max-age=" in answer.headers["Cache-Control"]
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None


def test_a_table_of_the_package_is_the_file_of_its_list(client, note):
    query = {"as_of": "2025-01-01", "known_at": "2026-01-01"}
    with ZipFile(io.BytesIO(client.get(PACKAGE, query).getvalue())) as archive:
        for noun in ("obligations", "progress", "evidence", "states"):
            assert archive.read(f"{noun}.csv") == client.get(f"/{noun}.csv", query).getvalue()


def test_whoever_has_the_package_is_not_sent_it_again(client, note):
    etag = client.get(PACKAGE).headers["ETag"]

    again = client.get(PACKAGE, headers={"If-None-Match": etag})
    make_note(obligation=note.obligation)
    changed = client.get(PACKAGE, headers={"If-None-Match": etag})

    assert (again.status_code, again.getvalue()) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


def test_the_package_is_not_compressed_twice(client, note):
    answer = client.get(PACKAGE, headers={"Accept-Encoding": "gzip"})

    assert answer.getvalue()[:2] == b"PK"


@pytest.mark.parametrize("query", ["state=COL", "as_of=yesterday", "known_at=2020-13-01", "excel=1"])
def test_what_the_package_does_not_understand_is_refused_in_words(query, client, note):
    answer = client.get(f"{PACKAGE}?{query}")

    assert answer.status_code == 400
    assert query.split("=")[0] in body(answer)


def test_the_releases_are_listed_with_day_rows_size_and_checksum(client, releases):
    page = body(client.get("/data/releases/"))

    release = release_named(releases, "2026-11")
    assert page.index("2026-11") < page.index(RELEASE)
    assert release.sha256 in page
    assert "Findings: 1" in page


def test_the_bytes_of_a_release_stay_whatever_is_published_later(client, releases, note):
    address = "/data/releases/2026-11/cartagena-2026-11.zip"
    first = client.get(address)
    content = first.getvalue()
    make_note(obligation=note.obligation, text="Later.")

    again = client.get(address)

    assert again.getvalue() == content
    assert hashlib.sha256(content).hexdigest() in first.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_release_holds_nothing_unpublished(client, releases, note, settings):
    make_note(
        obligation=note.obligation, text="unseen", published=False, links=1, evidence={"title": "unseen"}
    )
    call_command("release", "later", verbosity=0)

    addresses = ["/data/releases/", "/data/releases/later/", "/data/releases/later/changes/?from=2024-02"]
    pages = [body(client.get(one)) for one in (*addresses, "/data/releases/later/cartagena-later.zip")]

    assert not any("unseen" in page for page in pages)


@pytest.mark.parametrize(
    "path",
    [
        "nowhere/",
        "../",
        "..%2f/",
        "%2e%2e/",
        "2026-11/../2024-02/",
        "2026-11/release.json",
        "2026-11/cartagena-2024-02.zip",
        "2026-11/cartagena-.zip",
        "2026-11/cartagena-2026-11.zip/",
        "nowhere/changes/",
        "a" * 41 + "/",
        "%00/",
    ],
)
def test_no_address_leads_out_of_the_releases(path, client, releases):
    assert client.get(f"/data/releases/{path}").status_code == 404


def test_what_changed_is_shown_against_the_release_before_or_another(client, releases, note):
    make_note(obligation=note.obligation, text="Later.")
    call_command("release", "later", verbosity=0)

    before = client.get("/data/releases/later/changes/")
    other = client.get("/data/releases/later/changes/?from=2024-02")
    none = client.get(f"/data/releases/{RELEASE}/changes/")

    counts = [
        {change.noun: change.added.count for change in answer.context["changes"]}["progress"]
        for answer in (before, other)
    ]
    assert counts == [1, 2]
    assert before.context["old"].name == "2026-11"
    assert "no earlier release" in body(none)


@pytest.mark.parametrize("query", ["from=nowhere", "from=2026-11", "from=../x", "to=2024-02"])
def test_a_comparison_that_cannot_be_made_is_refused_in_words(query, client, releases):
    answer = client.get(f"/data/releases/2026-11/changes/?{query}")

    assert answer.status_code == 400


def test_a_damaged_release_is_no_error_of_the_server(client, releases):
    path = release_named(releases, RELEASE).path
    path.chmod(0o644)
    path.write_bytes(b"no archive")

    answer = client.get("/data/releases/2026-11/changes/")

    assert answer.status_code == 200
    assert "cannot be read" in body(answer)


def test_a_release_page_says_how_to_check_and_cite(client, releases):
    page = body(client.get("/data/releases/2026-11/"))

    assert release_named(releases, "2026-11").sha256 in page
    assert "/data/releases/2026-11/" in client.get("/data/releases/2026-11/").context["citation"].text


def test_later_than_known_is_not_in_the_package(client, note):
    soon = datetime.now(tz=UTC) - timedelta(hours=1)
    make_note(obligation=note.obligation, text="Published just now.", published_at=soon)

    assert "Published just now." in body(client.get(PACKAGE))
    assert "Published just now." not in body(client.get(f"{PACKAGE}?known_at=2025-01-01"))
