"""What a phone of 360 pixels shows."""

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
# by the day on which the site is asked what it knew: the day of its first publication, and one before it
MAX_HEADER_HEIGHTS = {"2026-11-28": 200, "2026-11-24": 240}


@pytest.fixture
def phone(browser: Browser, base_url: str):
    context = browser.new_context(base_url=base_url, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_chosen_day_is_explained_in_sight(phone: Page):
    for known_at, max_height in MAX_HEADER_HEIGHTS.items():
        phone.goto(f"/states/COL/?as_of=2015-12-31&known_at={known_at}")

        expect(phone.locator(".situation__meaning")).to_be_in_viewport()
        assert phone.locator("body > header").bounding_box()["height"] <= max_height, known_at


def test_escape_closes_a_menu_and_returns_to_its_button(phone: Page):
    phone.goto("/")
    button = phone.locator(".menu > summary").first
    button.press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Escape")

    expect(button).to_be_focused()
    expect(phone.locator(".menu__list").first).to_be_hidden()
