"""Every task of a reader, with scripts switched off."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def count_shown(page: Page) -> int:
    """The number of rows that a list announces."""
    return int(re.sub(r"\D", "", page.locator("#results").inner_text()))


def test_a_list_is_filtered_narrowed_and_cleared(plain: Page):
    plain.goto("/obligations/")
    everything = count_shown(plain)

    plain.locator("summary", has_text="Status").first.click()
    plain.get_by_role("checkbox", name=re.compile("^overdue")).first.check()
    plain.get_by_role("button", name="Apply").first.click()
    overdue = count_shown(plain)
    plain.get_by_role("link", name=re.compile("Status: overdue")).click()

    assert 0 < overdue < everything
    assert count_shown(plain) == everything


def test_a_list_is_sorted_and_turned_over(plain: Page):
    plain.goto("/states/")

    plain.locator("thead").get_by_role("link", name=re.compile("^Published findings")).click()
    plain.locator("thead").get_by_role("link", name=re.compile("^Published findings")).click()
    expect(plain.locator("th[aria-sort=descending]")).to_contain_text("Published findings")
    plain.get_by_role("link", name="Next", exact=True).click()

    expect(plain.locator(".pager p")).to_contain_text("26–50 of 197")


def test_another_day_is_chosen_kept_and_left_again(plain: Page):
    plain.goto("/states/COL/")

    plain.get_by_text("Change the day").click()
    plain.get_by_label("Situation on").fill("2011-01-01")
    plain.get_by_role("form", name="Another day").get_by_role("button", name="Apply").click()
    expect(plain.locator(".situation--set")).to_contain_text("1 January 2011")
    plain.get_by_role("navigation", name="Main").get_by_role("link", name="Promises", exact=True).click()
    expect(plain.locator(".situation--set")).to_contain_text("1 January 2011")
    plain.get_by_role("link", name="Back to today").click()

    expect(plain.locator(".situation--set")).to_have_count(0)
    assert "as_of" not in plain.url


def test_a_map_is_chosen_and_read_as_a_table(plain: Page):
    plain.goto("/map/")

    plain.get_by_label("Promise", exact=True).select_option("16c")
    plain.get_by_role("button", name="Show").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("16c")
    plain.get_by_role("link", name="The same States as a table").click()

    expect(plain.locator("#results")).to_contain_text("166")


def test_the_matrix_is_sorted_and_opens_a_cell(plain: Page):
    plain.goto("/matrix/?region=Oceania")

    plain.locator("thead").get_by_role("link", name=re.compile("16c")).click()
    assert "sort=16c" in plain.url
    plain.locator("tbody a[href*='/16c/']").first.click()

    expect(plain.locator(".standing-status")).to_be_visible()


def test_something_is_searched_and_found(plain: Page):
    plain.goto("/")

    plain.get_by_role("search").get_by_role("searchbox").fill("КОЛУМБИЯ")
    plain.get_by_role("search").get_by_role("button", name="Search").click()

    expect(plain.get_by_role("heading", level=1)).to_contain_text("Colombia")


def test_states_are_compared(plain: Page):
    plain.goto("/compare/?state=COL")

    plain.get_by_role("combobox", name="Add a State").select_option("KHM")
    plain.get_by_role("button", name="Add").click()

    expect(plain.locator("main")).to_contain_text("They differ on")
    for name in ("Cambodia", "Colombia"):
        expect(plain.get_by_role("main").get_by_role("link", name=name, exact=True).first).to_be_visible()


def test_the_years_are_followed_and_what_moved_is_listed(plain: Page):
    plain.goto("/trends/?commitment=16b")

    plain.get_by_role("link", name="Which promises moved between two days").click()
    plain.get_by_label("From").fill("2019-01-01")
    plain.get_by_role("button", name="Apply").first.click()

    assert "from=2019-01-01" in plain.url
    assert "commitment=16b" in plain.url
    assert count_shown(plain) > 10


def test_a_page_is_cited_and_embedded(plain: Page):
    plain.goto("/states/COL/16b/")

    expect(plain.locator(".cite")).to_contain_text("Colombia, promise 16b")
    plain.get_by_text("Share", exact=True).click()
    plain.get_by_text("Embed this").first.click()

    expect(plain.locator("textarea")).to_have_value(re.compile("<iframe .*embed/states/COL/16b/"))


def test_the_menu_opens_on_a_phone(plain: Page):
    plain.set_viewport_size({"width": 390, "height": 844})
    plain.goto("/")

    plain.get_by_role("navigation", name="Main").get_by_text("Explore").click()
    plain.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("^Matrix")).click()

    expect(plain.get_by_role("heading", level=1)).to_contain_text("matrix")
