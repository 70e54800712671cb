"""Readers with their own colours, and with letters of twice the size."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds import EVERY_ADDRESS

pytestmark = pytest.mark.browser

# text that is cut off: it asks for more room than its box shows, and no scrolling brings it
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(each => {
    const style = getComputedStyle(each);
    if (style.overflowX !== "hidden" && style.overflowY !== "hidden") return false;
    if (each.closest("svg, .bar") || style.clipPath !== "none" || !each.textContent.trim()) return false;
    return each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
  }).map(each => each.outerHTML.slice(0, 100))"""
# what is told by background alone is gone in the reader's own colours
BARE_MARKS = """() => [...document.querySelectorAll(".status__mark, .button, .matrix .cell")].filter(each => {
    if (!each.checkVisibility()) return false;
    const style = getComputedStyle(each);
    return style.borderTopWidth === "0px" && style.forcedColorAdjust !== "none";
  }).map(each => each.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_twice_the_size_keeps_everything_readable(address: str, browser: Browser, base_url: str):
    # 200 % zoom of a window of 1280 pixels leaves 640 of them for the page
    context = browser.new_context(
        base_url=base_url, viewport={"width": 640, "height": 450}, device_scale_factor=2
    )
    page = context.new_page()
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") == 640
    assert page.evaluate(CUT_OFF) == []
    context.close()


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_the_readers_own_colours_lose_no_mark(address: str, any_page: Page):
    any_page.emulate_media(forced_colors="active")
    any_page.goto(address)

    assert any_page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert any_page.evaluate(BARE_MARKS) == []
