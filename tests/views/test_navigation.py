"""The navigation in the head of every page."""

import re
from html import unescape

import pytest

from commitments.lists.navigation import MENUS, START_PAGES
from commitments.lists.registry import LISTS
from tests.views.site import body

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CURRENT = re.compile(r'(?:href="([^"]+)"|<summary)\s+aria-current="(\w+)">([^<]+)<')


def current(client, address: str) -> list[tuple[str, str, str]]:
    page = unescape(body(client.get(address)))
    return CURRENT.findall(page[page.index('<nav class="wrap nav"') : page.index('<div class="situation')])


def test_start_pages_are_states_promises_and_news():
    assert [(item.name, str(item.label)) for item in START_PAGES] == [
        ("states_list", "States"),
        ("commitments_list", "Promises"),
        ("moved", "What’s new"),
    ]


def test_every_list_is_in_the_navigation_once():
    items = [*START_PAGES, *(item for section in MENUS for item in section.items)]
    names = [item.name for item in items]

    assert len(names) == len(set(names))
    assert [each.noun for each in LISTS if each.page_name not in names] == []


def test_present_page_and_its_menu_are_marked(client, note):
    cases = {
        "/states/": [("/states/", "page", "States")],
        "/states/COL/": [("/states/", "true", "States")],
        "/matrix/": [("", "true", "Explore"), ("/matrix/", "page", "Matrix of States and promises")],
        f"/progress/{note.pk}/": [("", "true", "Data"), ("/progress/", "true", "Findings")],
        "/": [],
        "/nowhere/": [],
    }

    assert {address: current(client, address) for address in cases} == cases
