"""A State on paper, and a citation in the clipboard."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

A4 = {"format": "A4", "margin": dict.fromkeys(("top", "bottom", "left", "right"), "12mm")}


@pytest.mark.parametrize("iso3", ["COL", "KHM", "ERI", "UKR"])
def test_a_state_is_printed_on_two_pages(iso3: str, page: Page):
    page.goto(f"/states/{iso3}/")

    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(**A4))

    assert 1 <= len(sheets) <= 2


def test_paper_has_footnotes_and_leaves_out_what_is_only_clicked(page: Page):
    page.goto("/states/COL/")
    footnotes, neighbours = page.locator(".brief__sources"), page.locator("#neighbours")
    expect(footnotes).to_be_hidden()

    page.emulate_media(media="print")

    expect(footnotes).to_be_visible()
    expect(footnotes).to_contain_text("known_at=")
    expect(neighbours).to_be_hidden()
    expect(page.locator(".on-page")).to_be_hidden()


def test_a_citation_is_copied_as_it_reads(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/states/COL/16b/")
    button = page.get_by_role("button", name="Copy the citation")

    button.click()

    expect(page.locator(".cite").get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == " ".join(page.locator("#cite-text").inner_text().split())
    assert "/states/COL/16b/?as_of=" in copied


def test_without_scripts_the_citation_stands_there_and_no_button_does_nothing(
    browser: Browser, base_url: str
):
    context = browser.new_context(base_url=base_url, locale="en-GB", java_script_enabled=False)
    page = context.new_page()

    page.goto("/states/COL/16b/#cite")

    expect(page.locator("#cite-text")).to_contain_text("promise 16b")
    expect(page.locator("button[data-copy='#cite-text']")).to_be_hidden()
    context.close()


def test_what_is_folded_on_a_commitment_opens_without_scripts(browser: Browser, base_url: str):
    context = browser.new_context(base_url=base_url, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto("/commitments/16b/")
    silent = page.locator(".standing-group").filter(has_text="not assessed").locator("details")
    expect(silent.get_by_role("link").first).to_be_hidden()

    silent.get_by_text("Show these States").click()

    expect(silent.get_by_role("link").first).to_be_visible()
    context.close()
