"""The map and the trend as SVG files, and what a reader takes from a page."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from commitments.pages.map_filter import BY_CHOICES
from commitments.rules.codes import DeadlineState
from commitments.views.drawings import COLOURS_BESIDE_STATUS
from tests.builders import make_commitment, make_obligation, make_party
from tests.views.site import DRAWINGS, address, body

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SVG = "{http://www.w3.org/2000/svg}"
SHARED = {
    "/states/COL/": {"/social/states/COL.png"},
    "/states/COL/16b/": {"/social/states/COL/16b.png"},
    "/commitments/16b/": {
        "/social/commitments/16b.png",
        "/map.svg?commitment=16b",
        "/map.png?commitment=16b",
    },
    "/map/?commitment=16b": {
        "/social/commitments/16b.png",
        "/map.svg?commitment=16b&by=status",
        "/map.png?commitment=16b&by=status",
    },
    "/trends/?commitment=16b": {"/trends.svg?commitment=16b", "/trends.png?commitment=16b"},
    "/compare/?state=COL": set(),
}


def drawn(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def test_drawing_needs_no_style_sheet(client, note):
    for name in DRAWINGS:
        whole = client.get(address(name, note)).content.decode()

        assert re.findall(r'class="weave__|style="|<style|var\(', whole) == [], name
        assert 'fill="#' in whole, name


def test_map_is_drawn_by_whatever_it_can_be_coloured(client, note):
    for by in dict(BY_CHOICES):
        assert [*drawn(client, f"/map.svg?commitment=16b&by={by}").iter(f"{SVG}title")], by


def test_drawing_is_a_picture_too(client, note):
    for path in ("/map.png?commitment=16b", "/trends.png"):
        response = client.get(path)

        assert response.headers["Content-Type"] == "image/png"
        picture = Image.open(BytesIO(response.content))
        assert picture.width == 1600, path
        # lines, letters and fills: not an empty sheet
        assert len(picture.convert("RGB").getcolors(maxcolors=1_000_000)) > 50, path
    refused = client.get("/map.png?commitment=99")
    assert (refused.status_code, refused.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")


def test_drawing_has_the_colours_of_the_page():
    sheet = Path(finders.find("commitments/css/components/deadline.css")).read_text(encoding="utf-8")
    for state in DeadlineState:
        rule = sheet.partition(f".status-fill.deadline--{state.value} {{")[2].partition("}")[0]

        assert tuple(re.findall(r"--(?:fill|on): var\(--([\w-]+)\)", rule)) == COLOURS_BESIDE_STATUS[state]


def test_map_of_a_region_is_drawn_and_shared_as_it_is_shown(client, note):
    make_obligation(
        state=make_party(iso3="NRU", name_en="Nauru", region="Oceania"), commitment=note.obligation.commitment
    )

    titles = [
        title.text for title in drawn(client, "/map.svg?commitment=16b&region=Oceania").iter(f"{SVG}title")
    ]

    assert "Nauru: not assessed" in titles
    assert not any("Colombia" in (title or "") for title in titles)
    page = body(client.get("/map/?commitment=16b&region=Oceania"))
    assert "/map.svg?commitment=16b&amp;by=status&amp;region=Oceania" in page
    assert "/social/commitments/16b.png" not in page[page.index('id="share"') :]


def test_map_drawing_names_each_state_with_its_status(client, note):
    make_obligation(state=make_party(iso3="NRU", name_en="Nauru <b>"), commitment=note.obligation.commitment)

    titles = [title.text for title in drawn(client, "/map.svg?commitment=16b").iter(f"{SVG}title")]

    assert "Nauru <b>: not assessed" in titles
    assert "Colombia: overdue, apparent, 2020" in titles


def test_drawings_keep_both_clocks(client, note):
    query = "as_of=2020-05-31&known_at=2025-12-31"
    for path in ("/map.svg", "/trends.svg"):
        texts = [text.text for text in drawn(client, f"{path}?{query}").iter(f"{SVG}text")]

        said = "Cartagena, situation on 31 May 2020, as known on 31 December 2025. CC BY 4.0"
        assert any(said in (text or "") for text in texts), path


def test_drawing_refuses_what_it_cannot_read(client, note):
    make_commitment(code="21")
    for query in ("/map.svg?commitment=99", "/trends.svg?region=Atlantis", "/map.svg?as_of=yesterday"):
        response = client.get(query)

        assert (response.status_code, response.headers["Content-Type"]) == (
            400,
            "text/plain; charset=utf-8",
        ), query


def test_page_shares_its_permanent_address_citation_and_pictures(client, note):
    for page, pictures in SHARED.items():
        html = unescape(body(client.get(page)))
        shared = html[html.index('id="share"') :]

        link = re.search(r'id="share-link"[^>]* value="([^"]+)"', shared)
        assert link, page
        assert "as_of=" in link[1], page
        assert "known_at=" in link[1], page
        assert html.count('id="cite-text"') == 1, page
        assert set(re.findall(r'href="([^"]+)" download>', shared)) == pictures, page
