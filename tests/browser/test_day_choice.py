"""A reader changes the day by keyboard, without scripts, and comes back."""

from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations

pytestmark = pytest.mark.browser

SUMMARY = ".when > summary"
EVERY_RULE = {"resultTypes": ["violations"]}
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def plain_page(browser: Browser, base_url: str):
    """A page in a browser whose scripts are switched off."""
    context = browser.new_context(base_url=base_url, locale="en-GB", java_script_enabled=False)
    yield context.new_page()
    context.close()


def open_control(page: Page) -> None:
    """By the keyboard alone."""
    page.locator(SUMMARY).focus()
    page.keyboard.press("Enter")


def test_the_control_is_walked_by_keyboard_and_keeps_what_was_asked(plain_page: Page):
    plain_page.goto("/obligations/?commitment=16b")
    expect(plain_page.get_by_label("Situation on")).to_be_hidden()

    open_control(plain_page)
    for _stop in range(6):  # the five days with a name, then the first box
        plain_page.keyboard.press("Tab")
    expect(plain_page.get_by_label("Situation on")).to_be_focused()
    plain_page.keyboard.type("11112015")  # the same day whichever way the machine writes dates
    plain_page.keyboard.press("Enter")

    expect(plain_page.locator(".situation--set")).to_contain_text("11 November 2015")
    assert "commitment=16b" in plain_page.url
    assert "as_of=2015-11-11" in plain_page.url


def test_a_day_with_a_name_is_one_step_away_and_so_is_today(plain_page: Page):
    plain_page.goto("/commitments/16b/")
    open_control(plain_page)
    plain_page.get_by_role("link", name="Third Review Conference").click()

    expect(plain_page.locator(".situation--set")).to_contain_text("27 June 2014")
    plain_page.get_by_role("link", name="Back to today").click()

    assert plain_page.url.endswith("/commitments/16b/")


def test_a_day_that_nobody_can_read_is_mended_on_the_spot(plain_page: Page):
    plain_page.goto("/states/COL/?as_of=yesterday")
    plain_page.get_by_label("Situation on").fill("2012-01-01")
    plain_page.get_by_role("button", name="Apply").click()

    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("Colombia")
    expect(plain_page.locator(".situation--set")).to_contain_text("1 January 2012")


def test_the_open_control_is_accessible_and_fits(page: Page):
    page.goto("/commitments/?as_of=2015-12-31&known_at=2026-11-28")
    open_control(page)
    found = {}
    for scheme, width in product(("light", "dark"), (320, 1280)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found[scheme, width] = [*violations(page, options=EVERY_RULE)], page.evaluate(WIDTH)

    assert found == {(scheme, width): ([], width) for scheme, width in found}
