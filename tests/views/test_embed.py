"""Pieces for other people's pages: they may be framed and kept, and show what the full pages show."""

import re
from datetime import date

import pytest
from django.test import override_settings

from commitments.models import Commitment, Obligation
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_state, make_writer
from tests.views.site import EMBEDS, IMAGES, NAMES, PAGES, address, body

pytestmark = pytest.mark.one_database

PIECES = ["/embed/states/COL/", "/embed/states/COL/16b/", "/embed/commitments/16b/", "/embed/map/"]
REFUSED = {
    "/embed/states/XXX/": 404,
    "/embed/states/xxx/": 404,
    "/embed/states/USA/16b/": 404,
    "/embed/states/COL/99/": 404,
    "/embed/commitments/99/": 404,
    "/embed/nothing": 404,
    "/embed/map/?commitment=99z": 400,
    "/embed/map/?by=weather": 400,
    "/embed/states/COL/?as_of=yesterday": 400,
    "/embed/states/COL/16b/?known_at=2026-13": 400,
    "/embed/commitments/16b/?theme=plaid": 400,
    "/embed/commitments/16b/?colour=red": 400,
}


def policy(response) -> dict[str, str]:
    """The parts of the Content-Security-Policy by name."""
    parts = response.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def text(page: str) -> str:
    """What can be read on a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page[page.index("<body") :]).split())


@pytest.mark.parametrize("name", EMBEDS)
def test_any_page_may_frame_a_piece_and_nothing_runs_in_it(name, client, note):
    response = client.get(address(name, note))

    assert response.status_code == 200
    assert policy(response)["frame-ancestors"] == "*"
    assert "X-Frame-Options" not in response.headers
    assert {"script-src", "connect-src"} & set(policy(response)) == set()
    assert re.findall(r"<script|<style|\sstyle=|\son\w+=|javascript:", body(response)) == []


def test_nobody_frames_anything_else(client, note):
    others = [name for name in NAMES if name not in EMBEDS]
    answers = {name: client.get(address(name, note)) for name in others}

    framed = {
        name: (policy(answer)["frame-ancestors"], answer.headers["X-Frame-Options"])
        for name, answer in answers.items()
    }
    assert framed == dict.fromkeys(others, ("'none'", "DENY"))


@pytest.mark.parametrize("path", REFUSED)
@override_settings(DEBUG=False)
def test_a_refusal_stays_in_the_frame_and_says_why(path, client, note):
    response = client.get(path)

    assert response.status_code == REFUSED[path]
    assert policy(response)["frame-ancestors"] == "*"
    assert "X-Frame-Options" not in response.headers
    assert "Nothing to show here" in text(body(response))
    assert 'href="/' in body(response)


@pytest.mark.parametrize("name", EMBEDS)
def test_a_cache_may_keep_a_piece_for_everybody(name, client, note):
    client.force_login(make_writer(is_staff=True, is_superuser=True))
    signed_in = client.get(address(name, note))
    client.logout()
    client.cookies.clear()
    anonymous = client.get(address(name, note), headers={"accept-encoding": "gzip"})

    assert not signed_in.cookies
    assert not anonymous.cookies
    assert signed_in.headers["Cache-Control"] == anonymous.headers["Cache-Control"] == "public, max-age=900"
    assert anonymous.headers["Vary"] == "Accept-Encoding"
    assert signed_in.headers["ETag"].removeprefix("W/") == anonymous.headers["ETag"].removeprefix("W/")


@pytest.mark.parametrize("name", EMBEDS)
def test_what_a_cache_has_is_not_sent_again_until_it_changes(name, client, note):
    first = client.get(address(name, note))
    again = client.get(address(name, note), headers={"if-none-match": first.headers["ETag"]})
    make_note(obligation=note.obligation, status="fulfilled", noted_date=date(2025, 1, 1))
    changed = client.get(address(name, note), headers={"if-none-match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert policy(again)["frame-ancestors"] == "*"
    assert again.headers["Cache-Control"] == "public, max-age=900"
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("name", EMBEDS)
def test_a_piece_has_one_heading_its_day_and_the_way_to_its_source(name, client, note):
    page = body(client.get(address(name, note), {"as_of": "2025-01-01", "known_at": "2026-01-01"}))

    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>\s*[^\s·]", page)
    assert "Situation on 1 January 2025, as known here on 1 January 2026" in text(page)
    assert '<base target="_top">' in page
    links = re.findall(r'<a [^>]*href="([^"]*)"', page)
    assert len(links) >= 2
    assert all("as_of=2025-01-01&amp;known_at=2026-01-01" in link for link in links)


def test_links_of_a_picture_leave_the_frame_too(client, note):
    links = re.findall(r'<a class="map__state[^>]*>', body(client.get("/embed/map/")))

    assert links
    assert all('target="_top"' in link for link in links)


def test_the_badge_says_status_day_dispute_and_certainty(client, note):
    piece = text(body(client.get("/embed/states/COL/16b/")))

    assert "Colombia 16b Clear all areas ! overdue on 1 June 2020 apparent disputed" in piece


def test_what_nobody_assessed_is_not_shown_as_nothing_done(client, note):
    make_obligation(state=make_party(iso3="KHM", name_en="Cambodia"), commitment=note.obligation.commitment)

    piece = text(body(client.get("/embed/states/KHM/16b/")))

    assert "not assessed" in piece
    assert "It says nothing about the State." in piece


def test_a_state_that_left_is_not_bound_and_no_older_finding_speaks_for_it(client, note):
    finland = Obligation.objects.get(state__iso3="FIN")
    make_note(obligation=finland, status="fulfilled", certainty="confirmed", noted_date=date(2015, 1, 1))

    now = text(body(client.get("/embed/states/FIN/16b/?as_of=2026-06-01")))
    before = text(body(client.get("/embed/states/FIN/16b/?as_of=2025-06-01")))

    assert "⊘ not bound" in now
    assert "2015" not in now
    assert "✓ fulfilled on 1 January 2015" in before


def test_a_state_outside_the_convention_owes_nothing(client, note):
    piece = text(body(client.get("/embed/states/USA/")))

    assert "No membership of the Convention is recorded for this State" in piece


def test_the_strip_has_a_mark_for_every_promise(client, note):
    colombia = note.obligation.state
    for number in range(17, 22):
        make_obligation(state=colombia, commitment=make_commitment(code=str(number), position=number))

    piece = body(client.get("/embed/states/COL/"))

    codes = re.findall(r'<span class="strip__code">(\w+)</span>', piece)
    assert codes == ["16b", "17", "18", "19", "20", "21"]
    assert re.findall(r'href="(/states/COL/\w+/)"', piece) == [f"/states/COL/{code}/" for code in codes]


def test_the_bar_counts_what_the_commitment_page_counts(client, note):
    owed = [make_obligation(state=make_party(), commitment=note.obligation.commitment) for _ in range(3)]
    make_note(obligation=owed[0], status="fulfilled")

    pages = [body(client.get(path)) for path in ("/embed/commitments/16b/", "/commitments/16b/")]

    shown = [dict(re.findall(r'status=(\w+)[^"]*">(\d+)</a>', page)) for page in pages]
    assert shown[0] == {"fulfilled": "1", "overdue": "1", "not_assessed": "2", "not_bound": "1"}
    assert shown[0].items() <= shown[1].items()


@pytest.mark.parametrize("path", PIECES)
def test_a_piece_costs_few_questions_however_many_states_there_are(
    path, client, note, django_assert_num_queries
):
    for number in range(5):
        make_obligation(state=make_party(), commitment=make_commitment(code=f"{30 + number}"))
        make_obligation(state=note.obligation.state, commitment=Commitment.objects.get(code=f"{30 + number}"))

    with django_assert_num_queries(1 if path.endswith("COL/16b/") else 2):
        client.get(path)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_keeps_its_colours_whatever_the_device_asks(theme, client, note):
    page = body(client.get("/embed/states/COL/", {"theme": theme}))

    assert f'<meta name="color-scheme" content="{theme}">' in page
    assert re.findall(r'<html [^>]*data-theme="(\w+)"', page) == [theme]


def test_without_a_theme_the_device_of_the_reader_chooses(client, note):
    page = body(client.get("/embed/states/COL/"))

    assert '<meta name="color-scheme" content="light dark">' in page
    assert "data-theme" not in page


def test_the_page_on_embedding_shows_each_piece_as_it_is_and_the_lines_for_it(client, note):
    response = client.get("/embed/")
    page = body(response)

    frames = re.findall(r'<iframe [^>]*src="([^"]+)"', page)
    assert frames == [
        "/embed/states/COL/16b/",
        "/embed/states/COL/",
        "/embed/commitments/16b/",
        "/embed/map/?commitment=16b&amp;by=status",
    ]
    assert policy(response)["frame-src"] == "'self'"
    assert page.count("&lt;iframe src=&quot;http://testserver/embed/") == 4
    assert [client.get(frame.replace("&amp;", "&")).status_code for frame in frames] == [200] * 4


def test_the_lines_to_copy_name_the_public_address_of_the_installation(client, note, settings):
    settings.SITE_ROOT = "https://cartagena.example.org"
    note.obligation.state.name_en = 'Côte "d\'Or" <b>'
    note.obligation.state.save()

    page = body(client.get("/embed/"))

    assert "&lt;iframe src=&quot;https://cartagena.example.org/embed/states/COL/16b/&quot;" in page
    assert "&lt;a href=&quot;https://cartagena.example.org/states/COL/16b/&quot;&gt;" in page
    assert "<b>" not in page
    assert "&amp;lt;b&amp;gt;" in page


@pytest.mark.parametrize("query", ["state=XXX", "commitment=99", "theme=x", "colour=red", "state=%00"])
def test_a_wrong_example_is_named_and_none_is_shown(query, client, note):
    page = body(client.get("/embed/", QUERY_STRING=query))

    assert "could not be read" in page
    assert "<iframe" not in page


def test_pages_images_and_pieces_are_all_told_apart():
    assert len({*PAGES} | {*EMBEDS} | {*IMAGES}) == len(PAGES) + len(EMBEDS) + len(IMAGES)
    assert len(EMBEDS) == 4


def test_a_piece_for_a_state_without_notes_is_no_error(client, db):
    make_state(iso3="LBN", name_en="Lebanon")

    assert client.get("/embed/states/LBN/").status_code == 200
    assert client.get("/embed/states/LBN/16b/").status_code == 404
