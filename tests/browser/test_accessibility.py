"""WCAG 2.2 A and AA as axe reads them, on every kind of page, light and dark, narrow and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.kinds import EVERY_ADDRESS, kinds_without_address

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


def test_every_kind_of_page_is_looked_at():
    assert kinds_without_address() == set()


def found_by_axe(page: Page) -> list[str]:
    """Each violation as rule, help and the first places it was found in."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes'][:3]]}" for each in found
    ]


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_axe_finds_nothing(address: str, any_page: Page):
    any_page.goto(address)
    found = {}
    for width in WIDTHS:
        any_page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            any_page.emulate_media(color_scheme=scheme)
            if violations := found_by_axe(any_page):
                found[f"{scheme} {width}"] = violations

    assert found == {}


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_nothing_is_wider_than_the_window(address: str, any_page: Page):
    any_page.goto(address)
    widths = {}
    for width in (320, 390, 768, 1440):
        any_page.set_viewport_size({"width": width, "height": 900})
        widths[width] = any_page.evaluate("document.documentElement.scrollWidth")

    assert widths == {320: 320, 390: 390, 768: 768, 1440: 1440}
