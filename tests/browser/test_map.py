"""The map under a pointer, from a keyboard, and without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
NAURU = ".map__state[href='/states/NRU/16b/']"
STOPS = "[...document.querySelectorAll('#content :is(a, select, button)')].filter(one => one.tabIndex >= 0)"


def test_a_click_beside_the_dot_of_a_small_state_opens_its_page(page: Page):
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto("/map/")
    page.locator(NAURU).scroll_into_view_if_needed()
    area = page.locator(f"{NAURU} .map__hit").bounding_box()

    page.mouse.click(area["x"] + area["width"] / 2 + 9, area["y"] + area["height"] / 2)

    assert area["width"] >= 24
    expect(page).to_have_url("/states/NRU/16b/")


def test_a_keyboard_reaches_every_state_in_the_lists_and_none_in_the_picture(page: Page):
    page.goto("/map/")

    stops = page.evaluate(f"{STOPS}.map(one => [one.getAttribute('href'), Boolean(one.closest('svg'))])")

    assert [href for href, in_picture in stops if in_picture] == []
    states = {href for href, _in_picture in stops if href and href.startswith("/states/")}
    assert len(states) == page.locator(".map__state").count() == 166


def test_the_form_is_filled_and_sent_from_the_keyboard(page: Page):
    page.goto("/map/?as_of=2015-12-31")

    page.get_by_label("Promise", exact=True).focus()
    page.keyboard.type("16c")
    page.keyboard.press("Tab")
    page.keyboard.type("freshness")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url("/map/?as_of=2015-12-31&commitment=16c&by=freshness")
    expect(page.get_by_role("heading", level=1)).to_contain_text("16c")


def test_the_legend_shows_its_states_on_the_map(page: Page):
    page.goto("/map/?commitment=16c")
    line = page.locator(".map__legend li").filter(has_text="overdue")

    line.get_by_role("link").focus()

    expect(page.locator(".map__state--found")).to_have_count(int(line.locator(".number").inner_text()))
    page.get_by_label("Promise", exact=True).focus()
    expect(page.locator(".map__state--found")).to_have_count(0)


def test_without_scripts_a_map_is_chosen_and_a_state_opened(browser: Browser, base_url: str):
    context = browser.new_context(base_url=base_url, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto("/map/")

    page.get_by_label("Promise", exact=True).select_option("16c")
    page.get_by_role("button", name="Show").click()
    page.locator(".map-states").get_by_role("link", name="Ukraine").click()

    expect(page).to_have_url("/states/UKR/16c/")
    context.close()
