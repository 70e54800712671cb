"""The head of a page: one address, words for whoever shows a link to it, records that cannot break out."""

import json
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import override_settings

from commitments.templatetags.head import structured_data
from tests.builders import make_commitment, make_note, make_obligation, make_reviewer
from tests.views.site import PAGES, address, body

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SHEET = Path(__file__).resolve().parents[2] / "static/commitments/css/tokens.css"
TOKENS = {"light": r":root \{.*?--paper: (#\w+);", "dark": r"prefers-color-scheme: dark.*?--paper: (#\w+);"}


def head(client, path: str, **query: object) -> dict[str, list[str]]:
    """What stands in the head of a page, by name."""
    page = body(client.get(path, query))
    top = page[: page.index("</head>")]
    named = re.findall(r'<meta (?:name|property)="([^"]*)"[^>]*?\bcontent="([^"]*)"', top)
    found = [*named, *(("canonical", link) for link in re.findall(r'rel="canonical" href="([^"]*)"', top))]
    gathered: dict[str, list[str]] = {}
    for name, content in found:
        gathered.setdefault(name, []).append(" ".join(content.replace("&amp;", "&").split()))
    return gathered


@pytest.mark.parametrize(
    ("path", "query", "address", "is_found"),
    [
        ("/states/COL/", {}, "/states/COL/", True),
        ("/states/COL/", {"utm_source": "mail", "fbclid": "1", "x": "y"}, "/states/COL/", True),
        ("/states/COL/", {"as_of": "2020-01-01"}, "/states/COL/?as_of=2020-01-01", False),
        ("/obligations/", {"page": "2", "per_page": "50", "sort": "status"}, "/obligations/", True),
        ("/obligations/", {"disputed": "", "q": ""}, "/obligations/", True),
        (
            "/obligations/",
            {"page": "2", "status": ["overdue", "fulfilled"], "known_at": "2026-01-01", "q": "côte"},
            "/obligations/?q=c%C3%B4te&status=overdue&status=fulfilled&known_at=2026-01-01",
            False,
        ),
        ("/obligations/", {"status": "nonsense"}, "/obligations/", False),
        ("/map/", {}, "/map/", True),
        ("/map/", {"by": "freshness"}, "/map/?by=freshness", False),
        ("/matrix/", {"region": "Americas", "sort": "16b"}, "/matrix/?region=Americas", False),
        ("/search/", {"q": "colo"}, "/search/?q=colo", False),
    ],
)
def test_a_page_names_its_one_address_and_only_the_plain_one_is_to_be_found(
    path, query, address, is_found, client, note
):
    found = head(client, path, **query)

    assert found["canonical"] == found["og:url"] == [f"http://testserver{address}"]
    assert ("robots" not in found) == is_found


@override_settings(SITE_ROOT="https://cartagena.example")
def test_the_address_that_the_installation_names_wins_over_the_host_that_was_asked(client, note):
    assert head(client, "/states/COL/")["canonical"] == ["https://cartagena.example/states/COL/"]


@pytest.mark.parametrize("path", ["/nowhere/", "/states/XXX/", "/states/COL/?as_of=never"])
def test_an_error_is_no_page_to_be_found(path, client, note):
    path, _mark, query = path.partition("?")
    found = head(client, path, **dict([query.split("=")] if query else []))

    assert "canonical" not in found
    assert found["robots"] == ["noindex"]


def test_a_shared_link_shows_title_and_description_of_the_page(client, note):
    found = head(client, "/states/COL/16b/")

    assert found["og:title"] == ["Colombia · 16b Clear all areas"]
    assert found["og:description"] == found["description"]
    assert found["og:site_name"] == ["Cartagena"]


def test_quotes_in_a_title_stay_inside_it(client, note):
    found = head(client, "/search/", q="\"><script>'&")

    assert found["og:title"] == ["Search for “&quot;&gt;&lt;script&gt;&#x27;&”"]


@pytest.mark.parametrize("scheme", TOKENS)
def test_the_frame_of_the_browser_has_the_colour_of_the_paper(scheme, client, note):
    sheet = SHEET.read_text("utf-8")
    page = body(client.get("/"))

    told = re.search(rf'theme-color" media="\(prefers-color-scheme: {scheme}\)" content="(#\w+)"', page)[1]

    assert told == re.search(TOKENS[scheme], sheet, re.DOTALL)[1]


