"""What the search box offers while somebody types, by keyboard and by mouse, and to whom it is read aloud."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_state_is_chosen_by_keyboard_alone(page: Page):
    page.goto("/?as_of=2017-01-01")
    box = page.get_by_role("search").get_by_role("combobox")
    box.focus()
    page.keyboard.type("drc")

    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_contain_text("Democratic Republic of the Congo")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Enter")

    expect(page).to_have_url("/states/COD/?as_of=2017-01-01")


def test_escape_and_enter_leave_the_words_as_they_were_typed(page: Page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "suggestions" in request.url else None)
    page.goto("/")
    box = page.get_by_role("search").get_by_role("combobox")
    box.press_sequentially("colombia clear", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Colombia · 16b")

    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("colombia clear")
    assert len([address for address in asked if ".json" in address]) <= 3


def test_a_suggestion_is_clicked_on_a_small_screen(page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    page.get_by_role("search").get_by_role("combobox").fill("overdue")

    option = page.get_by_role("option").first
    expect(option).to_be_in_viewport(ratio=1)
    option.click()

    expect(page).to_have_url("/obligations/?status=overdue")
