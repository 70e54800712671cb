"""The matrix from a keyboard, on a phone, and without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement.getAttribute('href')"
STOPS = """[...document.querySelectorAll('.matrix :is(a, summary)')]
    .filter(one => one.tabIndex >= 0 && one.checkVisibility()).length"""
PHONE = {"width": 390, "height": 844}


def enter(page: Page) -> None:
    """Into the matrix from the keyboard, as Tab does."""
    page.locator(".matrix-scroll").focus()
    page.keyboard.press("Tab")


def test_arrow_keys_go_from_cell_to_cell_and_tab_leaves_in_one_step(page: Page):
    page.goto("/matrix/?as_of=2015-12-31")
    enter(page)
    visited = [page.evaluate(FOCUSED)]
    for key in [
        *["ArrowRight"] * 3,
        "ArrowDown",
        "End",
        "Home",
        "PageDown",
        "ArrowLeft",
        "ArrowUp",
    ]:
        page.keyboard.press(key)
        visited.append(page.evaluate(FOCUSED).partition("?")[0])

    expect(page.locator(".matrix")).to_have_attribute("role", "grid")
    assert page.evaluate(STOPS) == 1
    assert visited == [
        "/states/AFG/?as_of=2015-12-31",
        *["/obligations/"] * 2,
        "/states/AFG/14a/",
        "/states/ALB/14a/",
        "/states/ALB/21/",
        "/states/ALB/",
        "/states/BRB/",
        "/states/BRB/",
        "/states/BGD/",
    ]
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "#results"


def test_what_has_the_focus_is_said_below_and_not_hidden_by_the_heads(page: Page):
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto("/matrix/")
    enter(page)
    for key in ["PageDown"] * 9 + ["End"]:
        page.keyboard.press(key)
    expect(page.locator(".matrix-line")).to_contain_text("21 not assessed · Appeal to the world")
    for key in ["PageUp"] * 4 + ["ArrowLeft"] * 16:
        page.keyboard.press(key)

        on_top = page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
            const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return document.activeElement.contains(there); }"""
        )

        assert on_top, page.evaluate(FOCUSED)


def test_rows_are_sorted_from_the_keyboard(page: Page):
    page.goto("/matrix/?region=Oceania")
    enter(page)
    for key in ["ArrowRight", "ArrowUp", "Enter"]:
        page.keyboard.press(key)

    expect(page).to_have_url("/matrix/?region=Oceania&sort=assessed")
    expect(page.locator("[aria-sort=ascending]")).to_contain_text("Assessed")


def test_on_a_phone_a_state_unfolds_all_its_cells(page: Page):
    page.set_viewport_size(PHONE)
    page.goto("/matrix/")
    colombia = page.locator(".matrix tbody tr", has=page.get_by_role("link", name="Colombia", exact=True))

    expect(colombia.locator(".cell:visible")).to_have_count(0)
    colombia.locator("summary").click()
    expect(colombia.locator(".cell:visible")).to_have_count(17)
    expect(colombia).to_contain_text("16b in progress")
    colombia.get_by_role("link", name="16b in progress").click()
    expect(page).to_have_url("/states/COL/16b/")


def test_on_a_phone_the_column_of_the_order_stays_in_sight(page: Page):
    page.set_viewport_size(PHONE)
    page.goto("/matrix/?sort=16b&region=Africa")

    expect(page.locator(".matrix .cell:visible").first).to_have_text("16b fulfilled")


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_it_is_still_a_table_to_a_screen_reader(scripts, browser: Browser, base_url: str):
    context = browser.new_context(base_url=base_url, viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/matrix/?q=colombia")

    table = page.get_by_role("table", name="Status of each State on each promise")
    expect(table).to_be_visible()
    expect(table.get_by_role("rowheader", name="Colombia")).to_be_visible()
    expect(table.get_by_role("row", name="Colombia").get_by_role("cell")).to_have_count(19)
    context.close()


def test_without_scripts_it_is_a_table_that_can_be_skipped(browser: Browser, base_url: str):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/matrix/")

    page.get_by_role("link", name="Skip the matrix").press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Back to the top of the matrix")).to_be_focused()
    page.get_by_role("link", name="roomy").click()
    page.locator(".matrix thead").get_by_role("link", name="16b sort", exact=True).click()
    expect(page).to_have_url("/matrix/?density=roomy&sort=16b")
    context.close()