def test_no_markup_ends_a_block_of_data():
    written = structured_data({"name": "</script><!-- & \u2028 “x”"})

    assert re.findall(r"[<>&\u2028]", written.partition(">")[2].rpartition("<")[0]) == []
    assert json.loads(written[written.index("{") : written.rindex("}") + 1]) == {
        "@context": "https://schema.org",
        "name": "</script><!-- & \u2028 “x”",
    }


def test_a_block_that_is_not_there_has_no_words():
    assert Template("{% load head %}[{% text_of 'title' %}]").render(Context()) == "[]"


def records(client, path: str, **query: str) -> list[dict]:
    page = body(client.get(path, query))
    written = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(one) for one in written]


def test_the_overview_tells_of_the_site_and_its_search(client, note):
    (site,) = records(client, "/")

    assert (site["@type"], site["url"]) == ("WebSite", "http://testserver/")
    search = site["potentialAction"]["target"]["urlTemplate"].replace("{words}", "colo")
    assert client.get(search).context["query"] == "colo"


def test_the_data_page_tells_of_the_data_set_and_its_files(client, note):
    (dataset,) = records(client, "/data/", as_of="2025-01-01")

    assert dataset["@type"] == "Dataset"
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert dataset["temporalCoverage"] == "1997-09-18/2025-01-01"
    assert dataset["dateModified"] == "2024-01-10"
    files = dataset["distribution"]
    assert len(files) >= 2
    for file in files:
        answer = client.get(file["contentUrl"])
        assert (answer.status_code, file["name"].split("?")[0]) == (200, answer.request["PATH_INFO"][1:])


def test_a_data_set_of_nothing_was_never_modified(client, db):
    (dataset,) = records(client, "/data/")

    assert "dateModified" not in dataset


DESCRIBED = {
    "/": "2026: 1 State has left the Convention.",
    "/states/COL/": "Colombia and the Cartagena Declaration of 2009, situation on",
    "/states/COL/16b/": "“Clear all areas”: overdue (on 1 June 2020), with 2 pieces of evidence.",
    "/states/FIN/16b/": "“Clear all areas”: not bound on",
    "/commitments/16b/": "“We will do it.” Where the States Parties stand",
    "/obligations/": "2 promises of single States Parties",
    "/progress/": "1 published finding on what a State did",
    "/states/": "3 States, and how each stands",
    "/matrix/": "2 States that are or were Parties",
}


@pytest.mark.parametrize("path", DESCRIBED)
def test_a_description_is_made_of_what_the_page_says(path, client, note):
    (description,) = head(client, path)["description"]

    assert DESCRIBED[path] in description
    assert "\n" not in description


def test_an_obligation_without_a_finding_says_nothing_about_the_state(client, note):
    make_obligation(state=note.obligation.state, commitment=make_commitment(code="17"))

    (description,) = head(client, "/states/COL/17/")["description"]

    assert "not assessed. Nothing on it is published here" in description


def test_noted_obligation_says_in_its_head_that_facts_are_published(client, note):
    obligation = make_obligation(state=note.obligation.state, commitment=make_commitment(code="17"))
    make_note(obligation=obligation, status="")

    (description,) = head(client, "/states/COL/17/")["description"]

    assert "facts are published, and none of them says where the State stands on" in description


def test_a_retracted_note_is_not_quoted_in_its_head(client, note):
    assert note.text in head(client, note.get_absolute_url())["description"][0]
    note.retract(by=make_reviewer(), at=note.published_at, reason="Nobody counted.")

    found = head(client, note.get_absolute_url())

    assert "retracted" in found["description"][0]
    assert not any(note.text in word for words in found.values() for word in words)


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page_has_a_title_and_a_description_of_its_own(name, client, note):
    pages = {one: head(client, address(one, note)) for one in (name, "methodology")}

    (description,) = pages[name]["description"]
    assert len(description) > 40
    assert name == "methodology" or description != pages["methodology"]["description"][0]
    assert not description.startswith("An independent tracker of what the States Parties")
