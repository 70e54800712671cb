"""The form of filters as a reader uses it, by keyboard, and what the module adds."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def open_choices(page: Page, label: str):
    """Open a list of choices of the form by keyboard; returns it."""
    choices = page.locator("form.filter details.choices", has=page.get_by_text(label, exact=True)).first
    choices.locator("summary").focus()
    page.keyboard.press("Enter")
    return choices


def test_a_filter_is_set_and_taken_away_by_keyboard_alone(page: Page):
    page.goto("/obligations/")

    status = open_choices(page, "Status")
    status.get_by_label("contradicted (").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    # fields left empty do not stand in the address, and the reader begins at the results
    expect(page).to_have_url("/obligations/?status=contradicted#results")
    expect(page.locator("#results h2")).to_contain_text("promise")

    page.get_by_role("link", name="Remove the filter Status: contradicted").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url("/obligations/#results")
    expect(page.locator("#results h2")).to_have_text("2,822 promises")


def test_a_long_list_is_narrowed_by_typing_whatever_the_accents(page: Page):
    page.goto("/obligations/")

    states = open_choices(page, "State")
    states.get_by_label("Find in this list").fill("cote")

    shown = states.locator("label:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Côte d'Ivoire")


def test_columns_are_chosen_by_keyboard(page: Page):
    page.goto("/obligations/?commitment=16b")
    page.get_by_text("Columns", exact=True).focus()
    page.keyboard.press("Enter")

    page.get_by_label("Freshness", exact=True).last.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show these columns").press("Enter")

    expect(page.locator(".data-table thead th")).to_have_count(6)
    expect(page.locator(".data-table thead")).not_to_contain_text("Freshness")
    expect(page.locator("#results h2")).to_have_text("166 promises")


def test_on_a_phone_each_row_is_a_card_with_words_beside_its_values(page: Page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/obligations/?state=COL&commitment=16b")

    cell = page.locator(".data-table tbody td").first
    words = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert words == '"Promise"'
    assert page.locator(".table-scroll").evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(page.get_by_role("link", name="State sort")).to_be_visible()
