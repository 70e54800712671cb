"""The main job, end to end: a finding is logged, published, read by the public and taken away."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TEXT = "Peru opened a training centre for deminers in Arequipa; the ministry published its programme."
SOURCE = "https://example.org/arequipa?page=1"


def choose(page: Page, field: str, typed: str) -> None:
    """Find an entry by a few letters, as one does in a field with autocomplete."""
    page.locator(f"[aria-labelledby=select2-id_{field}-container]").click()
    page.locator(".select2-search__field").fill(typed)
    page.locator(".select2-results__option--highlighted", has_text=typed).click()


def log_finding(page: Page) -> None:
    """Fill in the one form: what was found, where this leaves the State, and where it can be checked."""
    page.goto("/admin/commitments/progressnote/add/")
    choose(page, "state", "Peru")
    choose(page, "commitment", "19a")
    page.get_by_label("Noted on:").fill("2026-03-09")
    page.get_by_label("Text:").fill(TEXT)
    page.get_by_label("Status:").select_option(label="in progress")
    evidence = page.locator(".inline-related").first
    evidence.get_by_label("Address:").fill(SOURCE)
    evidence.get_by_label("Title:").fill("Programme of the training centre")
    page.get_by_role("button", name="Save, submit and publish").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_a_finding_is_logged_published_read_and_taken_away(staff_page: Page, page: Page, tmp_path):
    page.goto("/states/PER/19a/")
    expect(page.locator(".standing-status")).to_contain_text("not assessed")

    log_finding(staff_page)

    page.reload()
    expect(page.locator(".standing-status")).to_contain_text("in progress")
    expect(page.locator(".notes")).to_contain_text(TEXT)
    assert page.locator(f'.notes a[href="{SOURCE}"]').get_attribute("rel") == "nofollow noopener"

    page.goto("/obligations/?state=PER&commitment=19a")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these rows as CSV").click()
    download.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["state_iso3"], row["commitment"], row["status"], row["status_date"]) for row in rows] == [
        ("PER", "19a", "in_progress", "2026-03-09")
    ]

    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    page.goto(f"/states/PER/19a/?known_at={yesterday}")
    expect(page.locator(".standing-status")).to_contain_text("not assessed")
    expect(page.locator(".notes")).not_to_contain_text(TEXT)


def test_every_page_of_the_desk_opens_without_a_complaint_of_the_browser(staff_page: Page):
    links = staff_page.locator("#content a[href^='/admin/']").all()
    addresses = {link.get_attribute("href") for link in links}

    for address in sorted(addresses):
        staff_page.goto(address)
        expect(staff_page.locator("#content h1")).to_have_count(1)

    assert "/admin/commitments/progressnote/add/" in addresses
